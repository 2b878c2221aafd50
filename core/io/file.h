/// Whole files read into memory, written so that a failure leaves the old one in place.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace thalweg {

/// All bytes of a file; an error for folders and files that can not be read.
Result<std::string> readFile(const std::string& path);

/// Writes beside the target and renames: there is never half a file under `path`.
Outcome writeFile(const std::string& path, std::string_view bytes);

/// A path as it was written, made absolute: `folder` is what relative ones are relative to, the
/// working folder where it is empty.
std::string absolutePath(const std::string& written, const std::string& folder);

}  // namespace thalweg
