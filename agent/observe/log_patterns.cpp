#include "agent/observe/log_patterns.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <re2/set.h>

#include "agent/observe/pattern_list.hpp"
#include "agent/observe/re2_options.hpp"

namespace isocenter::agent {
namespace {

constexpr int max_groups = 16;

struct Use {
  std::string key;  ///< the rule's key that uses it
  std::string capture;
  CaptureUse use;
};

std::vector<Use> uses(const LogRule& rule) {
  std::vector<Use> found;
  const auto note = [&found](std::string key, const LogCapture& capture, CaptureUse use) {
    if (!capture.name.empty()) found.push_back({std::move(key), capture.name, use});
  };
  note("key", rule.key, CaptureUse::key);
  note("procedure", rule.procedure, CaptureUse::procedure);
  note("estimate_s", rule.estimate_s, CaptureUse::number);
  note("value", rule.value, CaptureUse::number);
  return found;
}

using CaptureUses = std::map<std::string, CaptureUse, std::less<>>;

CaptureUses uses(const std::vector<LogRule>& rules) {
  CaptureUses all;
  for (const LogRule& rule : rules) {
    for (const Use& one : uses(rule)) all.emplace(one.capture, one.use);
  }
  return all;
}

/// Looks through the rules for what is wrong, keeping what they know of each other.
class Check {
 public:
  explicit Check(const std::vector<LogRule>& rules) : rules_{rules}, used_{uses(rules)} {
    for (const LogRule& rule : rules) {
      remembered_.insert(rule.remember.begin(), rule.remember.end());
      if (rule.means == LogMeaning::fault_reported) reported_.insert(rule.code);
    }
  }

  std::vector<LogRuleError> run() {
    for (at_ = 0; at_ < rules_.size(); ++at_) {
      check_name(rules_[at_]);
      check_captures(rules_[at_]);
      check_fault(rules_[at_]);
    }
    return std::move(errors_);
  }

 private:
  void note(std::string key, std::string what) { errors_.push_back({at_, std::move(key), std::move(what)}); }

  void check_name(const LogRule& rule) {
    if (rule.name.empty()) return note("name", "must not be empty");
    const auto same = [&rule](const LogRule& other) { return other.name == rule.name; };
    if (std::find_if(rules_.begin(), rules_.end(), same) - rules_.begin() != static_cast<std::ptrdiff_t>(at_)) {
      note("name", fmt::format("\"{}\" names an earlier rule; give each its own", rule.name));
    }
  }

  void check_captures(const LogRule& rule) {
    if (const auto error = pattern_error(rule.match)) return note("match", *error);
    const RE2 pattern{rule.match, byte_patterns()};
    const auto& groups = pattern.NamedCapturingGroups();
    if (pattern.NumberOfCapturingGroups() > max_groups) note("match", "has over 16 groups; use (?: ) where you can");
    for (const auto& [group, index] : groups) {
      if (!used_.contains(group)) {
        note("match", fmt::format("nothing uses the capture \"{}\"; use (?: ) or name it in a rule's key", group));
      }
    }
    for (const std::string& name : rule.remember) {
      if (!groups.contains(name)) {
        note("remember", fmt::format("\"{0}\" is no group of this rule's match; write (?P<{0}>…) there", name));
      }
    }
    for (const Use& one : uses(rule)) {
      if (!groups.contains(one.capture) && !remembered_.contains(one.capture)) {
        note(one.key, fmt::format("no rule captures \"{0}\"; write (?P<{0}>…) in a match", one.capture));
      }
      if (used_.at(one.capture) != one.use) {
        note(one.key,
             fmt::format("\"{}\" already serves another purpose; give this one a name of its own", one.capture));
      }
    }
  }

  void check_fault(const LogRule& rule) {
    if (rule.means == LogMeaning::fault_repaired && !reported_.contains(rule.code)) {
      note("code",
           fmt::format("no rule reports \"{}\"; spell it as the rule with means = \"fault.reported\"", rule.code));
    }
  }

  const std::vector<LogRule>& rules_;
  CaptureUses used_;
  std::set<std::string> remembered_;
  std::set<std::string> reported_;
  std::vector<LogRuleError> errors_;
  std::size_t at_ = 0;
};

}  // namespace

struct LogPatterns::Compiled {
  LogRules rules;
  CaptureUses use;
  std::vector<std::unique_ptr<RE2>> patterns;
  std::unique_ptr<RE2::Set> any;  ///< tells in one pass which rules to look at closer

  /// Indices of the rules found in `line`, ascending. Where the automaton outgrows its memory: all of them.
  std::vector<int> candidates(std::string_view line) const {
    std::vector<int> found;
    RE2::Set::ErrorInfo error{RE2::Set::kNoError};
    if (any->Match(piece(line), &found, &error) || error.kind == RE2::Set::kNoError) {
      std::sort(found.begin(), found.end());
      return found;
    }
    found.clear();
    for (std::size_t i = 0; i < patterns.size(); ++i) found.push_back(static_cast<int>(i));
    return found;
  }
};

std::vector<LogRuleError> check_log_rules(const std::vector<LogRule>& rules) { return Check{rules}.run(); }

LogPatterns::LogPatterns() : compiled_{std::make_unique<Compiled>()} {}
LogPatterns::~LogPatterns() = default;

Result<std::shared_ptr<const LogPatterns>> LogPatterns::make(const LogRules& rules) {
  for (const LogRuleError& error : check_log_rules(rules.rules)) {
    const std::string& name = rules.rules[error.rule].name;
    return fail(ErrorKind::invalid, fmt::format("log rule \"{}\", {}", name, error.key), error.what);
  }
  std::shared_ptr<LogPatterns> made{new LogPatterns};
  Compiled& compiled = *made->compiled_;
  compiled.rules = rules;
  compiled.use = uses(rules.rules);
  compiled.any = std::make_unique<RE2::Set>(byte_patterns(16 << 20), RE2::UNANCHORED);
  for (const LogRule& rule : rules.rules) {
    compiled.patterns.push_back(std::make_unique<RE2>(rule.match, byte_patterns()));
    compiled.any->Add(rule.match, nullptr);
  }
  if (!compiled.any->Compile()) {
    return fail(ErrorKind::invalid, "log rules", "are too large together; shorten counted repeats such as {1000}");
  }
  return std::shared_ptr<const LogPatterns>{std::move(made)};
}

std::vector<LogMatch> LogPatterns::match(std::string_view line) const {
  std::vector<LogMatch> matches;
  for (const int index : compiled_->candidates(line)) {
    const RE2& pattern = *compiled_->patterns[static_cast<std::size_t>(index)];
    std::array<re2::StringPiece, max_groups + 1> groups;
    const int count = pattern.NumberOfCapturingGroups() + 1;
    if (!pattern.Match(piece(line), 0, line.size(), RE2::UNANCHORED, groups.data(), count)) continue;
    LogMatch match{&compiled_->rules.rules[static_cast<std::size_t>(index)], {}};
    for (const auto& [name, group] : pattern.NamedCapturingGroups()) {
      const re2::StringPiece found = groups[static_cast<std::size_t>(group)];
      if (found.data() != nullptr) match.captures.emplace(name, view(found));
    }
    matches.push_back(std::move(match));
  }
  return matches;
}

const LogRules& LogPatterns::rules() const { return compiled_->rules; }

std::optional<CaptureUse> LogPatterns::use_of(std::string_view capture) const {
  const auto found = compiled_->use.find(capture);
  return found == compiled_->use.end() ? std::nullopt : std::optional{found->second};
}

}  // namespace isocenter::agent
