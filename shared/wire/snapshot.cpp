#include "shared/wire/snapshot.hpp"

#include "shared/wire/json_reader.hpp"
#include "shared/wire/json_writer.hpp"

namespace isocenter::wire {
namespace {

constexpr std::size_t max_snapshot_bytes = 1024 * 1024;
constexpr std::size_t max_alert_text_bytes = 2000;
constexpr std::int64_t max_usual_s = 7ll * 24 * 60 * 60;

using json::Fields;
using json::ObjectWriter;

std::optional<std::chrono::seconds> read_usual(Fields& exam, std::string_view name) {
  const auto found = exam.optional_integer(name, 0, max_usual_s);
  return found ? std::optional{std::chrono::seconds{*found}} : std::nullopt;
}

DeviceSnapshot::Exam read_exam(Fields exam) {
  return {.exam = exam.hash("exam"),
          .procedure = exam.text_or_empty("procedure"),
          .started = exam.instant("started"),
          .subject = exam.word<Subject>("subject"),
          .usual_p50 = read_usual(exam, "usual_p50_s"),
          .usual_p90 = read_usual(exam, "usual_p90_s"),
          .n = exam.number("n")};
}

void write_exam(ObjectWriter& out, const DeviceSnapshot::Exam& exam) {
  out.add("exam", exam.exam).add_unless_empty("procedure", exam.procedure).add("started", exam.started);
  out.add("subject", exam.subject);
  if (exam.usual_p50) out.add("usual_p50_s", exam.usual_p50->count());
  if (exam.usual_p90) out.add("usual_p90_s", exam.usual_p90->count());
  out.add("n", exam.n);
}

DeviceSnapshot::Interval read_interval(Fields& interval) {
  return {.state = interval.word<EquipmentState>("state"),
          .from = interval.instant("from"),
          .to = interval.optional_instant("to"),
          .grade = interval.word<Grade>("grade"),
          .exam = interval.flag_or_false("exam")};
}

void write_interval(ObjectWriter& out, const DeviceSnapshot::Interval& interval) {
  out.add("state", interval.state).add("from", interval.from).add("to", interval.to).add("grade", interval.grade);
  if (interval.exam) out.add("exam", true);
}

DeviceSnapshot::Fault read_fault(Fields& fault) {
  return {.fault = fault.text("fault"),
          .code = fault.text("code"),
          .effect = fault.word<Effect>("effect"),
          .cause = fault.word<Cause>("cause"),
          .since = fault.instant("since"),
          .note = fault.text_or_empty("note"),
          .called = fault.optional_instant("called"),
          .acknowledged = fault.optional_instant("acknowledged"),
          .on_site = fault.optional_instant("on_site")};
}

void write_fault(ObjectWriter& out, const DeviceSnapshot::Fault& fault) {
  out.add("fault", fault.fault).add("code", fault.code).add("effect", fault.effect).add("cause", fault.cause);
  out.add("since", fault.since).add_unless_empty("note", fault.note);
  out.add("called", fault.called).add("acknowledged", fault.acknowledged).add("on_site", fault.on_site);
}

DeviceSnapshot::DueCheck read_due(Fields& due) { return {.check = due.text("check"), .due = due.instant("due")}; }

void write_due(ObjectWriter& out, const DeviceSnapshot::DueCheck& due) {
  out.add("check", due.check).add("due", due.due);
}

}  // namespace

Result<DeviceSnapshot> parse_device_snapshot(std::string_view payload) {
  json::Document document{payload, max_snapshot_bytes};
  Fields root = document.root();
  DeviceSnapshot snapshot{
      .at = root.instant("at"),
      .title = root.text_or_empty("title"),
      .room = root.text_or_empty("room"),
      .modality = root.text_or_empty("modality"),
      .order = static_cast<int>(root.integer("order", -1'000'000, 1'000'000)),
      .state = root.word<EquipmentState>("state"),
      .since = root.instant("since"),
      .reason = root.text_or_empty("reason"),
      .cause = root.optional_word<Cause>("cause"),
      .grade = root.word<Grade>("grade"),
      .until = root.optional_instant("until"),
      .exam = std::nullopt,
      .intervals = root.list<DeviceSnapshot::Interval>("intervals", read_interval),
      .faults = root.list<DeviceSnapshot::Fault>("faults", read_fault),
      .due = root.list<DeviceSnapshot::DueCheck>("due", read_due),
  };
  if (root.has("exam")) snapshot.exam = read_exam(root.object("exam"));
  return document.result(std::move(snapshot));
}

std::string format_device_snapshot(const DeviceSnapshot& snapshot) {
  std::string out;
  {
    ObjectWriter root{out};
    root.add("at", snapshot.at).add_unless_empty("title", snapshot.title).add_unless_empty("room", snapshot.room);
    root.add_unless_empty("modality", snapshot.modality).add("order", snapshot.order).add("state", snapshot.state);
    root.add("since", snapshot.since).add_unless_empty("reason", snapshot.reason).add("cause", snapshot.cause);
    root.add("grade", snapshot.grade).add("until", snapshot.until);
    if (snapshot.exam) root.object("exam", [&](ObjectWriter& exam) { write_exam(exam, *snapshot.exam); });
    root.list("intervals", snapshot.intervals, write_interval);
    root.list("faults", snapshot.faults, write_fault).list("due", snapshot.due, write_due);
  }
  return out;
}

Result<Alert> parse_alert(std::string_view payload) {
  json::Document document{payload, max_snapshot_bytes};
  Fields root = document.root();
  Alert alert{.id = root.text("id"),
              .since = root.instant("since"),
              .severity = root.text("severity", 32),
              .about = root.text_or_empty("about"),
              .text = root.text("text", max_alert_text_bytes)};
  return document.result(std::move(alert));
}

std::string format_alert(const Alert& alert) {
  std::string out;
  {
    ObjectWriter root{out};
    root.add("id", alert.id).add("since", alert.since).add("severity", alert.severity);
    root.add_unless_empty("about", alert.about).add("text", alert.text, max_alert_text_bytes);
  }
  return out;
}

}  // namespace isocenter::wire
