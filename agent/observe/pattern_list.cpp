#include "agent/observe/pattern_list.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include <fmt/format.h>

#include "agent/observe/re2_options.hpp"

namespace isocenter::agent {

struct PatternList::Compiled {
  std::vector<std::unique_ptr<RE2>> patterns;
};

std::optional<std::string> pattern_error(std::string_view pattern) {
  const RE2 compiled{piece(pattern), byte_patterns()};
  if (compiled.ok()) return std::nullopt;
  return fmt::format("is no RE2 pattern: {}; RE2 knows neither look-around nor back-references", compiled.error());
}

PatternList::PatternList(std::initializer_list<std::string> patterns)
    : PatternList{std::vector<std::string>{patterns}} {}

PatternList::PatternList(const std::vector<std::string>& patterns) : texts_{patterns} {
  RE2::Options options = byte_patterns();
  options.set_case_sensitive(false);
  auto compiled = std::make_shared<Compiled>();
  for (const std::string& text : texts_) {
    compiled->patterns.push_back(std::make_unique<RE2>(text, options));
    assert(compiled->patterns.back()->ok());
  }
  compiled_ = std::move(compiled);
}

bool PatternList::is_found_in(std::string_view text) const {
  if (!compiled_) return false;
  return std::any_of(compiled_->patterns.begin(), compiled_->patterns.end(),
                     [text](const auto& pattern) { return RE2::PartialMatch(piece(text), *pattern); });
}

}  // namespace isocenter::agent
