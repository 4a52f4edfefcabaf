#pragma once

#include "collector/statement/account.hpp"
#include "tests/collector/contract/random_contract.hpp"

namespace isocenter::statement::testing {

/// A contract, a device's history with faults, and what people said of it afterwards, drawn from a seed.
class RandomAccount {
 public:
  explicit RandomAccount(std::uint32_t seed) : draw{seed} {
    terms = draw.contract();
    covered = covered_time(terms).value();
    const Milliseconds grain = std::chrono::minutes{1};
    times = draw.times(terms, grain);
    lives = draw.faults(terms, grain);
    for (const contract::StateTime& time : times) put_interval(time);
    for (const contract::FaultLife& life : lives) put_fault(life);
    std::ranges::stable_sort(history.faults, {}, &collector::FaultRow::reported);
    history.known_until = std::chrono::sys_days{terms.ends} + std::chrono::days{draw.one_in(3) ? -3 : 8};
    for (int i = draw.from(0, 12); i > 0; --i) {
      history.corrections.push_back(correction(draw.of<Reading>(
          {Reading::explained, Reading::reclassified, Reading::reclassified, Reading::disputed, Reading::restored})));
    }
    cut_to_known();
  }

  Account account() const { return Account{terms, covered, history}; }

  Correction correction(Reading reading) {
    const contract::StateTime near = times.empty() ? contract::StateTime{} : draw.of(times);
    const Instant from = near.when.from + std::chrono::minutes{draw.one_in(2) ? 0 : draw.from(-200, 200)};
    Instant to = draw.one_in(2) ? near.when.to : from + std::chrono::minutes{draw.from(1, 3000)};
    if (to <= from) to = from + std::chrono::minutes{7};
    IntervalCorrected said{.from = from,
                           .to = std::min(to, std::max(history.known_until, from + Milliseconds{1})),
                           .reading = reading,
                           .state = {},
                           .cause = {},
                           .reason = "drawn",
                           .by = "ann"};
    const auto cause = draw.of<Cause>({Cause::facility, Cause::user, Cause::it, Cause::equipment});
    if (reading == Reading::explained) said.cause = cause;
    if (reading == Reading::reclassified) {
      said.state = draw.of<EquipmentState>({EquipmentState::down, EquipmentState::ready, EquipmentState::planned_down,
                                            EquipmentState::limited, EquipmentState::unknown});
      if (draw.one_in(2)) said.cause = cause;
    }
    const auto row = static_cast<std::int64_t>(history.corrections.size()) + 1;
    return {said, history.known_until, {collector::EventId{collector_node(), {}, 1}, {}, row}};
  }

  contract::testing::Draw draw;
  contract::Contract terms;
  std::vector<contract::CoveredPiece> covered;
  std::vector<contract::StateTime> times;
  std::vector<contract::FaultLife> lives;
  History history{
      .device = DeviceName::parse("mr1").value(), .intervals = {}, .faults = {}, .corrections = {}, .known_until = {}};

 private:
  /// As the store would tell it: the last interval lasts, and later is nothing.
  void cut_to_known() {
    std::erase_if(times, [&](const auto& time) { return time.when.from >= history.known_until; });
    for (auto& time : times) time.when.to = std::min(time.when.to, history.known_until);
  }
  void put_interval(const contract::StateTime& time) {
    const bool has_cause = time.state == EquipmentState::down || time.state == EquipmentState::limited;
    history.intervals.push_back({.device = history.device,
                                 .state = time.state,
                                 .period = time.when,
                                 .cause = has_cause ? time.cause : std::nullopt,
                                 .grade = Grade::b,
                                 .reason = "declared",
                                 .source = "kiosk-mr1",
                                 .exam = {},
                                 .began_by = {}});
  }
  void put_fault(const contract::FaultLife& life) {
    history.faults.push_back({.fault = "f" + std::to_string(history.faults.size()),
                              .device = history.device,
                              .code = "gantry",
                              .effect = draw.one_in(2) ? Effect::down : Effect::limited,
                              .cause = Cause::equipment,
                              .source = "person",
                              .reported = life.reported,
                              .called = life.called,
                              .acknowledged = {},
                              .on_site = draw.one_in(2) ? life.called : std::nullopt,
                              .repaired = life.closed,
                              .released = life.released,
                              .closed = life.closed,
                              .closed_by = "repaired",
                              .note = {}});
  }
};

}  // namespace isocenter::statement::testing
