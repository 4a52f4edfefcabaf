#include "tests/simulator/modality.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace isocenter::simulator {
namespace {

/// Invented; rare enough that a scan for them finds any that escaped.
constexpr std::array patient_names{"QUILLFEATHER^ODETTE", "ZWICKENBOTTLE^AMBROSE", "VANDERSPIEGLE^TALLULAH",
                                   "KRZYWOPIÓRO^ŚWIĘTOSŁAW", "MBEKWE-FALLOWAY^JUNIPER"};
constexpr std::array birth_dates{"19330229", "19410630", "19580411", "19720923", "20010117"};

struct Discontinuation {
  const char* code;
  const char* meaning;
};
constexpr std::array discontinuations{Discontinuation{"110505", "Patient refused to continue procedure"},
                                      Discontinuation{"110515", "Patient condition prevented continuing"},
                                      Discontinuation{"110513", "Discontinued for unspecified reason"}};

std::string meaning_of(const std::string& code) {
  for (const Discontinuation& each : discontinuations) {
    if (code == each.code) return each.meaning;
  }
  return "Equipment failure";
}

}  // namespace

SimulatedModality::SimulatedModality(ModalitySetting setting, Truth& truth, FrontDesk& desk)
    : setting_{std::move(setting)},
      truth_{truth},
      desk_{desk},
      name_{*DeviceName::parse(setting_.device.name)},
      echo_{setting_.device.ae_title, setting_.echo_port},
      log_{setting_.log, setting_.zone},
      random_{setting_.seed} {}

void SimulatedModality::switch_on() { echo_.switch_on(); }

void SimulatedModality::run(std::stop_token stop) {
  stop_ = std::move(stop);
  enter(idle(), now());
  if (setting_.device.closed) {
    while (pass(10)) log_.chatter(now(), "standby");
    return;
  }
  if (!pass(draw(1, 4))) return;
  if (setting_.device.quality_control_first && !control_quality()) return;
  while (!stop_.stop_requested()) {
    const bool is_due = !mishap_done_ && minutes_passed_ >= setting_.device.mishap_after_minutes;
    if (is_due && setting_.device.mishap != Mishap::none) {
      mishap_done_ = true;
      if (!befall()) return;
      continue;
    }
    if (!examine(false)) return;
    log_.reading(now(), setting_.device.modality->sensor, draw(19, 60));
    if (!pass(setting_.device.modality->turnover_minutes * draw(0.6, 1.5))) return;
  }
}

bool SimulatedModality::pass(double minutes) {
  minutes_passed_ += minutes;
  std::mutex mutex;
  std::condition_variable_any over;
  std::unique_lock lock{mutex};
  const std::chrono::duration<double> real{minutes * 60 / setting_.speed};
  over.wait_for(lock, stop_, real, [] { return false; });
  return !stop_.stop_requested();
}

bool SimulatedModality::examine(bool breaks_down) {
  const auto& procedures = setting_.device.modality->procedures;
  const Procedure& procedure = procedures[random_() % procedures.size()];
  const double minutes = procedure.median_minutes * std::exp(procedure.spread * draw(-1, 1));
  const Instant started = now();
  const PerformedStep step = perform(procedure, false, started);
  const auto place = begin(step, Subject::patient, started);
  if (!place) return pass(1);
  enter(EquipmentState::in_use, started);
  const bool stops_early = breaks_down || draw(0, 1) < 0.06;
  if (!pass(stops_early ? minutes * draw(0.3, 0.6) : minutes)) return false;

  const Instant ended = now();
  if (breaks_down) {
    log_.fault_raised(ended, setting_.device.modality->fault_code);
    truth_.report_fault({setting_.device.name, setting_.device.modality->fault_code, "log", ended});
    enter(EquipmentState::down, ended);
    end(step, *place, ended, false, "110501");
    setting_.tell(fmt::format("{} broke down during an exam; the exam was discontinued", setting_.device.title));
    return true;
  }
  end(step, *place, ended, !stops_early,
      stops_early ? discontinuations[random_() % discontinuations.size()].code : std::string{});
  enter(idle(), ended);
  if (draw(0, 1) < 0.4) {
    desk_.answer("exit", 3 + static_cast<int>(random_() % 3));
    truth_.count_answer();
  }
  return true;
}

bool SimulatedModality::control_quality() {
  const Instant started = now();
  const PerformedStep step = perform({.description = "QUALITY CONTROL", .median_minutes = 6}, true, started);
  log_.quality_control_begun(started);
  setting_.tell(setting_.device.title + ": quality control with a phantom");
  const auto place = begin(step, Subject::phantom, started);
  if (!place) return pass(1);
  enter(EquipmentState::quality_control, started);
  if (!pass(draw(6, 9))) return false;
  const Instant ended = now();
  end(step, *place, ended, true, "");
  log_.quality_control_ended(ended);
  enter(idle(), ended);
  return pass(draw(2, 4));
}

bool SimulatedModality::befall() {
  const Modality& modality = *setting_.device.modality;
  switch (setting_.device.mishap) {
    case Mishap::none: return true;
    case Mishap::log_fault_down: return fault_from_log(modality.fault_code, EquipmentState::down);
    case Mishap::log_fault_limited: return fault_from_log(modality.limited_code, EquipmentState::limited);
    case Mishap::fault_during_exam: {
      if (!examine(true) || !pass(draw(8, 14))) return false;
      const Instant cleared = now();
      log_.fault_cleared(cleared, modality.fault_code);
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
  log_.fault_raised(raised, code);
  truth_.report_fault({setting_.device.name, code, "log", raised});
  setting_.tell(
      fmt::format("{} logs the fault {}; it is {} until that clears", setting_.device.title, code, word(state)));
  enter(state, raised);
  if (!pass(draw(8, 16))) return false;
  const Instant cleared = now();
  log_.fault_cleared(cleared, code);
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
  if (!pass(announced)) return false;
  enter(EquipmentState::down, until);  // it overran
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
  log_.workstation_started(now());
  setting_.tell(setting_.device.title + ": the workstation is back");
  echo_.switch_on();
  enter(idle(), now());
  return pass(5);
}

PerformedStep SimulatedModality::perform(const Procedure& procedure, bool phantom, Instant started) {
  const std::size_t who = random_() % patient_names.size();
  const auto number = random_() % 1'000'000;
  PerformedStep step{.sop_instance_uid = new_uid(),
                     .study_instance_uid = new_uid(),
                     .accession_numbers = {},
                     .patient_name = phantom ? "PHANTOM^DAILY QC" : patient_names[who],
                     .patient_id = phantom ? "QC-DAILY" : fmt::format("MRN77{:06}", number),
                     .birth_date = birth_dates[who],
                     .station_ae = setting_.device.ae_title,
                     .station_name = setting_.device.ae_title,
                     .modality = setting_.device.modality->code,
                     .step_id = fmt::format("PPS{:06}", number),
                     .description = procedure.description,
                     .start_date = dicom_date(started, setting_.zone),
                     .start_time = dicom_time(started, setting_.zone)};
  step.accession_numbers.push_back(fmt::format("ACC{}", random_() % 100'000'000));
  if (!phantom && draw(0, 1) < 0.1) step.accession_numbers.push_back(fmt::format("ACC{}", random_() % 100'000'000));
  return step;
}

std::optional<std::size_t> SimulatedModality::begin(const PerformedStep& step, Subject subject, Instant started) {
  const auto status = send_create(setting_.mpps, step);
  if (status != 0u) {
    truth_.complain(fmt::format("{}: N-CREATE was answered {}", setting_.device.name,
                                status ? fmt::format("{:04X}H", *status) : "not at all"));
    return std::nullopt;
  }
  return truth_.begin_exam({.sop_instance_uid = step.sop_instance_uid,
                            .study_instance_uid = step.study_instance_uid,
                            .accession_numbers = step.accession_numbers,
                            .device = setting_.device.name,
                            .procedure = step.description,
                            .subject = subject,
                            .started = started,
                            .ended = {},
                            .completed = true,
                            .reason = ""});
}

void SimulatedModality::end(const PerformedStep& step, std::size_t place, Instant ended, bool completed,
                            const std::string& reason) {
  const StepEnd set{.completed = completed,
                    .discontinuation_code = reason,
                    .discontinuation_meaning = meaning_of(reason),
                    .end_date = dicom_date(ended, setting_.zone),
                    .end_time = dicom_time(ended, setting_.zone),
                    .series_instance_uid = new_uid(),
                    .images = static_cast<int>(random_() % 40) + 1};
  const auto status = send_set(setting_.mpps, step, set);
  if (status == 0u) {
    truth_.end_exam(place, ended, completed, reason);
  } else {
    truth_.complain(fmt::format("{}: N-SET was answered {}", setting_.device.name,
                                status ? fmt::format("{:04X}H", *status) : "not at all"));
  }
}

void SimulatedModality::enter(EquipmentState state, Instant at) { truth_.enter(setting_.device.name, state, at); }

EquipmentState SimulatedModality::idle() const {
  return setting_.device.closed ? EquipmentState::closed : EquipmentState::ready;
}

double SimulatedModality::draw(double low, double high) {
  return std::uniform_real_distribution<double>{low, high}(random_);
}

std::string SimulatedModality::new_uid() {
  return fmt::format("2.25.{}{:019}", random_() % 1'000'000'000 + 1, random_() >> 1);
}

}  // namespace isocenter::simulator
