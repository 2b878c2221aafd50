/// Tables for learning from files: CSV, NumPy archives, and pairs of IDX files.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/datasets/dataset.h"

namespace thalweg {

/// Reads a table; the target, where the file says which it is, is the last column.
///
/// `.csv`: a header line, then numbers.
/// `.npz`: features and target as arrays `X` and `y`, `x_train` and `y_train` (rows of `x_test` and
/// `y_test`, where they are, follow), `features` and `target`, `data` and `target`, `images` and
/// `labels`, in any case of letters; else one array [rows, columns] with the target in its last
/// column. What has more than two dimensions is flattened to one row a sample.
/// Anything else: the pictures of an IDX pair such as `train-images-idx3-ubyte`, with the labels
/// beside them under the same name with `labels` for `images` and `idx1` for `idx3`.
Result<Table> readTable(const std::string& path);

}  // namespace thalweg
