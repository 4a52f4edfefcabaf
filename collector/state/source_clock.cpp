#include "collector/state/source_clock.hpp"

#include <algorithm>

namespace isocenter::collector {
namespace {

constexpr std::size_t messages_counted = 20;
std::size_t first_of(std::size_t last) { return last < messages_counted ? 0 : last - messages_counted; }

constexpr std::chrono::seconds nothing_under{2};

}  // namespace

SourceClock::SourceClock(const Rows& said) {
  for (const LogRow* row : said) {
    const auto* ended = body_as<ExamEnded>(row);
    if (ended == nullptr) continue;
    if (const auto known = lag(*row, ended->at)) messages_.push_back({row, *known});
  }
}

std::optional<Milliseconds> SourceClock::lag(const LogRow& row, std::optional<Instant> at) {
  const auto told = heeded(row, at);
  return told ? std::optional{row.t - *told} : std::nullopt;
}

SourceClock::Range SourceClock::range_before(const LogRow& row) const {
  const auto end = std::lower_bound(messages_.begin(), messages_.end(), row,
                                    [](const Message& message, const LogRow& other) { return *message.row < other; });
  const auto last = static_cast<std::size_t>(end - messages_.begin());
  return {first_of(last), last};
}

Instant SourceClock::place(const LogRow& row, std::optional<Instant> at, std::optional<Milliseconds> sibling) const {
  const auto own = lag(row, at);
  if (!own) return row.when;
  Milliseconds least = sibling ? std::min(*own, *sibling) : *own;
  const auto [first, last] = range_before(row);
  for (std::size_t index = first; index < last; ++index) least = std::min(least, messages_[index].lag);
  if (std::chrono::abs(least) < nothing_under) least = Milliseconds{0};
  return on_collector_clock(row, std::min(*at + least, row.t));
}

Rows SourceClock::rows_of(Range range) const {
  Rows found;
  for (std::size_t index = range.first; index < range.second; ++index) found.push_back(messages_[index].row);
  return found;
}

Rows SourceClock::messages_before(const LogRow& row) const { return rows_of(range_before(row)); }

Rows SourceClock::messages_before(Instant instant) const {
  const auto end = std::lower_bound(messages_.begin(), messages_.end(), instant,
                                    [](const Message& message, Instant time) { return message.row->when < time; });
  const auto last = static_cast<std::size_t>(end - messages_.begin());
  return rows_of({first_of(last), last});
}

}  // namespace isocenter::collector
