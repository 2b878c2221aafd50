#include "core/run/noise.h"

#include "app/cli/cli.h"
#include "app/cli/noise.h"

namespace thalweg::cli {
namespace {

/// A value with its error, null where there is none.
void put(nlohmann::ordered_json& to, const std::string& name, const Estimate& estimate) {
  to[name] = numberOrNull(estimate.value);
  to[name + "_error"] = numberOrNull(estimate.error);
}

nlohmann::ordered_json conditionsJson(const Result<SgdConditions>& found, bool replacement) {
  if (!found) return {{"why_not", found.error().what}};
  return {{"samples", found->samples},
          {"batch", found->batch},
          {"replacement", replacement},
          {"trace", found->trace},
          {"largest", found->largest},
          {"frobenius", found->frobenius},
          {"critical_rate_identity", found->identity},
          {"critical_rate_jensen", found->jensen},
          {"critical_rate_hessian", found->hessian},
          {"critical_rate_descent", found->descent},
          {"critical_rate_exact", numberOrNull(found->exact)},
          {"largest_residual", found->largestResidual},
          {"trace_error", 0.0},  // sums over the samples that are named, not estimates
          {"frobenius_error", 0.0}};
}

}  // namespace

nlohmann::ordered_json noiseJson(Evaluator& f, const Vec& x, const RunChoice& run, Index batch,
                                 bool& stopped, bool& finite) {
  const Index n = f.objective().asFiniteSum()->samples();
  if (batch == 0) batch = run.batch > 0 ? Index(run.batch) : n;
  const NoiseResult found =
      noiseAt(f, x, {.batch = batch, .seed = std::uint64_t(run.seed)}, interrupted);
  nlohmann::ordered_json json{
      {"samples", n}, {"loss", found.loss}, {"gradient_norm", std::sqrt(found.gradientSquare)}};
  put(json, "trace", found.trace);
  json["eigenvalues"] = nlohmann::ordered_json::array();
  json["residuals"] = nlohmann::ordered_json::array();
  for (Index k = 0; k < found.values.size(); ++k) {
    json["eigenvalues"].push_back(found.values[k]);
    json["residuals"].push_back(found.residuals[k]);
  }
  put(json, "trace_with_hessian", found.curved);
  put(json, "frobenius", found.frobenius);
  put(json, "alignment", found.alignment);
  json["batch"] = batch;
  put(json, "batch_sharpness", found.batchSharpness);
  json["hessian_vector_products"] = found.products;
  json["gradient_evaluations"] = found.gradients;
  json["seconds"] = found.seconds;
  stopped = found.stopped;
  finite = found.finite;
  if (stopped || !finite) return json;
  const bool replacement = run.sampling == "replacement";
  const Result<SgdConditions> conditions = sgdConditions(f, x, batch, replacement, interrupted);
  json["conditions"] = conditionsJson(conditions, replacement);
  stopped = conditions && conditions->stopped;
  return json;
}

}  // namespace thalweg::cli
