#include "core/run/convolution_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.h"
#include "core/run/toml_table.h"

namespace thalweg {
namespace {

constexpr std::int64_t mostChannels = 1024;
const std::vector<std::string> pools{"average", "max", "none"};

Error error(const std::string& what) { return {"problem.convolution" + what, "convolution"}; }

}  // namespace

Outcome readConvolution(const toml::node& node, NetworkChoice& network) {
  if (!node.is_table())
    return error(
        fmt::format(" = {} is not a table such as {{ channels = [8, 16], pool = "
                    "\"average\" }}",
                    shown(node)));
  TomlTable table(*node.as_table(), "problem.convolution");
  const Result<std::string> pool = table.text("pool", network.pool);
  if (!pool) return pool.error();
  if (std::find(pools.begin(), pools.end(), *pool) == pools.end())
    return error(
        fmt::format(".pool = '{}' is not allowed; {}", quotable(*pool), suggestion(*pool, pools)));
  const toml::node* channels = table.take("channels");
  if (channels == nullptr)
    return error(".channels is missing: the number of channels of each convolution");
  if (!channels->is_array())
    return error(fmt::format(".channels = {} is not a list of whole numbers", shown(*channels)));
  network.channels.clear();
  for (const toml::node& item : *channels->as_array()) {
    const toml::value<std::int64_t>* number = item.as_integer();
    if (number == nullptr || **number < 1 || **number > mostChannels)
      return error(fmt::format(".channels: {} is not allowed: whole numbers 1 to {}", shown(item),
                               mostChannels));
    network.channels.push_back(**number);
  }
  network.pool = *pool;
  return table.nothingLeft({"channels", "pool"});
}

std::string convolutionLine(const NetworkChoice& network) {
  if (network.channels.empty()) return "";
  return fmt::format("convolution = {{ channels = [{}], pool = {} }}\n",
                     fmt::join(network.channels, ", "), inQuotes(network.pool));
}

}  // namespace thalweg
