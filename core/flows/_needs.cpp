#include "core/flows/flow.h"

namespace thalweg {

std::string whyUndefined(const FlowEntry& flow, Evaluator& f, const Vec& x) {
  if (flow.ofMethod)
    return "the flow " + flow.card.id + " is not defined here: it begins from what " +
           flow.ofMethod->method + " remembers, along a run that measures drift";
  if (!flow.needsThird) return "";
  Vec out(x.size());
  if (f.thirdTimes(x, Vec::Zero(x.size()), out)) return "";
  return "the flow " + flow.card.id +
         " is not defined here: it needs third derivatives, and this problem's are not known "
         "exactly";
}

}  // namespace thalweg
