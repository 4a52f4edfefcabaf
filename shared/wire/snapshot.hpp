#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/core/equipment_state.hpp"
#include "shared/core/event.hpp"
#include "shared/core/result.hpp"
#include "shared/core/time.hpp"

namespace isocenter::wire {

/// `isocenter/1/{site}/collector/device/{device}`: all that a restarted kiosk needs to draw the device.
struct DeviceSnapshot {
  struct Exam {
    KeyedHash exam{};
    std::string procedure{};
    Instant started{};
    Subject subject = Subject::unknown;
    std::optional<std::chrono::seconds> usual_p50{}, usual_p90{};  ///< none under 10 completed exams
    std::uint64_t n = 0;                                           ///< completed exams of that procedure here
    bool operator==(const Exam&) const = default;
  };
  struct Interval {
    EquipmentState state = EquipmentState::unknown;
    Instant from{};
    std::optional<Instant> to{};  ///< none: still
    Grade grade = Grade::d;
    bool exam = false;
    bool operator==(const Interval&) const = default;
  };
  struct Fault {
    FaultId fault{};
    std::string code{};
    Effect effect = Effect::down;
    Cause cause = Cause::unexplained;
    Instant since{};
    std::string note{};                                          ///< said more closely by choice; may be empty
    std::optional<Instant> called{}, acknowledged{}, on_site{};  ///< how far it is looked after
    bool operator==(const Fault&) const = default;
  };
  struct DueCheck {
    std::string check{};
    Instant due{};
    bool operator==(const DueCheck&) const = default;
  };

  Instant at{};  ///< when this was worked out
  std::string title{}, room{}, modality{};
  int order = 0;
  EquipmentState state = EquipmentState::unknown;
  Instant since{};
  std::string reason{};
  std::optional<Cause> cause{};
  Grade grade = Grade::d;
  std::optional<Instant> until{};  ///< planned_down: its announced end
  std::optional<Exam> exam{};
  std::vector<Interval> intervals{};  ///< the last 12 hours, oldest first
  std::vector<Fault> faults{};        ///< open ones, oldest first
  std::vector<DueCheck> due{};        ///< next due checks
  bool operator==(const DeviceSnapshot&) const = default;
};

Result<DeviceSnapshot> parse_device_snapshot(std::string_view payload);
std::string format_device_snapshot(const DeviceSnapshot& snapshot);

/// `isocenter/1/{site}/collector/alert/{id}`: an open alert.
struct Alert {
  std::string id{};
  Instant since{};
  std::string severity{};  ///< warning | critical
  std::string about{};     ///< node or device name
  std::string text{};      ///< one English sentence with the mend
  bool operator==(const Alert&) const = default;
};

Result<Alert> parse_alert(std::string_view payload);
std::string format_alert(const Alert& alert);

}  // namespace isocenter::wire
