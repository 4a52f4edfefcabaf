#include "collector/state/answers.hpp"

#include <algorithm>

namespace isocenter::collector {
namespace {

/// A device can hardly have been silent for longer before anybody noticed.
constexpr std::chrono::hours noticed_within{24};

}  // namespace

Answers::Answers(const Rows& said, const Configurations& configurations) {
  all_.emplace_back();
  all_.back().from = Instant::min();
  std::optional<NodeName> observer = configurations.observer_at(Instant::min());
  std::size_t next = 0;
  const auto& loaded = configurations.all();
  const auto load_until = [&](Instant until) {
    for (; next < loaded.size() && loaded[next].from <= until; ++next) {
      if (loaded[next].observer == observer) continue;
      observer = loaded[next].observer;
      take_over(loaded[next].from);
    }
  };
  for (const LogRow* row : said) {
    const auto* seen = body_as<DeviceObserved>(row);
    if (seen == nullptr) continue;
    load_until(row->when);
    if (row->id.node == observer) take(row, *seen);
  }
  load_until(Instant::max());
}

void Answers::take_over(Instant from) {
  Answer none;
  none.from = std::max(from, all_.back().from);
  none.new_observer = true;
  all_.push_back(std::move(none));
}

void Answers::take(const LogRow* row, const DeviceObserved& seen) {
  const Answer& before = all_.back();
  Answer answer;
  answer.from = seen.reachable
                    ? row->when
                    : std::clamp(on_collector_clock(*row, seen.since), row->when - noticed_within, row->when);
  answer.from = std::max(answer.from, before.from);
  answer.reachable = seen.reachable;
  answer.activity = seen.activity;
  answer.reason = seen.reason;
  answer.row = row;
  answer.first = before.reachable == answer.reachable ? before.first : row;
  if (seen.reason == "workstation_started") workstation_starts_.push_back(row->when);
  all_.push_back(std::move(answer));
}

const Answers::Answer& Answers::at(Instant instant) const {
  const auto after = std::upper_bound(all_.begin(), all_.end(), instant,
                                      [](Instant time, const Answer& next) { return time < next.from; });
  return *std::prev(after);
}

}  // namespace isocenter::collector
