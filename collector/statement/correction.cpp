#include "collector/statement/correction.hpp"

#include <algorithm>

namespace isocenter::statement {
namespace {

using contract::StateTime;

/// Over all of it lie the same corrections, one at least.
struct Overlay {
  Period when;
  std::vector<std::size_t> corrections;
};

/// By time, none overlapping.
std::vector<Overlay> overlays_of(const std::vector<Correction>& corrections) {
  std::vector<Instant> edges;
  for (const Correction& correction : corrections) {
    edges.push_back(correction.said.from);
    edges.push_back(correction.said.to);
  }
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  std::vector<Overlay> overlays;
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
    Overlay overlay{.when = {edges[i], edges[i + 1]}, .corrections = {}};
    for (std::size_t one = 0; one < corrections.size(); ++one) {
      const IntervalCorrected& said = corrections[one].said;
      if (said.from <= overlay.when.from && overlay.when.to <= said.to) overlay.corrections.push_back(one);
    }
    if (!overlay.corrections.empty()) overlays.push_back(std::move(overlay));
  }
  return overlays;
}

bool has_cause(EquipmentState state) { return state == EquipmentState::down || state == EquipmentState::limited; }

StateTime as_read(StateTime time, const std::vector<Correction>& corrections, const std::vector<std::size_t>& over) {
  const auto last = std::find_if(over.rbegin(), over.rend(),
                                 [&](std::size_t one) { return corrections[one].said.reading != Reading::disputed; });
  if (last == over.rend()) return time;
  const IntervalCorrected& said = corrections[*last].said;
  if (said.reading == Reading::reclassified) {
    time.state = said.state.value_or(time.state);
    time.cause = has_cause(time.state) ? said.cause : std::nullopt;
  }
  if (said.reading == Reading::explained && has_cause(time.state)) time.cause = said.cause;
  return time;
}

/// `times` with `unknown` where they leave `whole` open.
std::vector<StateTime> filled(const std::vector<StateTime>& times, Period whole) {
  std::vector<StateTime> all;
  all.reserve(times.size() + 2);
  Instant from = whole.from;
  const auto put_open = [&](Instant to) {
    if (from < to) all.push_back({{from, to}, EquipmentState::unknown});
  };
  for (const StateTime& time : times) {
    put_open(std::min(time.when.from, whole.to));
    all.push_back(time);
    from = std::max(from, time.when.to);
  }
  put_open(whole.to);
  return all;
}

}  // namespace

std::vector<ReadTime> read_corrected(const std::vector<StateTime>& times, const std::vector<Correction>& corrections) {
  const std::vector<Overlay> overlays = overlays_of(corrections);
  std::vector<ReadTime> read;
  read.reserve(times.size() + overlays.size());
  auto next = overlays.begin();
  for (std::size_t i = 0; i < times.size(); ++i) {
    StateTime rest = times[i];
    const auto put_until = [&](Instant until, const std::vector<std::size_t>& over) {
      StateTime part = rest;
      part.when.to = until;
      rest.when.from = until;
      if (!part.when.empty()) read.push_back({part, as_read(part, corrections, over), i, over});
    };
    while (next != overlays.end() && next->when.to <= rest.when.from) ++next;
    for (auto overlay = next; overlay != overlays.end() && overlay->when.from < times[i].when.to; ++overlay) {
      put_until(std::max(overlay->when.from, rest.when.from), {});
      put_until(std::min(overlay->when.to, times[i].when.to), overlay->corrections);
    }
    put_until(times[i].when.to, {});
  }
  return read;
}

std::vector<StateTime> corrected(const std::vector<StateTime>& times, const std::vector<Correction>& corrections) {
  if (corrections.empty()) return times;
  Period told{corrections.front().said.from, corrections.front().said.to};
  for (const Correction& correction : corrections) {
    told = {std::min(told.from, correction.said.from), std::max(told.to, correction.said.to)};
  }
  std::vector<StateTime> read;
  for (const ReadTime& time : read_corrected(filled(times, told), corrections)) read.push_back(time.corrected);
  return read;
}

}  // namespace isocenter::statement
