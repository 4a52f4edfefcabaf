#include "collector/contract/reckoning.hpp"

#include <algorithm>
#include <iterator>

namespace isocenter::contract {
namespace {

using Times = std::vector<StateTime>;

bool is_excluded(const Contract& contract, const StateTime& time) {
  const bool has_cause = time.state == EquipmentState::down || time.state == EquipmentState::limited;
  return has_cause && contract.excluded_causes.contains(time.cause.value_or(Cause::unexplained));
}

}  // namespace

std::string_view word(Because because) {
  switch (because) {
    case Because::told: return "";
    case Because::too_short: return "too_short";
    case Because::before_call: return "before_call";
    case Because::until_release: return "until_release";
  }
  return "";
}

Reckoning reckon_alone(const Contract& contract, const StateTime& time) {
  if (is_excluded(contract, time)) return Reckoning::excluded;
  switch (time.state) {
    case EquipmentState::down: return Reckoning::down;
    case EquipmentState::limited: return Reckoning::limited;
    case EquipmentState::planned_down: return Reckoning::planned;
    case EquipmentState::unknown: return Reckoning::unknown;
    case EquipmentState::in_use:
    case EquipmentState::ready:
    case EquipmentState::quality_control:
    case EquipmentState::closed: break;
  }
  return Reckoning::up;
}

namespace {

/// Touching down intervals: [first, last) of `times`.
struct Outage {
  std::size_t first = 0, last = 0;
  Period when;
};

std::vector<Outage> outages_of(const Times& times) {
  std::vector<Outage> outages;
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (times[i].state != EquipmentState::down) continue;
    const bool joins = !outages.empty() && outages.back().last == i && outages.back().when.to == times[i].when.from;
    if (!joins) outages.push_back({i, i, times[i].when});
    outages.back().last = i + 1;
    outages.back().when.to = times[i].when.to;
  }
  return outages;
}

std::vector<FaultLife> open_in(Period when, const std::vector<FaultLife>& faults) {
  std::vector<FaultLife> open;
  for (const FaultLife& fault : faults) {
    if (overlap(when, {fault.reported, std::max(fault.closed.value_or(end_of_time), fault.reported + Milliseconds{1})}))
      open.push_back(fault);
  }
  return open;
}

/// When the vendor was first told; never where nobody told.
Instant told_at(const std::vector<FaultLife>& faults) {
  Instant told = end_of_time;
  for (const FaultLife& fault : faults) told = std::min(told, fault.called.value_or(end_of_time));
  return told;
}

/// The part of `time` before `cut` is up, the rest stays what it is.
void put_split(std::vector<ReckonedTime>& out, const ReckonedTime& time, Instant cut, Because because) {
  if (time.as != Reckoning::down || cut <= time.when.from) return out.push_back(time);
  out.push_back({{time.when.from, std::min(cut, time.when.to)}, Reckoning::up, time.of, because});
  if (cut < time.when.to) out.push_back({{cut, time.when.to}, time.as, time.of});
}

/// What of `times` lies outside `holes`. Both, and the answer, by time and none overlapping.
template <typename Hole>
std::vector<ReckonedTime> without(const std::vector<ReckonedTime>& times, const std::vector<Hole>& holes) {
  std::vector<ReckonedTime> left;
  auto next = holes.begin();
  for (ReckonedTime time : times) {
    while (next != holes.end() && next->when.to <= time.when.from) ++next;
    for (auto hole = next; hole != holes.end() && hole->when.from < time.when.to; ++hole) {
      if (const Period before{time.when.from, hole->when.from}; !before.empty()) {
        left.push_back({before, time.as, time.of, time.because});
      }
      time.when.from = hole->when.to;
    }
    if (!time.when.empty()) left.push_back(time);
  }
  return left;
}

/// `over` instead of what `under` has there, also where it has nothing.
std::vector<ReckonedTime> laid_over(const std::vector<ReckonedTime>& under, const std::vector<ReckonedTime>& over) {
  const auto left = without(under, over);
  std::vector<ReckonedTime> all;
  all.reserve(left.size() + over.size());
  std::merge(left.begin(), left.end(), over.begin(), over.end(), std::back_inserter(all),
             [](const ReckonedTime& a, const ReckonedTime& b) { return a.when.from < b.when.from; });
  return all;
}

std::vector<StateTime> in_use_of(const Times& times) {
  std::vector<StateTime> in_use;
  std::copy_if(times.begin(), times.end(), std::back_inserter(in_use),
               [](const StateTime& time) { return time.state == EquipmentState::in_use; });
  return in_use;
}

}  // namespace

std::vector<ReckonedTime> reckon(const Contract& contract, const Times& times, const std::vector<FaultLife>& faults) {
  std::vector<ReckonedTime> reckoned, extensions;
  std::size_t next = 0;
  const auto pass_until = [&](std::size_t end) {
    for (; next < end; ++next) reckoned.push_back({times[next].when, reckon_alone(contract, times[next]), next});
  };
  for (const Outage& outage : outages_of(times)) {
    pass_until(outage.first);
    const bool is_short = outage.when.length() < contract.minimum_outage;
    const auto open = open_in(outage.when, faults);
    const Instant counts_from = is_short                                           ? end_of_time
                                : contract.outage_starts == OutageStarts::reported ? told_at(open)
                                                                                   : outage.when.from;
    for (; next < outage.last; ++next) {
      put_split(reckoned, {times[next].when, reckon_alone(contract, times[next]), next}, counts_from,
                is_short ? Because::too_short : Because::before_call);
    }
    if (is_short || contract.outage_ends != OutageEnds::released) continue;
    Instant released = outage.when.to;
    for (const FaultLife& fault : open) released = std::max(released, fault.released.value_or(released));
    const Period over{std::max(outage.when.to, counts_from), released};
    const std::size_t last = outage.last - 1;
    if (!over.empty())
      extensions = laid_over(extensions, {{over, reckon_alone(contract, times[last]), last, Because::until_release}});
  }
  pass_until(times.size());
  return extensions.empty() ? reckoned : laid_over(reckoned, without(extensions, in_use_of(times)));
}

}  // namespace isocenter::contract
