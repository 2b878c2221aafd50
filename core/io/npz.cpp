#include "core/io/npz.h"

#include <fmt/format.h>
#include <zlib.h>

#include <cstring>
#include <limits>

#include "core/base/text.h"
#include "core/io/file.h"

// ZIP as in PKWARE's APPNOTE 6.3: local entries, then the central directory, then its end record.
// Archives from NumPy carry ZIP64 fields in local entries; the sizes in the central directory are
// the ones that count, so those are passed over.
namespace thalweg {
namespace {

constexpr std::uint32_t localMark = 0x04034b50, centralMark = 0x02014b50, endMark = 0x06054b50;
constexpr std::size_t localSize = 30, centralSize = 46, endSize = 22;
constexpr std::uint16_t fixedDate = 0x21;  // 1 January 1980, the format's first day
constexpr std::size_t largest = std::numeric_limits<std::uint32_t>::max();

template <class T>
void put(std::string& bytes, T value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

template <class T>
T take(std::string_view bytes, std::size_t at) {
  T value{};
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

std::uint32_t checksum(std::string_view bytes) {
  return std::uint32_t(crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

Bytef* input(std::string_view bytes) {
  return reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
}

/// Raw deflate, as ZIP wants it (no zlib header).
std::string deflated(std::string_view bytes) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, uLong(bytes.size())), '\0');
  stream.next_in = input(bytes);
  stream.avail_in = uInt(bytes.size());
  stream.next_out = input(packed);
  stream.avail_out = uInt(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

/// True where `packed` unpacks to exactly `size` bytes.
bool inflated(std::string_view packed, std::size_t size, std::string& bytes) {
  if (size / 1032 > packed.size())
    return false;  // deflate packs no denser: a damaged size, not worth the memory
  bytes.resize(size);
  z_stream stream{};
  if (inflateInit2(&stream, -15) != Z_OK) return false;
  stream.next_in = input(packed);
  stream.avail_in = uInt(packed.size());
  stream.next_out = input(bytes);
  stream.avail_out = uInt(size);
  const int status = inflate(&stream, Z_FINISH);
  const bool good = status == Z_STREAM_END && stream.total_out == size;
  inflateEnd(&stream);
  return good;
}

struct Entry {
  std::string name;
  std::uint16_t method = 0;
  std::uint32_t crc = 0, packedSize = 0, size = 0, offset = 0;
};

/// The rows of the central directory; nothing where there is none that holds together.
std::vector<Entry> directoryOf(std::string_view bytes) {
  std::vector<Entry> entries;
  if (bytes.size() < endSize) return entries;
  std::size_t end = bytes.size() - endSize;
  while (take<std::uint32_t>(bytes, end) != endMark)
    if (end-- == 0) return entries;
  std::size_t at = take<std::uint32_t>(bytes, end + 16);
  for (int left = take<std::uint16_t>(bytes, end + 10); left > 0; --left) {
    if (at + centralSize > bytes.size() || take<std::uint32_t>(bytes, at) != centralMark) return {};
    const std::size_t name = take<std::uint16_t>(bytes, at + 28),
                      extra = take<std::uint16_t>(bytes, at + 30),
                      comment = take<std::uint16_t>(bytes, at + 32);
    if (at + centralSize + name > bytes.size()) return {};
    entries.push_back({std::string(bytes.substr(at + centralSize, name)),
                       take<std::uint16_t>(bytes, at + 10), take<std::uint32_t>(bytes, at + 16),
                       take<std::uint32_t>(bytes, at + 20), take<std::uint32_t>(bytes, at + 24),
                       take<std::uint32_t>(bytes, at + 42)});
    at += centralSize + name + extra + comment;
  }
  return entries;
}

/// The unpacked bytes of an entry, or the reason why there are none.
Result<std::string> contentOf(std::string_view bytes, const Entry& entry) {
  const auto error = [&](const std::string& what) { return Error{what, entry.name}; };
  if (entry.offset + localSize > bytes.size() ||
      take<std::uint32_t>(bytes, entry.offset) != localMark)
    return error("is damaged");
  const std::size_t start = entry.offset + localSize +
                            take<std::uint16_t>(bytes, entry.offset + 26) +
                            take<std::uint16_t>(bytes, entry.offset + 28);
  if (start > bytes.size() || entry.packedSize > bytes.size() - start) return error("is cut off");
  const std::string_view packed = bytes.substr(start, entry.packedSize);
  std::string content;
  if (entry.method == 0)
    content = packed;
  else if (entry.method != 8)
    return error(fmt::format("is packed by method {}; stored (0) and deflated (8) can be read",
                             entry.method));
  else if (!inflated(packed, entry.size, content))
    return error("is damaged");
  if (content.size() != entry.size || checksum(content) != entry.crc)
    return error("is damaged: its checksum does not fit");
  return content;
}

}  // namespace

void NpzWriter::add(const std::string& name, const NumericArray& array) {
  const std::string content = npyBytes(array);
  if (content.size() >= largest / 2 || m_body.size() + content.size() >= largest / 2) {
    m_tooLarge = true;
    return;
  }
  Member member;
  member.name = name + ".npy";
  member.method = m_packing == Packing::deflated ? 8 : 0;
  const std::string packed = m_packing == Packing::deflated ? deflated(content) : content;
  member.crc = checksum(content);
  member.packedSize = std::uint32_t(packed.size());
  member.size = std::uint32_t(content.size());
  member.offset = std::uint32_t(m_body.size());
  put(m_body, localMark);
  for (const std::uint16_t field :
       {std::uint16_t(20), std::uint16_t(0), member.method, std::uint16_t(0), fixedDate})
    put(m_body, field);
  for (const std::uint32_t field : {member.crc, member.packedSize, member.size}) put(m_body, field);
  put(m_body, std::uint16_t(member.name.size()));
  put(m_body, std::uint16_t(0));
  m_body += member.name + packed;
  m_members.push_back(std::move(member));
}

std::string NpzWriter::bytes() const {
  std::string bytes = m_body;
  for (const Member& m : m_members) {
    put(bytes, centralMark);
    for (const std::uint16_t field : {std::uint16_t(20), std::uint16_t(20), std::uint16_t(0),
                                      m.method, std::uint16_t(0), fixedDate})
      put(bytes, field);
    for (const std::uint32_t field : {m.crc, m.packedSize, m.size}) put(bytes, field);
    put(bytes, std::uint16_t(m.name.size()));
    bytes.append(12, '\0');  // no extra field, no comment, first disk, no attributes
    put(bytes, m.offset);
    bytes += m.name;
  }
  const std::uint32_t directory = std::uint32_t(bytes.size() - m_body.size());
  const std::uint16_t count = std::uint16_t(m_members.size());
  put(bytes, endMark);
  put(bytes, std::uint32_t(0));
  put(bytes, count);
  put(bytes, count);
  put(bytes, directory);
  put(bytes, std::uint32_t(m_body.size()));
  put(bytes, std::uint16_t(0));
  return bytes;
}

Outcome NpzWriter::write(const std::string& path) const {
  if (m_tooLarge || m_members.size() >= 0xFFFF)
    return Error{
        fmt::format("'{}' can not be written: an archive holds less than 2 GiB and 65,535 arrays.",
                    quotable(path, 200)),
        path};
  return writeFile(path, bytes());
}

Result<std::map<std::string, NumericArray>> parseNpz(std::string_view bytes,
                                                     const std::string& name) {
  const std::vector<Entry> entries = directoryOf(bytes);
  if (entries.empty())
    return Error{
        fmt::format("'{}': it is no NumPy archive, or a damaged one.", quotable(name, 200)), name};
  std::map<std::string, NumericArray> arrays;
  for (const Entry& entry : entries) {
    const Result<std::string> content = contentOf(bytes, entry);
    if (!content)
      return Error{fmt::format("'{}': its array '{}' {}.", quotable(name, 200),
                               quotable(entry.name, 60), content.error().what),
                   name};
    Result<NumericArray> array = parseNpy(*content, name + "/" + entry.name);
    if (!array) return array.error();
    const bool ending = entry.name.ends_with(".npy");
    arrays.emplace(entry.name.substr(0, entry.name.size() - (ending ? 4 : 0)), std::move(*array));
  }
  return arrays;
}

Result<std::map<std::string, NumericArray>> readNpz(const std::string& path) {
  const Result<std::string> bytes = readFile(path);
  if (!bytes) return bytes.error();
  return parseNpz(*bytes, path);
}

}  // namespace thalweg
