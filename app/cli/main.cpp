// thalweg-cli: everything the window can run, without one.
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <iostream>

#include "app/cli/cli.h"
#include "core/base/text.h"

namespace {

volatile std::sig_atomic_t interruptions = 0;

void onInterrupt(int) { interruptions = interruptions + 1; }

const std::vector<std::string> verbs{"list",  "eval",     "run",   "derivatives", "landscape",
                                     "drift", "spectrum", "sweep", "interpolate"};

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

/// The names of a verb's options, `--steps` and so on.
std::vector<std::string> optionsOf(CLI::App& verb) {
  std::vector<std::string> names;
  for (const CLI::Option* option : verb.get_options())
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

/// A misspelt option or a word too many, as it was written.
int refuseWord(CLI::App& verb, int count, char** words) {
  const std::vector<std::string> known = optionsOf(verb);
  for (int i = 2; i < count; ++i) {
    const std::string word = std::string(words[i]).substr(0, std::string(words[i]).find('='));
    if (!word.starts_with("-") || std::find(known.begin(), known.end(), word) != known.end())
      continue;
    const std::string near = thalweg::nearest(word, known);
    return thalweg::cli::refuse(
        {fmt::format(
             "'{}' is not an option of {}; {}", thalweg::quotable(word), verb.get_name(),
             near.empty() ? "it has " + thalweg::joined(known) : "did you mean '" + near + "'?"),
         word});
  }
  const std::vector<std::string> left = verb.remaining();
  const std::string word = left.empty() ? "" : left.front();
  return thalweg::cli::refuse(
      {fmt::format("{}: '{}' is one word too many; options are {}", verb.get_name(),
                   thalweg::quotable(word), thalweg::joined(known)),
       word});
}

/// The parser's own complaint, with the nearest verb where a verb is misspelt.
int refuseParse(CLI::App& parser, const CLI::ParseError& problem, int count, char** words) {
  const std::string first = count > 1 ? words[1] : "";
  if (first.empty())
    return thalweg::cli::refuse(
        {"a verb is missing: " + thalweg::joined(verbs) + "; --help tells more", ""});
  if (first.front() != '-' && std::find(verbs.begin(), verbs.end(), first) == verbs.end()) {
    const std::string near = thalweg::nearest(first, verbs);
    return thalweg::cli::refuse({fmt::format("'{}' is not a verb; {}", thalweg::quotable(first),
                                             near.empty() ? "it may be " + thalweg::joined(verbs)
                                                          : "did you mean '" + near + "'?"),
                                 first});
  }
  if (first.front() == '-')
    return thalweg::cli::refuse({fmt::format("'{}' stands where a verb is expected: {}",
                                             thalweg::quotable(first), thalweg::joined(verbs)),
                                 first});
  if (problem.get_exit_code() == int(CLI::ExitCodes::ExtrasError))
    return refuseWord(*parser.get_subcommand(first), count, words);
  return thalweg::cli::refuse(
      {fmt::format("{}: {}", first, thalweg::quotable(problem.what(), 400)), first});
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
  thalweg::cli::addSpectrum(parser, action);
  thalweg::cli::addSweep(parser, action);
  thalweg::cli::addInterpolate(parser, action);
  try {
    parser.parse(count, words);
    return action();
  } catch (const CLI::Success& help) {
    return parser.exit(help);
  } catch (const CLI::ParseError& problem) {
    return refuseParse(parser, problem, count, words);
  } catch (const std::exception& problem) {
    return thalweg::cli::refuse({problem.what(), ""});
  }
}
