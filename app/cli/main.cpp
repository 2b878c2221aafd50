// thalweg-cli: everything the window can run, without one.
#include <csignal>
#include <cstdio>
#include <iostream>

#include <fmt/format.h>

#include "app/cli/cli.h"
#include "core/base/text.h"

namespace {

volatile std::sig_atomic_t interruptions = 0;

void onInterrupt(int) { interruptions = interruptions + 1; }

const std::vector<std::string> verbs{"list", "eval", "run", "derivatives", "landscape", "drift"};

}  // namespace

namespace thalweg::cli {

bool interrupted() { return interruptions > 0; }

int refuse(const Error& error) {
  std::string line = "thalweg-cli: " + error.what;
  for (char& c : line)
    if (static_cast<unsigned char>(c) < 32) c = ' ';
  if (line.size() > 480) line = quotable(line, 480);
  std::fprintf(stderr, "%s\n", line.c_str());
  return wrongRequest;
}

}  // namespace thalweg::cli

namespace {

/// The parser's own complaint, with the nearest verb where a verb is misspelt.
int refuseParse(const CLI::ParseError& problem, int count, char** words) {
  const std::string first = count > 1 ? words[1] : "";
  if (first.empty())
    return thalweg::cli::refuse({"a verb is missing: " + thalweg::joined(verbs) + "; --help tells more", ""});
  if (first.front() != '-' && std::find(verbs.begin(), verbs.end(), first) == verbs.end()) {
    const std::string near = thalweg::nearest(first, verbs);
    return thalweg::cli::refuse({fmt::format("'{}' is not a verb; {}", thalweg::quotable(first),
                                             near.empty() ? "it may be " + thalweg::joined(verbs) : "did you mean '" + near + "'?"),
                                 first});
  }
  return thalweg::cli::refuse({fmt::format("{}: {}", first, thalweg::quotable(problem.what(), 400)), first});
}

}  // namespace

int main(int count, char** words) {
  std::signal(SIGINT, onInterrupt);
  std::signal(SIGTERM, onInterrupt);
  CLI::App parser{"Thalweg: see how optimizers move, without a window."};
  parser.set_version_flag("--version", "thalweg-cli 0.1.0");
  parser.require_subcommand(1);
  thalweg::cli::Action action;
  thalweg::cli::addList(parser, action);
  thalweg::cli::addEval(parser, action);
  thalweg::cli::addRun(parser, action);
  thalweg::cli::addDerivatives(parser, action);
  thalweg::cli::addLandscape(parser, action);
  thalweg::cli::addDrift(parser, action);
  try {
    parser.parse(count, words);
    return action();
  } catch (const CLI::Success& help) {
    return parser.exit(help);
  } catch (const CLI::ParseError& problem) {
    return refuseParse(problem, count, words);
  } catch (const std::exception& problem) {
    return thalweg::cli::refuse({problem.what(), ""});
  }
}
