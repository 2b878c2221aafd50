/// H = G + R in the files of the verb `spectrum`.
#pragma once

#include "app/cli/json.h"
#include "core/run/spectrum_split.h"

namespace thalweg::cli {

/// A line `eigenvalue,density,error` for each point, behind `before`; the last is empty where it is
/// not known.
void appendRows(std::string& text, const std::string& before, const Density& density);

/// `matrix,eigenvalue,density,error`: the last is the standard error over the probes, nothing where
/// all eigenvalues are known.
std::string densitiesCsv(const SpectrumSplit& split);

/// Of each matrix its extreme eigenvalues with residuals and its trace with its error; of the
/// Hessian the outliers.
nlohmann::ordered_json splitJson(const SpectrumSplit& split);

}  // namespace thalweg::cli
