#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "collector/state/log_row.hpp"

/// From rows alone to exams, faults and intervals: one pure function per device, the same whether it is asked event by
/// event as they come, shuffled, doubled and late, or once for everything (docs/kpi.md).
namespace isocenter::collector {

/// One performed step (an MPPS instance, or an acquisition seen in a log).
struct ExamRow {
  KeyedHash exam;
  std::vector<KeyedHash> orders;
  std::optional<KeyedHash> study;
  DeviceName device;
  std::string modality;
  std::string procedure;
  Subject subject = Subject::unknown;
  ExamStatus status = ExamStatus::in_progress;
  std::string reason;
  bool inferred = false;  ///< nobody ended it: the end is by rule
  std::optional<Instant> ordered, scheduled, arrived, in_room;
  std::optional<Instant> started, ended;  ///< the source's own clock
  std::optional<Instant> left_room, images_complete, reported, is_signed;
  std::optional<Instant> started_seen, ended_seen;  ///< when the agent knew
  std::optional<std::int64_t> images;
  Period running;  ///< on the collector's clock, as intervals lie; to = end_of_time while it runs
  bool operator==(const ExamRow&) const = default;
};

/// The life of a fault; times on the collector's clock.
struct FaultRow {
  FaultId fault;
  DeviceName device;
  std::string code;
  Effect effect = Effect::down;
  Cause cause = Cause::unexplained;
  std::string source;  ///< person | log | sensor
  Instant reported;
  std::optional<Instant> called, acknowledged, on_site, repaired, released;
  std::optional<Instant> closed;  ///< none: open
  std::string closed_by;          ///< repaired | released | room_ready | exam_completed
  std::string note;               ///< the latest said of it by choice
  bool operator==(const FaultRow&) const = default;
};

/// A stretch of time one device spent in one state: [period.from, period.to), to = end_of_time where it still lasts.
/// Intervals of a device neither overlap nor leave gaps: time nobody observed is `unknown`, not missing.
struct StateInterval {
  DeviceName device;
  EquipmentState state = EquipmentState::unknown;
  Period period;
  std::optional<Cause> cause;  ///< of down, limited, planned_down
  Grade grade = Grade::d;
  std::string reason;               ///< a word of docs/kpi.md, e.g. "exam", "fault:table", "overran", "node_silent"
  std::string source;               ///< who told: a node's name, "calendar" or "nobody"
  std::optional<KeyedHash> exam;    ///< the exam that ran
  std::optional<EventId> began_by;  ///< so that each minute can be opened down to its evidence
  bool operator==(const StateInterval&) const = default;
};

/// An exam that ran against what a person had declared; biomed looks at it.
struct Contradiction {
  DeviceName device;
  KeyedHash exam;
  EquipmentState declared = EquipmentState::down;
  Instant from;
  bool operator==(const Contradiction&) const = default;
};

struct Derived {
  std::vector<ExamRow> exams;            ///< by (running.from, exam)
  std::vector<FaultRow> faults;          ///< by (reported, fault)
  std::vector<StateInterval> intervals;  ///< by time; the first begins at the window's start, the last is open
  std::vector<Contradiction> contradictions;
  /// When this changes by itself, if no event comes: hours, planned begin or end, an exam's end by rule.
  std::optional<Instant> next_change;
  bool operator==(const Derived&) const = default;
};

/// p90 of the 50 exams of `procedure` last completed on the device before `before`; nothing under 10.
using UsualLength = std::function<std::optional<Milliseconds>(const std::string& procedure, Instant before)>;

/// `rows`: all that concern `device` in any order, doubled or not (its own, those of and about the nodes that may
/// observe it, configuration.loaded, event.withdrawn), either all of the log or what `carry` keeps of the time before
/// `window.from` and all from there on. `window.to` is now: nothing later is derived.
///
/// Given back are the intervals of the window (a state that began earlier begins at `window.from`), and those exams and
/// faults, whole, that end after `window.from`, still last, or begin at or after it, with the contradictions of these
/// exams. So what a window gives is what any longer one gives, cut to it.
Derived derive_device(const DeviceName& device, std::span<const LogRow> rows, const UsualLength& usual, Period window);

/// Which of `rows` before `horizon` still matter to windows from it on (indices, ascending): derive_device over those
/// and the rows from `horizon` on gives for {horizon, now} what all rows give. Horizons may be chained: `carry` of what
/// an earlier one kept and the rows since is as good as `carry` of all.
///
/// That holds while no row from `horizon` on changes anything more than five minutes before it (`changes_from`), and
/// none names an exam or fault that was over by then. Where one does, derive from an earlier horizon: at or before what
/// it changes, and the begin of what it names.
std::vector<std::size_t> carry(const DeviceName& device, std::span<const LogRow> rows, Instant horizon);

/// The earliest instant at which `row` may change the intervals that follow from `known`: what it speaks of, the row it
/// withdraws, the silence it lifts or fills. Of an exam or a fault only what the row itself says of it; that it names
/// one which began earlier the caller has to see. The first configuration holds from ever: 1970. `known` is all of the
/// log, or of carry and the rows since, in any order.
Instant changes_from(const LogRow& row, std::span<const LogRow> known);

}  // namespace isocenter::collector
