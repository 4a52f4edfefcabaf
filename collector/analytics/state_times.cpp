#include "collector/analytics/state_times.hpp"

#include <algorithm>
#include <numeric>

namespace isocenter::analytics {
namespace {

__extension__ using Wide = __int128;  // a century of milliseconds times a million does not fit in 64 bits

}  // namespace

EquipmentState counted_as(EquipmentState state, Grade grade) {
  return state == EquipmentState::closed && grade == Grade::d ? EquipmentState::unknown : state;
}

void StateTimes::add(EquipmentState state, Period period) {
  const auto inside = overlap(period, window_);
  if (!inside) return;
  times_[index_of(state)] += inside->length();
  uncovered_ -= inside->length();
}

TimeInStates StateTimes::times() const {
  TimeInStates all = times_;
  all[index_of(EquipmentState::unknown)] += uncovered_;
  return all;
}

std::array<std::int64_t, equipment_states.size()> shares(const TimeInStates& parts, std::int64_t whole) {
  std::array<std::int64_t, equipment_states.size()> given{};
  const Wide sum = std::accumulate(parts.begin(), parts.end(), Milliseconds{0}).count();
  if (sum == 0) return given;
  std::array<Wide, equipment_states.size()> remainders{};
  std::int64_t left = whole;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Wide scaled = Wide{parts[i].count()} * whole;
    given[i] = static_cast<std::int64_t>(scaled / sum);
    remainders[i] = scaled % sum;
    left -= given[i];
  }
  std::array<std::size_t, equipment_states.size()> order{};
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
  for (std::size_t i = 0; left > 0; ++i, --left) ++given[order[i]];
  return given;
}

}  // namespace isocenter::analytics
