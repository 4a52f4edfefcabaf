#pragma once

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <ostream>
#include <vector>

#include "tests/collector/state/story.hpp"

/// Random histories of a device: exams, faults, declarations, starts, silences, pauses, configurations, late and
/// doubled words of them, on a clock of milliseconds to days.
namespace isocenter::collector::testing {

/// One event before it becomes a row; small numbers, so that a counterexample shrinks to something readable.
struct Happening {
  int kind = 0;
  int gap = 0;
  int a = 0;
  int b = 0;
  int late = 0;
};

inline std::ostream& operator<<(std::ostream& out, const Happening& happening) {
  return out << "{" << happening.kind << "," << happening.gap << "," << happening.a << "," << happening.b << ","
             << happening.late << "}";
}

inline rc::Gen<Happening> happening() {
  return rc::gen::build<Happening>(
      rc::gen::set(&Happening::kind, rc::gen::inRange(0, 24)), rc::gen::set(&Happening::gap, rc::gen::inRange(0, 12)),
      rc::gen::set(&Happening::a, rc::gen::inRange(0, 12)), rc::gen::set(&Happening::b, rc::gen::inRange(0, 12)),
      rc::gen::set(&Happening::late, rc::gen::inRange(0, 16)));
}

/// Turns happenings into rows.
class Chronicle {
 public:
  /// `calm`: little is told late.
  explicit Chronicle(const std::vector<Happening>& happenings, bool calm = false) : calm_{calm} {
    configure(0, 0);
    start("agent");
    for (const Happening& next : happenings) happen(next);
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end(), [](const LogRow& a, const LogRow& b) { return a.id == b.id; }),
               rows.end());
  }

  std::vector<LogRow> rows;
  Instant now = clock_time("06:00");

 private:
  static Milliseconds gap_of(int gap) {
    using namespace std::chrono_literals;
    static constexpr std::array<Milliseconds, 12> gaps{0ms, 0ms, 1ms, 20s, 45s, 3min, 7min, 20min, 50min, 4h, 13h, 40h};
    return gaps[static_cast<std::size_t>(gap)];
  }
  /// Mostly nothing: how long after it happened something is told.
  Milliseconds lateness(int late) const {
    using namespace std::chrono_literals;
    static constexpr std::array<Milliseconds, 16> times{0ms, 0ms, 0ms, 0ms, 1ms,  500ms, 3s, 3s,
                                                        3s,  5s,  5s,  40s, 4min, 15min, 3h, 30h};
    return times[static_cast<std::size_t>(calm_ ? late % 8 : late)];
  }
  static std::string agent(int number) { return number % 8 == 7 ? "agent-b" : "agent"; }
  static std::string kiosk(int number) { return number % 2 == 0 ? "kiosk-a" : "kiosk-b"; }

  Epoch epoch_of(const std::string& who) const {
    Epoch epoch;
    const auto found = epochs_.find(who);
    epoch.bytes[0] = found == epochs_.end() ? 0 : found->second;
    epoch.bytes[1] = static_cast<std::uint8_t>(who.size());
    return epoch;
  }

  /// The node's own clock is ahead of the collector's by its shift.
  Milliseconds ahead(const std::string& who) const { return who == "agent" ? Milliseconds{5000} : Milliseconds{0}; }

  void add(const std::string& who, EventBody body, bool of_device = true) {
    const EventId id{node(who), epoch_of(who), ++seqs_[who]};
    rows.push_back(
        {id, {}, now + ahead(who), now, now, of_device ? std::optional{ct1} : std::nullopt, std::move(body), {}});
  }

  void configure(int observer, int hours) {
    ConfiguredDevice device{.name = ct1,
                            .title = {},
                            .room = {},
                            .modality = hours % 2 == 0 ? "CT" : "MR",
                            .node = {},
                            .hours = {},
                            .manufacturer = {},
                            .model = {},
                            .serial = {},
                            .asset_tag = {},
                            .installed = {},
                            .end_of_support = {}};
    if (observer % 6 != 5) device.node = node(observer % 6 == 4 ? "agent-b" : "agent");
    for (int weekday = 1; weekday <= 7 && hours % 3 != 0; ++weekday) {
      const bool by_day = hours % 3 == 1;
      device.hours.push_back({weekday, by_day ? 420 : 1320, by_day ? 1140 : 1800});
    }
    add("collector", ConfigurationLoaded{"Europe/Berlin", "2026a", {device}, {}}, false);
  }

  void start(const std::string& who, std::optional<Milliseconds> dead_for = {}) {
    ++epochs_[who];
    std::optional<Instant> alive;
    if (dead_for) alive = now + ahead(who) - *dead_for;
    add(who, NodeStarted{"test", {}, 0, alive}, false);
  }

  void observe(const std::string& who, const Happening& h) {
    DeviceObserved seen{true, Activity::idle, now + ahead(who), "echo", "echo"};
    switch (h.a % 8) {
      case 0: seen.activity = Activity::quality_control; break;
      case 1: seen.activity = Activity::exam; break;
      case 2: seen = {false, Activity::unknown, now + ahead(who) - lateness(h.late), "no_answer", "echo"}; break;
      case 3: seen.reason = "workstation_started"; break;
      default: break;
    }
    add(who, seen);
  }

  static KeyedHash exam_name(int number) { return "e" + std::to_string(number); }

  std::optional<Instant> source_time(const std::string& who, const Happening& h) const {
    if (h.b % 5 == 4) return std::nullopt;
    return now + ahead(who) - lateness(h.late) - Milliseconds{source_behind_};
  }

  void start_exam(const Happening& h) {
    const int number = h.a == 11 ? std::max(0, exams_ - 1) : exams_++;  // now and then said again
    ExamFacts facts{exam_name(number), {"o" + std::to_string(h.b % 3)}, {}, "p" + std::to_string(h.b % 2)};
    ExamStarted started{facts, Subject::patient, source_time("agent", h), {}, "mpps"};
    if (h.a % 5 == 3) started.subject = Subject::phantom;
    if (h.a % 5 == 4) started.subject = Subject::unknown;
    if (h.b % 3 == 0) started.open_ends_after = std::chrono::minutes{30};
    add("agent", started);
  }

  void end_exam(const Happening& h) {
    if (exams_ == 0) return;
    const int number = std::max(0, exams_ - 1 - (h.a > 9 ? h.a - 9 : 0));
    const auto status = h.b % 4 == 3 ? ExamStatus::discontinued : ExamStatus::completed;
    add("agent", ExamEnded{{exam_name(number), {}, "s1", {}}, source_time("agent", h), status, "", {}});
  }

  void step_exam(const Happening& h) {
    static const std::array<std::string, 4> steps{"arrived", "in_room", "left_room", "images_complete"};
    std::optional<KeyedHash> exam;
    if (h.b % 3 == 0 && exams_ > 0) exam = exam_name(exams_ - 1);
    add(kiosk(h.b), ExamStepped{exam, steps[static_cast<std::size_t>(h.a) % steps.size()], {}});
  }

  void fault(const Happening& h) {
    const int number = h.a == 11 ? std::max(0, faults_ - 1) : faults_++;
    const bool by_person = h.a % 2 == 0;
    const Effect effect = h.b % 5 < 2 ? Effect::down : h.b % 5 < 4 ? Effect::limited : Effect::none;
    std::optional<Instant> at;
    if (!by_person) at = source_time("agent", h);
    const std::string who = by_person ? kiosk(h.b) : "agent";
    add(who, FaultReported{"f" + std::to_string(number), "table", effect, Cause::equipment,
                           by_person ? "person" : "log", at});
  }

  void step_fault(const Happening& h) {
    if (faults_ == 0) return;
    const auto name = "f" + std::to_string(std::max(0, faults_ - 1 - h.a % 3));
    static constexpr std::array steps{FaultStep::repaired, FaultStep::released, FaultStep::called, FaultStep::noted};
    add(kiosk(h.b),
        FaultStepped{
            steps[static_cast<std::size_t>(h.b) % steps.size()], name, {}, {}, {}, "note" + std::to_string(h.a % 3)});
  }

  void declare(const Happening& h) {
    static constexpr std::array states{EquipmentState::ready,        EquipmentState::down,
                                       EquipmentState::limited,      EquipmentState::quality_control,
                                       EquipmentState::planned_down, EquipmentState::ready};
    DeviceDeclared said{states[static_cast<std::size_t>(h.a) % states.size()], now, {}, Cause::equipment, {}, {}};
    if (said.state == EquipmentState::planned_down) {
      said.from = now + gap_of(h.b);
      if (h.late % 4 != 0) said.until = said.from + gap_of((h.late * 3) % 12);
    }
    add(kiosk(h.b), said);
  }

  void silence(const std::string& who, const Happening& h) {
    const Instant until = now - lateness(h.late);
    const Instant last_receipt = until - Milliseconds{h.a % 2 == 0 ? 0 : 4000};
    auto& silent_since = last_receipts_[who];
    silent_since = std::min(silent_since.value_or(last_receipt), last_receipt);
    add("collector", NodeSilent{node(who), epoch_of(who), last_receipt, until, "missed"}, false);
  }

  void hear(const std::string& who, const Happening& h) {
    auto& silent_since = last_receipts_[who];
    const Instant last_receipt = std::min(silent_since.value_or(now), now - lateness(h.late));
    silent_since.reset();
    add("collector", NodeHeard{node(who), epoch_of(who), last_receipt, {}, {}, h.b % 3 == 0}, false);
  }

  void withdraw(const Happening& h) {
    const std::string who = kiosk(h.b);
    if (seqs_[who] == 0) return;
    add(who,
        EventWithdrawn{epoch_of(who), seqs_[who] - static_cast<std::uint64_t>(h.a % 2 == 0 ? 0 : seqs_[who] > 1), {}},
        false);
  }

  void happen(const Happening& h) {
    now += gap_of(h.gap);
    const std::string who = agent(h.a);
    switch (h.kind) {
      case 0: return start(who, h.b % 3 == 0 ? std::nullopt : std::optional{lateness(h.late)});
      case 1: return silence(who, h);
      case 2: return hear(who, h);
      case 3:
        return add(who, NodePaused{now + ahead(who) - lateness(h.late), now + ahead(who) - Milliseconds{h.b % 2}},
                   false);
      case 4: return configure(h.a, h.b);
      case 5: return add("agent", CheckDone{"daily", h.a % 3 == 0 ? "failed" : "passed"});
      case 6: return withdraw(h);
      case 7:
        if (exams_ > 0) add("agent", ExamUpdated{{exam_name(exams_ - 1), {"o9"}, {}, {}}});
        return;
      case 8: return step_exam(h);
      case 9:
      case 10: return fault(h);
      case 11:
      case 12: return step_fault(h);
      case 13:
      case 14: return declare(h);
      case 15:
      case 16:
      case 17: return observe(who, h);
      case 18:
      case 19:
      case 20: return start_exam(h);
      case 21: source_behind_ = (h.a - 3) * 20'000; return;
      default: return end_exam(h);
    }
  }

  bool calm_;
  std::map<std::string, std::uint8_t> epochs_;
  std::map<std::string, std::uint64_t> seqs_;
  std::map<std::string, std::optional<Instant>> last_receipts_;
  int exams_ = 0;
  int faults_ = 0;
  int source_behind_ = 0;
};

inline std::optional<Milliseconds> some_usual_length(const std::string& procedure, Instant before) {
  if (procedure != "p1" || before.time_since_epoch().count() / 3'600'000 % 3 == 0) return std::nullopt;
  return std::chrono::minutes{25};
}

inline std::string shown(const std::vector<LogRow>& rows) {
  std::string text;
  for (const LogRow& row : rows) {
    text += std::to_string((row.when - day_one()).count()) + " " + clock_text(row.when) + " " + row.id.node.text() +
            "/" + std::to_string(row.id.seq) + " " + std::string{event_type(row.body)} + " from " +
            clock_text(speaks_from(row));
    if (const auto* declared = std::get_if<DeviceDeclared>(&row.body)) text += " " + std::string{word(declared->state)};
    if (const auto* started = std::get_if<ExamStarted>(&row.body))
      text += " " + started->facts.exam + " " + std::string{word(started->subject)};
    if (const auto* ended = std::get_if<ExamEnded>(&row.body)) text += " " + ended->facts.exam;
    if (const auto* fault = std::get_if<FaultReported>(&row.body))
      text += " " + fault->fault + " " + std::string{word(fault->effect)} + " " + fault->source;
    if (const auto* step = std::get_if<FaultStepped>(&row.body)) text += " " + step->fault;
    if (const auto* seen = std::get_if<DeviceObserved>(&row.body))
      text += seen->reachable ? " " + std::string{word(seen->activity)} : " silent";
    if (const auto* heard = std::get_if<NodeHeard>(&row.body)) text += heard->stood_still ? " stood still" : "";
    text += "\n";
  }
  return text;
}

inline std::string shown(const Derived& derived) {
  std::string text;
  for (const auto& i : derived.intervals) {
    text += clock_text(i.period.from) + " " + std::string{word(i.state)} + " " + std::string{word(i.grade)} + " " +
            i.reason + " " + i.exam.value_or("-") + " " +
            (i.began_by ? i.began_by->node.text() + "/" + std::to_string(i.began_by->seq) : "-") + "\n";
  }
  for (const auto& e : derived.exams) {
    text += e.exam + " " + clock_text(e.running.from) + "-" + clock_text(e.running.to) +
            (e.inferred ? " inferred" : "") + "\n";
  }
  for (const auto& f : derived.faults) {
    text += f.fault + " " + clock_text(f.reported) + "-" + clock_text(f.closed.value_or(end_of_time)) + " " +
            f.closed_by + " " + f.note + "\n";
  }
  for (const auto& c : derived.contradictions) text += "against " + c.exam + "\n";
  text += "next " + (derived.next_change ? clock_text(*derived.next_change) : "none") + "\n";
  return text;
}

}  // namespace isocenter::collector::testing
