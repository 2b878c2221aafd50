#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cstring>

#include "core/base/text.h"
#include "core/io/file.h"
#include "core/io/npz.h"

// Format: numpy.lib.format, version 1.0 to 3.0: magic, version, header length, a Python dictionary
// as text, the numbers.
namespace thalweg {

static_assert(std::endian::native == std::endian::little,
              "numbers are copied as they stand in memory");

namespace {

constexpr std::string_view magic = "\x93NUMPY";

struct Header {
  char order = '<';  // '<' and '|': little endian or one byte, '>': big endian
  char kind = 'f';   // f, i, u, b
  std::size_t width = 8;
  bool fortran = false;
  std::vector<Index> shape;
};

/// The text after `'key':` in the dictionary, or nothing.
std::string_view entryOf(std::string_view dictionary, std::string_view key) {
  for (const char quote : {'\'', '"'}) {
    const std::string marked = quote + std::string(key) + quote;
    const std::size_t at = dictionary.find(marked);
    if (at == std::string_view::npos) continue;
    std::string_view rest = dictionary.substr(at + marked.size());
    const std::size_t start = rest.find_first_not_of(" :");
    return start == std::string_view::npos ? std::string_view{} : rest.substr(start);
  }
  return {};
}

/// "(3, 4)" as {3, 4}; false where it is anything else or the product overflows.
bool shapeFrom(std::string_view text, std::vector<Index>& shape) {
  if (!text.starts_with('(')) return false;
  const std::size_t close = text.find(')');
  if (close == std::string_view::npos) return false;
  text = text.substr(1, close - 1);
  double product = 1.0;
  while (true) {
    const std::size_t start = text.find_first_not_of(" ,");
    if (start == std::string_view::npos) return product < 1e15;
    text.remove_prefix(start);
    Index length = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (problem != std::errc{} || length < 0) return false;
    text.remove_prefix(std::size_t(end - text.data()));
    shape.push_back(length);
    product *= double(length);
  }
}

bool typeFrom(std::string_view text, Header& header) {
  if (text.size() < 5 || (text[0] != '\'' && text[0] != '"') || text[4] != text[0]) return false;
  header.order = text[1];
  header.kind = text[2];
  header.width = std::size_t(text[3] - '0');
  const bool order = header.order == '<' || header.order == '>' || header.order == '|';
  const std::size_t w = header.width;
  if (header.kind == 'f') return order && (w == 4 || w == 8);
  if (header.kind == 'b') return order && w == 1;
  return order && (header.kind == 'i' || header.kind == 'u') &&
         (w == 1 || w == 2 || w == 4 || w == 8);
}

/// Element `i` of the raw bytes in its own type, byte order set right.
template <class T>
T element(const char* bytes, std::size_t i, bool swapped) {
  char raw[sizeof(T)];
  std::memcpy(raw, bytes + i * sizeof(T), sizeof(T));
  if (swapped) std::reverse(raw, raw + sizeof(T));
  return std::bit_cast<T>(raw);
}

template <class T, class To>
void convert(const char* bytes, bool swapped, std::vector<To>& numbers) {
  for (std::size_t i = 0; i < numbers.size(); ++i)
    numbers[i] = static_cast<To>(element<T>(bytes, i, swapped));
}

void convertWhole(const char* bytes, const Header& h, std::vector<std::int64_t>& numbers) {
  const bool swapped = h.order == '>';
  const bool isSigned = h.kind == 'i';
  if (h.width == 1)
    return isSigned ? convert<std::int8_t>(bytes, swapped, numbers)
                    : convert<std::uint8_t>(bytes, swapped, numbers);
  if (h.width == 2)
    return isSigned ? convert<std::int16_t>(bytes, swapped, numbers)
                    : convert<std::uint16_t>(bytes, swapped, numbers);
  if (h.width == 4)
    return isSigned ? convert<std::int32_t>(bytes, swapped, numbers)
                    : convert<std::uint32_t>(bytes, swapped, numbers);
  return isSigned ? convert<std::int64_t>(bytes, swapped, numbers)
                  : convert<std::uint64_t>(bytes, swapped, numbers);
}

/// From the first index running fastest to the last one.
template <class T>
std::vector<T> toCOrder(const std::vector<T>& numbers, const std::vector<Index>& shape) {
  std::vector<T> turned(numbers.size());
  std::vector<Index> index(shape.size(), 0);
  for (const T& number : numbers) {
    Index at = 0;
    for (std::size_t a = 0; a < shape.size(); ++a) at = at * shape[a] + index[a];
    turned[std::size_t(at)] = number;
    for (std::size_t a = 0; a < shape.size() && ++index[a] == shape[a]; ++a) index[a] = 0;
  }
  return turned;
}

template <class T>
NumericArray arrayFrom(std::vector<T> numbers, const Header& header) {
  if (header.fortran && header.shape.size() > 1) numbers = toCOrder(numbers, header.shape);
  return {header.shape, std::move(numbers)};
}

}  // namespace

std::vector<double> NumericArray::reals() const {
  return std::visit(
      [](const auto& numbers) { return std::vector<double>(numbers.begin(), numbers.end()); },
      data);
}

NumericArray arrayOf(const Vec& vector) {
  return {{vector.size()}, std::vector<double>(vector.data(), vector.data() + vector.size())};
}

NumericArray arrayOf(const Mat& matrix) {
  std::vector<double> numbers;
  numbers.reserve(std::size_t(matrix.size()));
  for (Index i = 0; i < matrix.rows(); ++i)
    for (Index j = 0; j < matrix.cols(); ++j) numbers.push_back(matrix(i, j));
  return {{matrix.rows(), matrix.cols()}, std::move(numbers)};
}

NumericArray arrayOf(std::vector<std::int64_t> numbers) {
  const Index length = Index(numbers.size());
  return {{length}, std::move(numbers)};
}

std::string npyBytes(const NumericArray& array) {
  std::string shape;
  for (const Index length : array.shape) shape += fmt::format("{}, ", length);
  if (array.shape.size() > 1) shape.resize(shape.size() - 2);
  if (array.shape.size() == 1) shape.pop_back();
  std::string header = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}), }}",
                                   array.data.index() == 0 ? "<f8" : "<i8", shape);
  // The numbers begin at a multiple of 64 bytes; the header ends in a newline.
  const std::size_t prefix = magic.size() + 4;
  header.append((64 - (prefix + header.size() + 1) % 64) % 64, ' ');
  header += '\n';
  std::string bytes(magic);
  bytes += {'\x01', '\x00', char(header.size() & 0xFF), char(header.size() >> 8)};
  bytes += header;
  std::visit(
      [&](const auto& numbers) {
        bytes.append(reinterpret_cast<const char*>(numbers.data()), numbers.size() * 8);
      },
      array.data);
  return bytes;
}

Result<NumericArray> parseNpy(std::string_view bytes, const std::string& name) {
  const auto error = [&](const std::string& what) {
    return Error{fmt::format("'{}': {}.", quotable(name, 200), what), name};
  };
  if (!bytes.starts_with(magic) || bytes.size() < 10) return error("it is no NumPy array file");
  const bool wide = bytes[6] >= 2;  // versions 2 and 3 have four bytes of header length
  const auto digit = [&](std::size_t i) {
    return i < bytes.size() ? std::size_t(static_cast<unsigned char>(bytes[i])) : 0;
  };
  std::size_t length = digit(8) + (digit(9) << 8);
  if (wide) length += (digit(10) << 16) + (digit(11) << 24);
  const std::size_t start = (wide ? 12 : 10) + length;
  if (start > bytes.size()) return error("it ends within its header");
  const std::string_view dictionary = bytes.substr(start - length, length);
  Header header;
  if (!typeFrom(entryOf(dictionary, "descr"), header))
    return error(
        fmt::format("element type {} can not be read; float64, float32, bool and whole numbers can",
                    quotable(entryOf(dictionary, "descr"), 24)));
  header.fortran = entryOf(dictionary, "fortran_order").starts_with("True");
  if (!shapeFrom(entryOf(dictionary, "shape"), header.shape))
    return error("its header has no valid shape");
  std::size_t count = 1;
  for (const Index n : header.shape) count *= std::size_t(n);
  const std::string_view raw = bytes.substr(start);
  if (raw.size() != count * header.width)
    return error(fmt::format("its shape asks for {} bytes of numbers, it has {}",
                             count * header.width, raw.size()));
  if (header.kind != 'f') {
    std::vector<std::int64_t> numbers(count);
    convertWhole(raw.data(), header, numbers);
    return arrayFrom(std::move(numbers), header);
  }
  std::vector<double> numbers(count);
  const bool swapped = header.order == '>';
  header.width == 8 ? convert<double>(raw.data(), swapped, numbers)
                    : convert<float>(raw.data(), swapped, numbers);
  return arrayFrom(std::move(numbers), header);
}

Outcome writeNpy(const std::string& path, const NumericArray& array) {
  return writeFile(path, npyBytes(array));
}

Result<NumericArray> readNpy(const std::string& path) {
  const Result<std::string> bytes = readFile(path);
  if (!bytes) return bytes.error();
  return parseNpy(*bytes, path);
}

}  // namespace thalweg
