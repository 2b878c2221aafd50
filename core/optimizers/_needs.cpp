#include <fmt/format.h>

#include "core/base/text.h"
#include "core/optimizers/optimizer.h"

namespace thalweg {

std::string textOf(const Needs& needs) {
  std::vector<std::string> parts;
  if (needs.value) parts.push_back("values of f");
  if (needs.hessian) parts.push_back("the Hessian");
  if (needs.residuals)
    parts.push_back("a mean of squared residuals");
  else if (needs.data)
    parts.push_back("a mean over data");
  if (needs.matrices) parts.push_back("layers with weight matrices");
  if (needs.largest > 0) parts.push_back(fmt::format("at most {} parameters", needs.largest));
  return joined(parts);
}

std::string lackOf(const Needs& needs, const std::string& who, const Objective& objective) {
  const FiniteSum* sum = objective.asFiniteSum();
  if ((needs.data || needs.residuals) && !sum)
    return fmt::format("{} needs a mean over data; this problem is a plain function", who);
  if (needs.residuals && sum->residualsPerSample() == 0)
    return fmt::format("{} needs a mean of squared residuals; this loss has none", who);
  if (needs.matrices && objective.blocks().empty())
    return fmt::format("{} needs layers with weight matrices; this problem has none", who);
  if (needs.largest > 0 && objective.dimension() > needs.largest)
    return fmt::format("{} keeps dense matrices of at most {} parameters; this problem has {}", who,
                       needs.largest, objective.dimension());
  return {};
}

}  // namespace thalweg
