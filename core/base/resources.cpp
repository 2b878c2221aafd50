#include "core/base/resources.h"

namespace thalweg {

std::optional<std::string_view> resource(std::string_view name) {
  for (const Resource& row : resources())
    if (row.name == name) return row.bytes;
  return std::nullopt;
}

}  // namespace thalweg
