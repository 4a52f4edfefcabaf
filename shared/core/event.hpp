#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/core/desk_event.hpp"
#include "shared/core/digest.hpp"
#include "shared/core/equipment_state.hpp"
#include "shared/core/names.hpp"
#include "shared/core/time.hpp"

/// What happened, one struct per event type of docs/protocol.md. `at` is the source's own clock where it has one;
/// when the node knew is the event's `t`. Free text never holds patient data: the agent sees to it.
namespace isocenter {

/// A keyed hash that stands for an exam, order or study: "k1:" and 64 hexadecimal characters.
using KeyedHash = std::string;
/// What a fault is called for its whole life; unique within the site.
using FaultId = std::string;

struct NodeStarted {
  std::string software;                ///< program and version
  std::optional<Epoch> epoch_before;   ///< none at the node's first start
  std::uint64_t last_before = 0;       ///< the last number written in it
  std::optional<Instant> alive_until;  ///< last sign of life the node left on its disk
  bool operator==(const NodeStarted&) const = default;
};

/// The node stood still: two turns of its loop lie over 5 s of CLOCK_BOOTTIME apart.
struct NodePaused {
  Instant from;
  Instant to;
  bool operator==(const NodePaused&) const = default;
};

/// The node's wall clock was set: it and the monotonic clock parted by more than 1 s.
struct ClockStepped {
  Milliseconds by{0};
  bool operator==(const ClockStepped&) const = default;
};

/// Stands for events that are not here: from the event's `seq` to `to`.
struct OutboxGap {
  std::string reason;  ///< forgotten | full | unreadable | damaged
  bool operator==(const OutboxGap&) const = default;
};

/// By the collector: a node was not heard any more. It observed its devices until `until`.
struct NodeSilent {
  NodeName node;
  std::optional<Epoch> epoch;
  Instant last_receipt;
  Instant until;
  std::string why;  ///< missed | will | new_epoch
  bool operator==(const NodeSilent&) const = default;
};

/// By the collector: a silent node was heard again in the same epoch.
struct NodeHeard {
  NodeName node;
  std::optional<Epoch> epoch;
  Instant last_receipt;  ///< before the silence
  Milliseconds difference_before{0};
  Milliseconds difference_after{0};
  bool stood_still = false;  ///< its clock slipped: nothing was observed since `last_receipt`
  bool operator==(const NodeHeard&) const = default;
};

struct LocalSpan {
  int weekday = 0;      ///< 1 Monday … 7 Sunday (ISO 8601): the day the span begins on
  int from_minute = 0;  ///< 0 … 1439, local wall time
  int to_minute = 0;    ///< 1 … 2880; above 1440 on the next day
  auto operator<=>(const LocalSpan&) const = default;
};

struct ConfiguredDevice {
  DeviceName name;
  std::string title;
  std::string room;
  std::string modality;
  std::optional<NodeName> node;  ///< who may observe it
  std::vector<LocalSpan> hours;  ///< empty: never `closed`
  int order = 0;                 ///< place on the board
  std::string manufacturer, model, serial, asset_tag, installed, end_of_support;
  bool operator==(const ConfiguredDevice&) const = default;
};

struct ConfiguredNode {
  NodeName name;
  std::vector<DeviceName> declares;  ///< may declare, report faults and steps, and undo, for these
  std::vector<std::string> areas;    ///< may report feedback for these
  bool operator==(const ConfiguredNode&) const = default;
};

/// By the collector: what holds from `t` on, so that a rebuild judges each event by the rules of its day.
struct ConfigurationLoaded {
  std::string zone;    ///< IANA
  std::string tzdata;  ///< version of the zone rules, e.g. "2026f"
  std::vector<ConfiguredDevice> devices;
  std::vector<ConfiguredNode> nodes;
  bool operator==(const ConfigurationLoaded&) const = default;
};

struct DeviceObserved {
  bool reachable = false;
  Activity activity = Activity::unknown;
  Instant since;
  std::string reason;  ///< a closed word of the profile or probe, e.g. "echo", "no_answer"
  std::string source;  ///< which probe told, e.g. "echo", "tcp", "log"
  bool operator==(const DeviceObserved&) const = default;
};

struct DeviceDeclared {
  EquipmentState state = EquipmentState::ready;  ///< ready, limited, quality_control, planned_down or down
  Instant from;
  std::optional<Instant> until;  ///< planned_down only
  Cause cause = Cause::unexplained;
  std::string note;
  std::string role;
  std::string by{};  ///< the user, where one was signed in
  bool operator==(const DeviceDeclared&) const = default;
};

struct ExamFacts {
  KeyedHash exam;
  std::vector<KeyedHash> orders;
  std::optional<KeyedHash> study;
  std::optional<std::string> procedure;
  bool operator==(const ExamFacts&) const = default;
};

struct ExamStarted {
  ExamFacts facts;
  Subject subject = Subject::unknown;
  std::optional<Instant> at;
  std::optional<std::chrono::seconds> open_ends_after;  ///< profile's default for an exam nobody ends
  std::string source;                                   ///< mpps | log
  bool operator==(const ExamStarted&) const = default;
};

/// Facts that came later; what is absent here stays as it was.
struct ExamUpdated {
  ExamFacts facts;
  bool operator==(const ExamUpdated&) const = default;
};

struct ExamEnded {
  ExamFacts facts;
  std::optional<Instant> at;
  ExamStatus status = ExamStatus::completed;
  std::string reason;                  ///< DICOM code value of a discontinuation, e.g. "110501"; else empty
  std::optional<std::int64_t> images;  ///< how many instances the step names
  bool operator==(const ExamEnded&) const = default;
};

/// A step of an exam that is not its start or end, e.g. arrived, in_room, left_room.
struct ExamStepped {
  std::optional<KeyedHash> exam;  ///< none: the exam that is under way on the event's device
  std::string step;
  std::optional<Instant> at;
  bool operator==(const ExamStepped&) const = default;
};

struct FaultReported {
  FaultId fault;
  std::string code;  ///< the profile's or the kiosk's category
  Effect effect = Effect::down;
  Cause cause = Cause::unexplained;
  std::string source;  ///< person | log | sensor
  std::optional<Instant> at;
  std::string by{};  ///< the user, where one was signed in
  bool operator==(const FaultReported&) const = default;
};

/// What happens to a reported fault afterwards.
enum class FaultStep { called, acknowledged, on_site, repaired, released, noted };

struct FaultStepped {
  FaultStep step = FaultStep::noted;
  FaultId fault;
  std::optional<Instant> at;
  std::string vendor;     ///< `called` only
  std::string reference;  ///< `called` only
  std::string note;       ///< `noted` only: a word of a fixed choice, e.g. "chiller_alarm"
  std::string by{};       ///< the user, where one was signed in
  bool operator==(const FaultStepped&) const = default;
};

/// Undo: the node's own event `seq` of `epoch`, at most 60 s old, counts as never said.
struct EventWithdrawn {
  Epoch epoch;
  std::uint64_t seq = 0;
  Digest digest;
  bool operator==(const EventWithdrawn&) const = default;
};

struct ReadingTaken {
  std::string sensor;
  double value = 0;
  std::string unit;
  bool operator==(const ReadingTaken&) const = default;
};

struct CheckDone {
  std::string check;
  std::string outcome;  ///< passed | failed
  bool operator==(const CheckDone&) const = default;
};

struct FeedbackAnswered {
  int score = 0;  ///< 1 … of
  int of = 5;     ///< 4 or 5
  std::vector<std::string> reasons;
  std::string language;
  std::string area;
  bool operator==(const FeedbackAnswered&) const = default;
};

/// Of a type this version does not know. Its bytes are kept word for word, and nothing is derived from it.
struct UnknownEvent {
  std::string type;
  bool operator==(const UnknownEvent&) const = default;
};

using EventBody =
    std::variant<NodeStarted, NodePaused, ClockStepped, OutboxGap, NodeSilent, NodeHeard, ConfigurationLoaded,
                 DeviceObserved, DeviceDeclared, ExamStarted, ExamUpdated, ExamEnded, ExamStepped, FaultReported,
                 FaultStepped, EventWithdrawn, ReadingTaken, CheckDone, FeedbackAnswered, ContractLoaded,
                 ContractRemoved, IntervalCorrected, StatementPage, StatementIssued, ClaimStepped, UserChanged,
                 SessionOpened, SessionEnded, AccessRefused, UnknownEvent>;

/// The name under which an event was born when a rollback made its node send it again in a new epoch.
struct BirthName {
  Epoch epoch;
  std::uint64_t seq = 0;
  Digest digest;
  auto operator<=>(const BirthName&) const = default;
};

/// An event before it has a number: what a node hands to its outbox.
struct NewEvent {
  Instant t;  ///< when the node knew
  std::optional<DeviceName> device;
  EventBody body;
  bool operator==(const NewEvent&) const = default;
};

/// The type on the wire, e.g. "exam.started".
std::string_view event_type(const EventBody& body);

std::string_view word(FaultStep step);

/// Telemetry may be forgotten when a disk fills up before the collector has it; nothing else may.
bool is_telemetry(std::string_view event_type);

}  // namespace isocenter
