#pragma once

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "collector/state/derive.hpp"
#include "shared/core/event.hpp"

namespace isocenter::bench {

/// An event of some device's day. Which of them began an interval is told by its place in the day.
struct PastEvent {
  Instant when;
  bool by_collector = false;  ///< else by the node that observes the device
  NewEvent event;
};

struct PastInterval {
  collector::StateInterval interval;
  std::optional<std::size_t> began;  ///< which of the day's events
};

/// What one device did on one day; intervals are those that ended.
struct PastDay {
  std::vector<PastEvent> events;
  std::vector<PastInterval> intervals;
  std::vector<collector::ExamRow> exams;
  std::vector<collector::FaultRow> faults;
};

/// Makes up a device's days one after the other. Rooms work twelve hours a day but for Sundays.
class DevicePast {
 public:
  /// Of an event once it is in the log.
  using Name = std::optional<collector::EventId>;

  DevicePast(DeviceName device, NodeName node, std::uint32_t seed);

  /// The day that begins at `midnight`, UTC, as far as `until`.
  PastDay next(Instant midnight, Instant until);
  /// The events of that day have these names now.
  void settle(const std::vector<Name>& ids);
  /// The interval that has not ended.
  const collector::StateInterval& open() const { return open_; }

 private:
  /// A time when no exam can run.
  struct Trouble {
    EquipmentState state;
    Period when;
  };

  std::int64_t from(std::int64_t least, std::int64_t most);
  KeyedHash next_hash();
  std::optional<Trouble> draw_trouble(Period open);
  void tell_readings(Instant midnight);
  void tell_exams(Period open, const std::optional<Trouble>& trouble);
  void tell_exam(Period running);
  void tell_trouble(const Trouble& trouble);
  void tell_fault(const Trouble& trouble);
  bool tell(Instant when, EventBody body, bool by_collector = false, bool of_device = true);
  /// The state changes; `began`: by the event told last.
  void turn(Instant when, EquipmentState state, std::string reason, std::string source, bool began);

  DeviceName device_;
  NodeName node_;
  std::mt19937 random_;
  std::uint64_t hashes_ = 0, faults_ = 0;
  collector::StateInterval open_;
  std::optional<std::size_t> open_began_;
  PastDay day_;
  Instant until_;
};

}  // namespace isocenter::bench
