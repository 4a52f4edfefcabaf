#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "collector/state/log_row.hpp"

/// Pure: the words of `verify --event` -> the events they name.
namespace isocenter::collector {

/// An event as somebody names it, with what the statement printed beside the name, where that was copied too.
struct NamedEvent {
  EventId id;
  std::optional<std::int64_t> log_row;
  std::optional<Digest> digest;
  bool operator==(const NamedEvent&) const = default;
};

/// Each is NODE EPOCH NUMBER or, as statements print it, NODE/EPOCH/NUMBER, in the latter case word for word also with
/// what follows there: "· log row N · digest D". Blanks within a word part it. ErrorKind::invalid names the word
/// and the mend.
Result<std::vector<NamedEvent>> parse_event_names(std::span<const std::string> words);

}  // namespace isocenter::collector
