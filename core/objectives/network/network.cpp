#include "core/objectives/network/network.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/objectives/network/activation.h"
#include "core/objectives/network/initialisation.h"
#include "core/objectives/network/loss.h"
#include "core/objectives/network/precisions.h"

namespace thalweg {
namespace {

constexpr double mostParameters = 2e7, mostDecay = 1e6;

template <class Row>
const Row* rowOf(const std::vector<Row>& rows, const std::string& id) {
  for (const Row& row : rows)
    if (row.card.id == id) return &row;
  return nullptr;
}

template <class Row>
Error unknown(const char* key, const std::string& id, const std::vector<Row>& rows) {
  std::vector<std::string> names;
  for (const Row& row : rows) names.push_back(row.card.id);
  const std::string near = nearest(id, names);
  return {
      fmt::format("{} = '{}' is unknown{}; {} are allowed.", key, quotable(id, 60),
                  near.empty() ? "" : fmt::format(" (did you mean '{}'?)", near), joined(names)),
      key};
}

Index outputsFor(const LossEntry& loss, const Dataset& data) {
  return loss.needs == TargetsNeeded::twoClasses ? 1 : data.outputs();
}

Outcome checkedLayers(const std::vector<Index>& layers, const Dataset& data,
                      const LossEntry& loss) {
  const std::string shown = quotable(fmt::format("layers = [{}]", fmt::join(layers, ", ")), 120);
  const auto error = [&](const std::string& what) {
    return Error{fmt::format("{} is not allowed: {}.", shown, what), "layers"};
  };
  const std::string name = quotable(data.name, 120);
  if (layers.size() < 2)
    return error("inputs and outputs at least are needed, such as [64, 32, 10]");
  double parameters = 0.0;
  for (std::size_t l = 0; l < layers.size(); ++l) {
    if (layers[l] < 1) return error("every layer has a width of at least 1");
    if (l > 0) parameters += double(layers[l]) * double(layers[l - 1] + 1);
  }
  if (parameters > mostParameters)
    return error(fmt::format("it has {} parameters, {} are the most", shortest(parameters),
                             shortest(mostParameters)));
  if (layers.front() != data.features())
    return error(
        fmt::format("the first is the number of features, and '{}' has {}", name, data.features()));
  if (layers.back() == outputsFor(loss, data)) return Done{};
  if (loss.needs == TargetsNeeded::twoClasses)
    return error(fmt::format("the last is 1 for loss = '{}'", loss.card.id));
  if (data.classes == 0) return error(fmt::format("the last is 1 for regression on '{}'", name));
  return error(
      fmt::format("the last is the number of classes, and '{}' has {}", name, data.classes));
}

Outcome checkedConvolution(const NetworkSpec& spec) {
  const Convolution& stack = spec.convolution;
  const auto error = [&](const std::string& what) {
    return Error{fmt::format("convolution = {{ channels = [{}], pool = '{}' }} is not allowed: {}.",
                             quotable(fmt::format("{}", fmt::join(stack.channels, ", ")), 60),
                             quotable(stack.pool, 40), what),
                 "convolution"};
  };
  if (const std::string problem = convolutionProblem(spec); !problem.empty()) return error(problem);
  double parameters = 0.0;
  for (const LayerPlan& layer : layerPlan(spec))
    if (layer.hasParameters()) parameters += double(layer.rows()) * double(layer.cols() + 1);
  if (parameters > mostParameters)
    return error(fmt::format("with it the network has {} parameters, {} are the most",
                             shortest(parameters), shortest(mostParameters)));
  return Done{};
}

}  // namespace

NetworkObjective::NetworkObjective(NetworkSpec spec, std::shared_ptr<const Dataset> data)
    : m_spec(std::move(spec)), m_data(std::move(data)), m_blocks(parameterBlocks(m_spec)) {
  m_dimension = m_blocks.back().offset + m_blocks.back().rows * m_blocks.back().cols;
}

bool NetworkObjective::fisherTimes(const Vec& x, const Vec& v, Vec& fv, Scratch* scratch) const {
  if (!rowOf(allLosses(), m_spec.loss)->likelihood) return false;
  gaussNewtonTimes(x, v, fv, scratch);
  if (m_spec.weightDecay != 0.0) fv -= m_spec.weightDecay * v;
  return true;
}

bool lossNeedsClasses(const std::string& loss) {
  const LossEntry* row = rowOf(allLosses(), loss);
  return row != nullptr && row->needs != TargetsNeeded::any;
}

Index outputsFor(const std::string& loss, const Dataset& data) {
  const LossEntry* row = rowOf(allLosses(), loss);
  return row == nullptr ? data.outputs() : outputsFor(*row, data);
}

Result<std::shared_ptr<const NetworkObjective>> makeNetwork(const NetworkSpec& spec,
                                                            std::shared_ptr<const Dataset> data) {
  const Activation* activation = rowOf(allActivations(), spec.activation);
  if (activation == nullptr) return unknown("activation", spec.activation, allActivations());
  const LossEntry* loss = rowOf(allLosses(), spec.loss);
  if (loss == nullptr) return unknown("loss", spec.loss, allLosses());
  if (loss->needs != TargetsNeeded::any && data->classes == 0)
    return Error{
        fmt::format("loss = '{}' needs classes, and '{}' with target '{}' is a regression.",
                    spec.loss, quotable(data->name, 120), quotable(data->targetName, 60)),
        "loss"};
  if (loss->needs == TargetsNeeded::twoClasses && data->classes != 2)
    return Error{fmt::format("loss = '{}' needs two classes, and '{}' has {}.", spec.loss,
                             quotable(data->name, 120), data->classes),
                 "loss"};
  if (!(spec.weightDecay >= 0.0 && spec.weightDecay <= mostDecay))
    return Error{fmt::format("weight_decay = {} is not allowed: 0 to {}.",
                             shortest(spec.weightDecay), shortest(mostDecay)),
                 "weight_decay"};
  if (const Outcome fits = checkedLayers(spec.layers, *data, *loss); !fits) return fits.error();
  if (const Outcome fits = checkedConvolution(spec); !fits) return fits.error();
  if (spec.precision == "float64")
    return makeFloat64(spec, std::move(data), *activation, loss->kind);
  if (spec.precision == "float32")
    return makeFloat32(spec, std::move(data), *activation, loss->kind);
  return Error{fmt::format("precision = '{}' is not allowed: float64, float32.",
                           quotable(spec.precision, 60)),
               "precision"};
}

}  // namespace thalweg
