#include <fmt/format.h>

#include "tests/truth/department_parts.hpp"

/// The script as actions of their time.
namespace isocenter::truth {
namespace {

FaultId fault_id(const DeviceName& device, std::size_t episode) {
  return fmt::format("fault-{}-{}", device.text(), episode);
}

KeyedHash exam_hash(const DeviceName& device, std::size_t number) {
  const std::string digits = fmt::format("{}{:06}", device.text().back(), number);
  return "k1:" + std::string(64 - digits.size(), '0') + digits;
}

}  // namespace

void Department::plan() {
  for (const DeviceScript& device : script_.devices) {
    for (std::size_t i = 0; i < device.episodes.size(); ++i) plan_episode(device.device, device.episodes[i], i);
    for (std::size_t i = 0; i < device.mistakes.size(); ++i) plan_mistake(device.device, device.mistakes[i], i);
    for (const Away& away : device.absences) plan_absence(device.device, away);
    for (const Correction& correction : device.corrections) {
      at(correction.said, [this, name = device.device, correction] {
        say_on_page(name, correction.how);
        ++happened_.corrected;
      });
    }
  }
  for (const Period& period : script_.kiosk_cut) {
    at(period.from, [this] { cut(std::string{kiosk_name}); });
    at(period.to, [this] { mend(std::string{kiosk_name}); });
  }
  for (const Period& period : script_.broker_down) {
    at(period.from, [this] { broker_.kill(); });
    at(period.to, [this] { broker_.start(); });
  }
  for (const Period& period : script_.collector_down) {
    at(period.from, [this] { kill_collector(); });
    at(period.to, [this] { start_collector(); });
  }
}

void Department::plan_episode(const DeviceName& device, const Episode& episode, std::size_t number) {
  const FaultId fault = fault_id(device, number);
  const auto tell = [=, this, on_page = episode.on_page](EventBody body) {
    if (on_page && collector_) {
      say_on_page(device, std::move(body));
      ++happened_.said_on_page;
      return;
    }
    const BirthName name = say(device, std::move(body));
    if (episode.undone_late && now_ == episode.when.from) {
      at(*episode.undone_late, [=, this] {
        undo(device, name);
        ++happened_.undone_too_late;
      });
    }
  };
  const auto declare = [this, tell](Instant when, EquipmentState state, Cause cause, std::optional<Instant> until) {
    at(when, [=] {
      tell(DeviceDeclared{.state = state, .from = when, .until = until, .cause = cause, .role = "technologist"});
    });
  };
  const auto step = [this, tell, fault](std::optional<Instant> when, FaultStep done) {
    if (when) at(*when, [=] { tell(FaultStepped{.step = done, .fault = fault, .at = when}); });
  };
  const auto [from, to] = episode.when;
  switch (episode.kind) {
    case Kind::exam: {
      const ExamFacts facts{.exam = exam_hash(device, number), .procedure = "MR HEAD"};
      at(from, [=, this] {
        see(device, "mpps", ExamStarted{.facts = facts, .subject = Subject::patient, .at = from, .source = "mpps"});
      });
      at(to, [=, this] { see(device, "mpps", ExamEnded{.facts = facts, .at = to, .status = ExamStatus::completed}); });
      break;
    }
    case Kind::log_down:
    case Kind::log_limited: {
      const Effect effect = episode.kind == Kind::log_down ? Effect::down : Effect::limited;
      at(from, [=, this, cause = episode.cause] {
        see(device, "log",
            FaultReported{.fault = fault, .code = "X", .effect = effect, .cause = cause, .source = "log"});
      });
      at(to, [=, this] { see(device, "log", FaultStepped{.step = FaultStep::repaired, .fault = fault}); });
      break;
    }
    case Kind::person_down:
      at(from, [=, cause = episode.cause] {
        tell(FaultReported{.fault = fault, .code = "table", .cause = cause, .source = "person", .at = from});
      });
      step(to, FaultStep::repaired);
      break;
    case Kind::declared_down: declare(from, EquipmentState::down, episode.cause, {}); break;
    case Kind::planned: declare(from, EquipmentState::planned_down, episode.cause, episode.planned_until); break;
    case Kind::quality_control: declare(from, EquipmentState::quality_control, episode.cause, {}); break;
  }
  const bool is_declared =
      episode.kind == Kind::declared_down || episode.kind == Kind::planned || episode.kind == Kind::quality_control;
  if (is_declared) declare(to, EquipmentState::ready, Cause::unexplained, {});
  step(episode.called, FaultStep::called);
  step(episode.released, FaultStep::released);
}

void Department::plan_mistake(const DeviceName& device, const Mistake& mistake, std::size_t number) {
  const auto declared = [&](EquipmentState state, std::optional<Instant> until = {}) {
    return DeviceDeclared{
        .state = state, .from = mistake.said, .until = until, .cause = mistake.cause, .role = "technologist"};
  };
  const auto stepped = [&](FaultStep step) {
    return FaultStepped{.step = step, .fault = fault_id(device, mistake.episode), .at = mistake.said};
  };
  const auto body = [&]() -> EventBody {
    switch (mistake.what) {
      case Mistaken::down: return declared(EquipmentState::down);
      case Mistaken::planned: return declared(EquipmentState::planned_down, mistake.said + std::chrono::minutes{90});
      case Mistaken::quality_control: return declared(EquipmentState::quality_control);
      case Mistaken::ready: return declared(EquipmentState::ready);
      case Mistaken::fault: break;
      case Mistaken::called: return stepped(FaultStep::called);
      case Mistaken::repaired: return stepped(FaultStep::repaired);
      case Mistaken::released: return stepped(FaultStep::released);
    }
    return FaultReported{.fault = fmt::format("mistake-{}-{}", device.text(), number),
                         .code = "table",
                         .cause = mistake.cause,
                         .source = "person",
                         .at = mistake.said};
  };
  at(mistake.said, [=, this, body = body()] {
    const BirthName name = say(device, body);
    at(mistake.undone, [=, this] {
      undo(device, name);
      ++happened_.undone;
      if (is_heard_late(mistake)) ++happened_.undone_at_last;
    });
  });
}

void Department::plan_absence(const DeviceName& device, const Away& away) {
  const std::string node = agent_name(device);
  switch (away.kind) {
    case Absence::dead:
      at(away.when.from, [=, this] { kill_agent(device); });
      at(away.when.to, [=, this] { start_agent(device); });
      break;
    case Absence::dead_while_cut:
      at(away.when.from, [=, this] { cut(node); });
      at(away.dies, [=, this] { kill_agent(device); });
      at(away.when.to, [=, this] {
        mend(node);
        start_agent(device);
      });
      break;
    case Absence::cut:
      at(away.when.from, [=, this] { cut(node); });
      at(away.when.to, [=, this] { mend(node); });
      break;
    case Absence::console_off:
      at(away.when.from, [=, this] { agents_.at(device)->console_is_on = false; });
      at(away.when.to, [=, this] { agents_.at(device)->console_is_on = true; });
      break;
    case Absence::stopped:
    case Absence::suspended:
      at(away.when.from, [=, this] { stand_still(device); });
      at(away.when.to, [=, this] { go_on(device, away); });
      if (away.expires < away.when.to) at(away.expires, [=, this] { expire(device); });
      if (away.kind == Absence::suspended) at(away.clock_set, [=, this] { agents_.at(device)->behind = {}; });
      break;
  }
}

}  // namespace isocenter::truth
