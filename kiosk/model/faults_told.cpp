#include "kiosk/model/faults_told.hpp"

#include <algorithm>
#include <tuple>

namespace isocenter::kiosk {
namespace {

constexpr std::chrono::hours remembered_for{12};
/// By then the collector has told what follows from a touch; two clocks differ by less.
constexpr std::chrono::seconds answered_within{30};

bool matters_more(const RoomFault& a, const RoomFault& b) {
  const auto rank = [](const RoomFault& fault) {
    return std::tuple{fault.repaired.has_value(), static_cast<int>(fault.effect), -to_unix_ms(fault.since)};
  };
  return rank(a) < rank(b);
}

auto named(const FaultId& name) {
  return [&name](const RoomFault& fault) { return fault.fault == name; };
}

/// Whether the collector's last word on the room knows of what was said here.
bool has_answered(const CollectorsWord& collector, Instant said) { return collector.at >= said + answered_within; }

}  // namespace

std::optional<Instant>& time_of(RoomFault& fault, FaultStep step) {
  if (step == FaultStep::called) return fault.called;
  if (step == FaultStep::acknowledged) return fault.acknowledged;
  return step == FaultStep::on_site ? fault.on_site : fault.repaired;
}

const std::optional<Instant>& time_of(const RoomFault& fault, FaultStep step) {
  if (step == FaultStep::called) return fault.called;
  if (step == FaultStep::acknowledged) return fault.acknowledged;
  return step == FaultStep::on_site ? fault.on_site : fault.repaired;
}

bool is_open(const RoomFault& fault, FaultStep step) {
  if (fault.repaired || time_of(fault, step)) return false;
  return step != FaultStep::acknowledged || !fault.on_site;
}

void FaultsTold::forget_old(Instant now) {
  const auto is_old = [&](Instant at) { return now - at >= remembered_for; };
  std::erase_if(reported_, [&](const RoomFault& fault) { return is_old(fault.since); });
  std::erase_if(steps_, [&](const Step& step) { return is_old(step.at); });
  if (ready_ && is_old(*ready_)) ready_.reset();
}

std::vector<FaultId> FaultsTold::unreleased() const {
  std::vector<FaultId> names;
  for (const Step& said : steps_) {
    if (said.step == FaultStep::repaired && (!ready_ || said.at > *ready_)) names.push_back(said.fault);
  }
  return names;
}

std::vector<RoomFault> FaultsTold::faults(const CollectorsWord& collector, Instant now) const {
  std::vector<RoomFault> all;
  for (const auto& fault : collector.faults) all.push_back(RoomFault{fault});
  for (const RoomFault& fault : reported_) {
    if (collector.is_confirmed || has_answered(collector, fault.since)) continue;
    if (std::none_of(all.begin(), all.end(), named(fault.fault))) all.push_back(fault);
  }
  for (const Step& said : steps_) {
    const auto fault = std::find_if(all.begin(), all.end(), named(said.fault));
    if (fault == all.end()) continue;
    std::optional<Instant>& time = time_of(*fault, said.step);
    if (!time) time = said.at;
  }
  std::erase_if(all, [&](const RoomFault& fault) { return is_over(fault, collector, now); });
  std::stable_sort(all.begin(), all.end(), matters_more);
  return all;
}

/// "Room ready" ends nothing while an exam runs: what the collector still tells after its answer stands.
bool FaultsTold::is_over(const RoomFault& fault, const CollectorsWord& collector, Instant now) const {
  if (!ready_ || fault.since > *ready_) return false;
  if (!collector.is_confirmed) return !has_answered(collector, *ready_);
  return collector.at <= *ready_ && now - *ready_ < answered_within;
}

}  // namespace isocenter::kiosk
