#include "tests/bench/device_past.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace isocenter::bench {
namespace {

using namespace std::chrono_literals;
using collector::ExamRow;
using collector::FaultRow;

constexpr auto opens = 12h;  // 07:00 in New York's winter
constexpr auto works = 12h;
constexpr auto between_exams = 31min;
constexpr int readings = 194, observations = 40;
constexpr int days_a_year = 365;
constexpr int outages = 23, limitations = 10, silences = 12, works_planned = 4;  // a year

bool is_sunday(Instant midnight) {
  return std::chrono::weekday{std::chrono::floor<std::chrono::days>(midnight)} == std::chrono::Sunday;
}

}  // namespace

DevicePast::DevicePast(DeviceName device, NodeName node, std::uint32_t seed)
    : device_{std::move(device)}, node_{std::move(node)}, random_{seed}, open_{.device = device_} {}

std::int64_t DevicePast::from(std::int64_t least, std::int64_t most) {
  return std::uniform_int_distribution<std::int64_t>{least, most}(random_);
}

KeyedHash DevicePast::next_hash() {
  return fmt::format("k1:{:032x}{:032x}", std::hash<std::string>{}(device_.text()), ++hashes_);
}

PastDay DevicePast::next(Instant midnight, Instant until) {
  until_ = until;
  day_ = {};
  if (open_.period.from == Instant{}) open_.period.from = midnight;
  tell_readings(midnight);
  const Period open{midnight + opens, midnight + opens + works};
  if (is_sunday(midnight) || open.from >= until) return std::move(day_);
  const auto trouble = draw_trouble(open);
  turn(open.from, EquipmentState::ready, "hours", "calendar", false);
  tell_exams(open, trouble);
  turn(open.to, EquipmentState::closed, "hours", "calendar", false);
  return std::move(day_);
}

void DevicePast::settle(const std::vector<Name>& ids) {
  if (open_began_) open_.began_by = ids[*open_began_];
  open_began_.reset();
}

std::optional<DevicePast::Trouble> DevicePast::draw_trouble(Period open) {
  const std::int64_t drawn = from(1, days_a_year * 6 / 7);
  const auto begin = open.from + Milliseconds{from(0, 8 * 3'600'000)};
  const auto lasts = [&](Milliseconds least, Milliseconds most) {
    return Period{begin, std::min(begin + Milliseconds{from(least.count(), most.count())}, open.to - 1min)};
  };
  if (drawn <= outages) return Trouble{EquipmentState::down, lasts(30min, 9h)};
  if (drawn <= outages + limitations) return Trouble{EquipmentState::limited, lasts(1h, 10h)};
  if (drawn <= outages + limitations + silences) return Trouble{EquipmentState::unknown, lasts(2min, 2h)};
  if (drawn <= outages + limitations + silences + works_planned) {
    return Trouble{EquipmentState::planned_down, lasts(2h, 4h)};
  }
  return std::nullopt;
}

void DevicePast::tell_readings(Instant midnight) {
  for (int i = 0; i < readings; ++i) {
    const Instant when = midnight + Milliseconds{24h} * i / readings;
    tell(when, ReadingTaken{i % 2 == 0 ? "helium_level" : "room_temperature", double(from(150, 900)) / 10, "%"});
  }
  for (int i = 0; i < observations; ++i) {
    const Instant when = midnight + Milliseconds{24h} * i / observations + 7s;
    tell(when, DeviceObserved{true, Activity::idle, midnight, "echo", "echo"});
  }
}

void DevicePast::tell_exams(Period open, const std::optional<Trouble>& trouble) {
  bool is_told = !trouble;
  for (Instant begin = open.from + 5min; begin + between_exams < open.to; begin += between_exams) {
    const Period running{begin, begin + Milliseconds{from(12 * 60'000, 27 * 60'000)}};
    if (!is_told && trouble->when.from < running.to) {
      tell_trouble(*trouble);
      is_told = true;
    }
    if (!trouble || !overlap(running, trouble->when)) tell_exam(running);
  }
  if (!is_told) tell_trouble(*trouble);
}

void DevicePast::tell_exam(Period running) {
  const KeyedHash exam = next_hash(), order = next_hash();
  ExamRow row{.exam = exam,
              .orders = {order},
              .study = {},
              .device = device_,
              .modality = "MR",
              .procedure = hashes_ % 3 == 0 ? "MR LUMBAR SPINE" : "MR BRAIN",
              .subject = Subject::patient};
  row.started = row.started_seen = running.from;
  row.running = {running.from, end_of_time};
  if (!tell(running.from,
            ExamStarted{.facts = {.exam = exam, .orders = {order}, .study = {}, .procedure = row.procedure},
                        .subject = Subject::patient,
                        .at = running.from,
                        .open_ends_after = {},
                        .source = "mpps"})) {
    return;
  }
  turn(running.from, EquipmentState::in_use, "exam", node_.text(), true);
  open_.exam = exam;
  if (tell(running.to, ExamEnded{.facts = {.exam = exam, .orders = {}, .study = {}, .procedure = {}},
                                 .at = running.to,
                                 .status = ExamStatus::completed,
                                 .reason = {},
                                 .images = 320})) {
    row.status = ExamStatus::completed;
    row.ended = row.ended_seen = running.to;
    row.images = 320;
    row.running.to = running.to;
    turn(running.to, EquipmentState::ready, "exam_ended", node_.text(), true);
  }
  day_.exams.push_back(std::move(row));
}

void DevicePast::tell_trouble(const Trouble& trouble) {
  switch (trouble.state) {
    case EquipmentState::down:
    case EquipmentState::limited: tell_fault(trouble); return;
    case EquipmentState::planned_down: {
      DeviceDeclared said{.state = EquipmentState::planned_down, .from = trouble.when.from, .until = trouble.when.to};
      tell(trouble.when.from, std::move(said));
      turn(trouble.when.from, EquipmentState::planned_down, "declared", node_.text(), true);
      tell(trouble.when.to, DeviceDeclared{.state = EquipmentState::ready, .from = trouble.when.to});
      turn(trouble.when.to, EquipmentState::ready, "declared", node_.text(), true);
      return;
    }
    default:
      tell(trouble.when.from + 30s, NodeSilent{node_, {}, trouble.when.from, trouble.when.from, "missed"}, true, false);
      turn(trouble.when.from, EquipmentState::unknown, "node_silent", "nobody", true);
      tell(trouble.when.to, NodeHeard{.node = node_, .epoch = {}, .last_receipt = trouble.when.from}, true, false);
      turn(trouble.when.to, EquipmentState::ready, "observed", node_.text(), true);
  }
}

void DevicePast::tell_fault(const Trouble& trouble) {
  const bool is_down = trouble.state == EquipmentState::down;
  FaultRow row{.fault = fmt::format("{}-{}", device_.text(), ++faults_),
               .device = device_,
               .code = is_down ? "gantry" : "coil",
               .effect = is_down ? Effect::down : Effect::limited,
               .cause = faults_ % 4 == 0 ? Cause::unexplained : Cause::equipment,
               .source = "person",
               .reported = trouble.when.from};
  const auto step = [&](FaultStep next, Instant when, std::optional<Instant>& noted) {
    if (tell(when, FaultStepped{.step = next,
                                .fault = row.fault,
                                .at = when,
                                .vendor = "Example Imaging",
                                .reference = "W-1",
                                .note = {}}))
      noted = when;
  };
  const Instant begin = trouble.when.from, end = trouble.when.to;
  if (!tell(begin, FaultReported{row.fault, row.code, row.effect, row.cause, "person", begin})) return;
  turn(begin, trouble.state, "fault:" + row.code, node_.text(), true);
  open_.cause = row.cause;
  step(FaultStep::called, begin + (end - begin) / 10, row.called);
  step(FaultStep::acknowledged, begin + (end - begin) / 8, row.acknowledged);
  step(FaultStep::on_site, begin + (end - begin) / 2, row.on_site);
  step(FaultStep::repaired, end, row.repaired);
  if (row.repaired) {
    row.closed = end;
    row.closed_by = "repaired";
    turn(end, EquipmentState::ready, "repaired", node_.text(), true);
    step(FaultStep::released, end + 30s, row.released);
  }
  day_.faults.push_back(std::move(row));
}

bool DevicePast::tell(Instant when, EventBody body, bool by_collector, bool of_device) {
  if (when >= until_) return false;
  day_.events.push_back(
      {when, by_collector, {when, of_device ? std::optional{device_} : std::nullopt, std::move(body)}});
  return true;
}

void DevicePast::turn(Instant when, EquipmentState state, std::string reason, std::string source, bool began) {
  if (when >= until_) return;
  if (when > open_.period.from) {
    open_.period.to = when;
    day_.intervals.push_back({open_, open_began_});
  }
  open_ = {.device = device_,
           .state = state,
           .period = {when, end_of_time},
           .cause = {},
           .grade = state == EquipmentState::unknown ? Grade::d : Grade::a,
           .reason = std::move(reason),
           .source = std::move(source),
           .exam = {},
           .began_by = {}};
  open_began_ = began ? std::optional{day_.events.size() - 1} : std::nullopt;
}

}  // namespace isocenter::bench
