#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isocenter::agent {

/// Why `pattern` is no RE2 pattern that can be used here, with the mend; nothing where it is one.
std::optional<std::string> pattern_error(std::string_view pattern);

/// RE2 patterns, compiled once, searched for without case. A value; copies share what is compiled. Thread-safe to ask.
class PatternList {
 public:
  PatternList() = default;
  /// For patterns known to be good; asserts it.
  PatternList(std::initializer_list<std::string> patterns);
  explicit PatternList(const std::vector<std::string>& patterns);

  /// Whether any of them is found in `text`, whatever bytes it holds.
  bool is_found_in(std::string_view text) const;
  const std::vector<std::string>& texts() const { return texts_; }
  bool operator==(const PatternList& other) const { return texts_ == other.texts_; }

 private:
  struct Compiled;
  std::vector<std::string> texts_;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace isocenter::agent
