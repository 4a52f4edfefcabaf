#pragma once

#include <array>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "shared/core/event.hpp"
#include "shared/wire/snapshot.hpp"

namespace isocenter::kiosk {

/// A fault of a room as its kiosk knows it. Of one that was repaired the collector tells nothing more.
struct RoomFault : wire::DeviceSnapshot::Fault {
  std::optional<Instant> repaired{};  ///< said here; the collector may not know of it yet
  bool operator==(const RoomFault&) const = default;
};

/// What a kiosk can say of a fault's life, in order.
inline constexpr std::array life_steps{FaultStep::called, FaultStep::acknowledged, FaultStep::on_site,
                                       FaultStep::repaired};

/// When that one of `life_steps` was.
std::optional<Instant>& time_of(RoomFault& fault, FaultStep step);
const std::optional<Instant>& time_of(const RoomFault& fault, FaultStep step);

/// Whether it can still be said: each once, none after the repair, and no help is on its way once it is there. A vendor
/// is often called by who came first, so that stays open: under some contracts only what was called about counts.
bool is_open(const RoomFault& fault, FaultStep step);

/// The collector's last word on a room's faults.
struct CollectorsWord {
  std::span<const wire::DeviceSnapshot::Fault> faults{};
  Instant at{};               ///< when it was worked out; the epoch: never
  bool is_confirmed = false;  ///< the collector is there, and would have told of more by now
};

/// What was said here of the room's faults. It stands until the collector tells it back, and while that is away it is
/// all that is known; after 12 h it is forgotten.
class FaultsTold {
 public:
  void reported(RoomFault fault) { reported_.push_back(std::move(fault)); }
  void stepped(FaultId fault, FaultStep step, Instant at) { steps_.push_back({std::move(fault), step, at}); }
  /// All faults before it are over.
  void room_ready(Instant at) { ready_ = at; }
  void forget_old(Instant now);
  /// Those whose repair was said here and that nobody has released here since.
  std::vector<FaultId> unreleased() const;

  /// The room's faults, as the collector tells them and as was said here since; the one that matters most first: open
  /// before repaired, by effect, the newest.
  std::vector<RoomFault> faults(const CollectorsWord& collector, Instant now) const;

  bool operator==(const FaultsTold&) const = default;

 private:
  struct Step {
    FaultId fault;
    FaultStep step = FaultStep::acknowledged;
    Instant at{};
    bool operator==(const Step&) const = default;
  };
  bool is_over(const RoomFault& fault, const CollectorsWord& collector, Instant now) const;

  std::vector<RoomFault> reported_{};
  std::vector<Step> steps_{};
  std::optional<Instant> ready_{};
};

}  // namespace isocenter::kiosk
