#include "core/io/idx.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "core/base/text.h"

// Format: Y. LeCun, C. Cortes and C. J. C. Burges, The MNIST database: bytes 0, 0, element type,
// number of dimensions; each dimension and each number with its highest byte first.
namespace thalweg {
namespace {

std::size_t widthOf(char type) {
  switch (type) {
    case 0x08:
    case 0x09:
      return 1;
    case 0x0B:
      return 2;
    case 0x0C:
    case 0x0D:
      return 4;
    case 0x0E:
      return 8;
    default:
      return 0;
  }
}

template <class T>
T numberAt(const char* bytes) {
  char raw[sizeof(T)];
  std::reverse_copy(bytes, bytes + sizeof(T), raw);
  return std::bit_cast<T>(raw);
}

template <class T, class To>
std::vector<To> numbers(std::string_view body) {
  std::vector<To> all(body.size() / sizeof(T));
  for (std::size_t i = 0; i < all.size(); ++i)
    all[i] = static_cast<To>(numberAt<T>(body.data() + i * sizeof(T)));
  return all;
}

}  // namespace

bool looksLikeIdx(std::string_view bytes) {
  return bytes.size() >= 4 && bytes[0] == 0 && bytes[1] == 0 && widthOf(bytes[2]) > 0 &&
         bytes[3] >= 1 && bytes[3] <= 8;
}

Result<NumericArray> parseIdx(std::string_view bytes, const std::string& name) {
  const auto error = [&](const std::string& what) {
    return Error{fmt::format("'{}': {}.", quotable(name, 200), what), name};
  };
  if (!looksLikeIdx(bytes))
    return error(
        "it is no IDX file: two zero bytes, an element type and a number of dimensions "
        "from 1 to 8 come first");
  const std::size_t dimensions = std::size_t(bytes[3]), start = 4 + 4 * dimensions;
  if (bytes.size() < start) return error("it ends within its header");
  NumericArray array;
  double product = double(widthOf(bytes[2]));
  for (std::size_t k = 0; k < dimensions; ++k) {
    array.shape.push_back(Index(numberAt<std::uint32_t>(bytes.data() + 4 + 4 * k)));
    product *= double(array.shape.back());
  }
  const std::string_view body = bytes.substr(start);
  if (product != double(body.size()))
    return error(fmt::format("it has {} bytes of numbers, its header speaks of {}", body.size(),
                             shortest(product)));
  switch (bytes[2]) {
    case 0x08:
      array.data = numbers<std::uint8_t, std::int64_t>(body);
      break;
    case 0x09:
      array.data = numbers<std::int8_t, std::int64_t>(body);
      break;
    case 0x0B:
      array.data = numbers<std::int16_t, std::int64_t>(body);
      break;
    case 0x0C:
      array.data = numbers<std::int32_t, std::int64_t>(body);
      break;
    case 0x0D:
      array.data = numbers<float, double>(body);
      break;
    default:
      array.data = numbers<double, double>(body);
  }
  return array;
}

}  // namespace thalweg
