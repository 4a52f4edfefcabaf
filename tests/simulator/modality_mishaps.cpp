#include <fmt/format.h>

#include "tests/simulator/modality.hpp"

/// What befalls a modality beside its exams, and how that is mended.
namespace isocenter::simulator {

bool SimulatedModality::befall() {
  mishap_done_ = true;
  const Modality& modality = *setting_.device.modality;
  switch (setting_.device.mishap) {
    case Mishap::none: return true;
    case Mishap::log_fault_down: return fault_from_log(modality.fault_code, EquipmentState::down);
    case Mishap::log_fault_limited: return fault_from_log(modality.limited_code, EquipmentState::limited);
    case Mishap::fault_during_exam: {
      if (!break_down() || !pass(draw(8, 14))) return false;
      const Instant cleared = now();
      log_.fault_cleared(by_own_clock(cleared), modality.fault_code);
      setting_.tell(setting_.device.title + " is repaired");
      enter(idle(), cleared);
      return pass(3);
    }
    case Mishap::person_fault: return fault_from_person();
    case Mishap::planned_overruns: return planned_work();
    case Mishap::workstation_dies: return workstation_death();
  }
  return true;
}

bool SimulatedModality::fault_from_log(const std::string& code, EquipmentState state) {
  const Instant raised = now();
  log_.fault_raised(by_own_clock(raised), code);
  truth_.report_fault({setting_.device.name, code, "log", by_own_clock(raised)});
  setting_.tell(
      fmt::format("{} logs the fault {}; it is {} until that clears", setting_.device.title, code, word(state)));
  enter(state, raised);
  if (!pass(draw(8, 16))) return false;
  const Instant cleared = now();
  log_.fault_cleared(by_own_clock(cleared), code);
  setting_.tell(setting_.device.title + " logs that the fault is cleared");
  enter(idle(), cleared);
  return pass(4);
}

bool SimulatedModality::fault_from_person() {
  const Instant reported = now();
  const FaultId fault = desk_.report_fault(name_, "table", Effect::down, Cause::equipment);
  truth_.report_fault({setting_.device.name, "table", "person", reported});
  setting_.tell(setting_.device.title + ": a technologist reports a fault of the table");
  enter(EquipmentState::down, reported);
  if (!pass(3)) return false;
  desk_.step_fault(name_, fault, FaultStep::acknowledged);
  if (!pass(4)) return false;
  desk_.step_fault(name_, fault, FaultStep::on_site);
  if (!pass(draw(6, 10))) return false;
  desk_.step_fault(name_, fault, FaultStep::repaired);
  setting_.tell(setting_.device.title + ": the engineer has repaired the table");
  enter(idle(), now());
  return pass(4);
}

bool SimulatedModality::planned_work() {
  const double announced = 8;
  const Instant begun = now();
  const Instant until =
      begun + std::chrono::floor<Milliseconds>(std::chrono::duration<double>{announced * 60 / setting_.speed});
  desk_.declare(name_, EquipmentState::planned_down, until, Cause::unexplained);
  setting_.tell(setting_.device.title + ": planned work begins; it will overrun");
  enter(EquipmentState::planned_down, begun);
  enter(EquipmentState::down, until);  // it overruns, also where the day ends before
  if (!pass(announced)) return false;
  if (!pass(draw(6, 10))) return false;
  desk_.declare(name_, EquipmentState::ready, std::nullopt, Cause::unexplained);
  setting_.tell(setting_.device.title + ": the work is done, room ready");
  enter(idle(), now());
  return pass(4);
}

bool SimulatedModality::workstation_death() {
  setting_.tell(setting_.device.title + ": the workstation dies; nobody can tell what the room does");
  echo_.switch_off();
  enter(EquipmentState::unknown, now());
  if (!pass(draw(14, 20))) return false;
  log_.workstation_started(by_own_clock(now()));
  setting_.tell(setting_.device.title + ": the workstation is back");
  echo_.switch_on();
  enter(idle(), now());
  return pass(5);
}

bool SimulatedModality::break_down() {
  const Procedure& procedure = draw_procedure();
  const double minutes = draw_minutes(procedure) * draw(0.3, 0.6);
  const Instant started = now();
  const PerformedStep step = perform(procedure, false, started);
  const auto place = begin(step, Subject::patient, started);
  if (!place) return pass(1);
  enter(EquipmentState::in_use, started);
  if (!scan(minutes)) return false;
  const Instant ended = now();
  log_.fault_raised(by_own_clock(ended), setting_.device.modality->fault_code);
  truth_.report_fault({setting_.device.name, setting_.device.modality->fault_code, "log", by_own_clock(ended)});
  enter(EquipmentState::down, ended);
  end(step, *place, ended, false, "110501");
  setting_.tell(fmt::format("{} broke down during an exam; the exam was discontinued", setting_.device.title));
  return true;
}

}  // namespace isocenter::simulator
