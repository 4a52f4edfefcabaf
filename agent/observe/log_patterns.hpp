#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/observe/log_rule.hpp"
#include "shared/core/result.hpp"

namespace isocenter::agent {

/// What a capture is for. It decides what of it may be kept: a hash, a listed text, a number; never the text itself.
enum class CaptureUse { key, procedure, number };

/// A rule that cannot be used: which, which of its keys, and the mend.
struct LogRuleError {
  std::size_t rule = 0;
  std::string key;
  std::string what;
  bool operator==(const LogRuleError&) const = default;
};

/// Everything that is wrong with `rules`, in their order: patterns, captures nobody uses or nobody makes, captures used
/// for two things, faults that nothing reports.
std::vector<LogRuleError> check_log_rules(const std::vector<LogRule>& rules);

/// A rule that was found in a line.
struct LogMatch {
  const LogRule* rule = nullptr;  ///< lives as long as the patterns
  std::map<std::string, std::string_view, std::less<>> captures;
};

/// A profile's rules, compiled once and shared by all its log files. Immutable; any thread may ask.
class LogPatterns {
 public:
  /// ErrorKind::invalid for the first of check_log_rules.
  static Result<std::shared_ptr<const LogPatterns>> make(const LogRules& rules);
  ~LogPatterns();

  /// The rules found in `line`, in their order. Linear in the line's length, memory bounded.
  std::vector<LogMatch> match(std::string_view line) const;
  const LogRules& rules() const;
  /// What the capture is for; nothing where no rule uses it.
  std::optional<CaptureUse> use_of(std::string_view capture) const;

 private:
  LogPatterns();
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace isocenter::agent
