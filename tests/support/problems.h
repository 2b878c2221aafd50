/// Problems made of a formula.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/run/problem.h"

namespace thalweg {

/// Of a formula that is right.
inline Problem formula(const std::string& text, std::vector<double> start) {
  ProblemChoice choice;
  choice.kind = "expression";
  choice.expression = text;
  choice.start = std::move(start);
  return *prepareProblem(choice);
}

}  // namespace thalweg
