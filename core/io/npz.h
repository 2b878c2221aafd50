/// NumPy's array files: .npy (one array) and .npz (named arrays in a ZIP archive).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "core/base/types.h"

namespace thalweg {

/// Numbers with a shape, the last index running fastest (C order). No entry in `shape`: a single
/// number.
struct NumericArray {
  std::vector<Index> shape;
  std::variant<std::vector<double>, std::vector<std::int64_t>> data;

  std::size_t size() const {
    return std::visit([](const auto& numbers) { return numbers.size(); }, data);
  }
  /// The numbers as doubles, whatever they were stored as.
  std::vector<double> reals() const;
};

NumericArray arrayOf(const Vec& vector);
/// Shape [rows, cols].
NumericArray arrayOf(const Mat& matrix);
NumericArray arrayOf(std::vector<std::int64_t> numbers);

enum class Packing { stored, deflated };

/// An archive being filled; `bytes` ends it. Same arrays, same bytes: times in it are fixed.
class NpzWriter {
 public:
  explicit NpzWriter(Packing packing = Packing::deflated) : m_packing(packing) {}
  void add(const std::string& name, const NumericArray& array);
  std::string bytes() const;
  /// An archive of 2 GiB or more is refused: sizes are kept within 32 bits.
  Outcome write(const std::string& path) const;

 private:
  struct Member {
    std::string name;
    std::uint32_t crc = 0, packedSize = 0, size = 0, offset = 0;
    std::uint16_t method = 0;
  };
  Packing m_packing;
  std::string m_body;
  std::vector<Member> m_members;
  bool m_tooLarge = false;
};

std::string npyBytes(const NumericArray& array);

/// `name` is what messages call it. Element types: float64, float32, bool and whole numbers of any
/// width, either byte order.
Result<NumericArray> parseNpy(std::string_view bytes, const std::string& name);
Result<std::map<std::string, NumericArray>> parseNpz(std::string_view bytes,
                                                     const std::string& name);

Outcome writeNpy(const std::string& path, const NumericArray& array);
Result<NumericArray> readNpy(const std::string& path);
Result<std::map<std::string, NumericArray>> readNpz(const std::string& path);

}  // namespace thalweg
