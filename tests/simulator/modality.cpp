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

void SimulatedModality::switch_on() {
  echo_.switch_on();
  enter(idle(), now());
}

void SimulatedModality::run(std::stop_token stop) {
  stop_ = std::move(stop);
  if (setting_.device.closed) {
    while (pass(10)) log_.chatter(by_own_clock(now()), "standby");
    return;
  }
  if (!pass(draw(1, 4))) return;
  if (setting_.device.quality_control_first && !control_quality()) return;
  while (!stop_.stop_requested()) {
    const bool goes_on = is_mishap_due(0) ? befall() : take_next_patient();
    if (!goes_on) return;
  }
}

bool SimulatedModality::is_mishap_due(double within_minutes) const {
  return !mishap_done_ && setting_.device.mishap != Mishap::none &&
         minutes_passed_ + within_minutes >= setting_.device.mishap_after_minutes;
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

bool SimulatedModality::pass_seconds(double seconds) { return pass(seconds * setting_.speed / 60); }

bool SimulatedModality::take_next_patient() {
  const Twist twist = twist_of(setting_.device.habits, exams_++);
  if (!(twist == Twist::two_steps ? examine_in_two_steps() : examine(twist))) return false;
  ask_patient();
  if (twist == Twist::torn_log) {
    tear_log();
  } else {
    take_reading(false);
  }
  if (!pass(setting_.device.modality->turnover_minutes * draw(0.6, 1.5))) return false;
  return twist != Twist::phantom_next || control_quality();
}

bool SimulatedModality::examine(Twist twist) {
  const Procedure& procedure = draw_procedure();
  const double minutes = draw_minutes(procedure);
  const Instant started = now();
  PerformedStep step = perform(procedure, false, started);
  if (twist == Twist::group_exam) step.accession_numbers.push_back(new_accession_number());
  const auto place = begin(step, Subject::patient, started);
  if (!place) return pass(1);
  if (twist == Twist::created_twice) create_again(step);
  enter(EquipmentState::in_use, started);
  const bool stops_early = draw(0, 1) < 0.06;
  if (!scan(stops_early ? minutes * draw(0.3, 0.6) : minutes)) return false;
  const Instant ended = now();
  enter(idle(), ended);
  // Nothing but the next exam may follow one left open: else nobody could know what the room did meanwhile.
  const bool is_left_open = (twist == Twist::never_ends || twist == Twist::ends_late) &&
                            !is_mishap_due(2 * setting_.device.modality->turnover_minutes);
  if (is_left_open) {
    truth_.leave_open(*place, ended);
    if (twist == Twist::ends_late) untold_ = UntoldEnd{step, *place, ended};
  } else {
    end(step, *place, ended, !stops_early,
        stops_early ? discontinuations[random_() % discontinuations.size()].code : std::string{});
  }
  return true;
}

bool SimulatedModality::examine_in_two_steps() {
  const Procedure& procedure = draw_procedure();
  const double minutes = draw_minutes(procedure);
  PerformedStep step = perform(procedure, false, now());
  for (const double share : {0.6, 0.4}) {
    const Instant started = now();
    step.sop_instance_uid = new_uid();
    step.start_date = dicom_date(by_own_clock(started), setting_.zone);
    step.start_time = dicom_time(by_own_clock(started), setting_.zone);
    const auto place = begin(step, Subject::patient, started);
    if (!place) return pass(1);
    enter(EquipmentState::in_use, started);
    if (!scan(minutes * share)) return false;
    const Instant ended = now();
    end(step, *place, ended, true, "");
    enter(idle(), ended);
    if (!pass(0.5)) return false;
  }
  return true;
}

bool SimulatedModality::scan(double minutes) {
  if (!untold_) return pass(minutes);
  if (!pass(0.3 * minutes)) return false;
  tell_late_end();
  return pass(0.7 * minutes);
}

void SimulatedModality::ask_patient() {
  if (draw(0, 1) >= 0.4) return;
  desk_.answer("exit", 3 + static_cast<int>(random_() % 3));
  truth_.count_answer();
}

void SimulatedModality::take_reading(bool torn) {
  const double value = std::round(draw(19, 60) * 10) / 10;
  log_.reading(by_own_clock(now()), setting_.device.modality->sensor, value);
  truth_.take_reading({setting_.device.name, setting_.device.modality->sensor, value, torn});
}

/// Seconds of the machine, however fast the day goes: a writer's buffer does not wait for patients.
void SimulatedModality::tear_log() {
  log_.tear_next_line();
  take_reading(true);
  pass_seconds(draw(0.2, 1.2));
  log_.rotate(setting_.device.habits.rotation);
  pass_seconds(draw(0.2, 1.2));
  log_.finish_line();
}

bool SimulatedModality::control_quality() {
  const Instant started = now();
  const PerformedStep step = perform({.description = "QUALITY CONTROL", .median_minutes = 6}, true, started);
  log_.quality_control_begun(by_own_clock(started));
  setting_.tell(setting_.device.title + ": quality control with a phantom");
  const auto place = begin(step, Subject::phantom, started);
  if (!place) return pass(1);
  enter(EquipmentState::quality_control, started);
  if (!pass(draw(6, 9))) return false;
  const Instant ended = now();
  end(step, *place, ended, true, "");
  log_.quality_control_ended(by_own_clock(ended));
  enter(idle(), ended);
  return pass(draw(2, 4));
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
                     .station_ae = setting_.device.calling_title(),
                     .station_name = setting_.device.ae_title,
                     .modality = setting_.device.modality->code,
                     .step_id = fmt::format("PPS{:06}", number),
                     .description = procedure.description,
                     .start_date = dicom_date(by_own_clock(started), setting_.zone),
                     .start_time = dicom_time(by_own_clock(started), setting_.zone)};
  step.accession_numbers.push_back(new_accession_number());
  if (!phantom && draw(0, 1) < 0.1) step.accession_numbers.push_back(new_accession_number());
  return step;
}

const Procedure& SimulatedModality::draw_procedure() {
  const auto& procedures = setting_.device.modality->procedures;
  return procedures[random_() % procedures.size()];
}

double SimulatedModality::draw_minutes(const Procedure& procedure) {
  return procedure.median_minutes * std::exp(procedure.spread * draw(-1, 1));
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
                            .reason = "",
                            .clock = setting_.device.habits.clock});
}

void SimulatedModality::create_again(const PerformedStep& step) {
  constexpr unsigned duplicate_sop_instance = 0x0111;
  const auto status = send_create(setting_.mpps, step);
  truth_.count_second_create(status == duplicate_sop_instance);
}

void SimulatedModality::end(const PerformedStep& step, std::size_t place, Instant ended, bool completed,
                            const std::string& reason) {
  if (send_end(step, ended, completed, reason)) truth_.end_exam(place, ended, completed, reason);
}

void SimulatedModality::tell_late_end() {
  if (send_end(untold_->step, untold_->ended, true, "")) truth_.tell_late(untold_->place, true, "");
  untold_.reset();
}

bool SimulatedModality::send_end(const PerformedStep& step, Instant ended, bool completed, const std::string& reason) {
  const StepEnd set{.completed = completed,
                    .discontinuation_code = reason,
                    .discontinuation_meaning = meaning_of(reason),
                    .end_date = dicom_date(by_own_clock(ended), setting_.zone),
                    .end_time = dicom_time(by_own_clock(ended), setting_.zone),
                    .series_instance_uid = new_uid(),
                    .images = static_cast<int>(random_() % 40) + 1};
  const auto status = send_set(setting_.mpps, step, set);
  if (status == 0u) return true;
  truth_.complain(fmt::format("{}: N-SET was answered {}", setting_.device.name,
                              status ? fmt::format("{:04X}H", *status) : "not at all"));
  return false;
}

void SimulatedModality::enter(EquipmentState state, Instant at) { truth_.enter(setting_.device.name, state, at); }

EquipmentState SimulatedModality::idle() const {
  return setting_.device.closed ? EquipmentState::closed : EquipmentState::ready;
}

double SimulatedModality::draw(double low, double high) {
  return std::uniform_real_distribution<double>{low, high}(random_);
}

std::string SimulatedModality::new_accession_number() { return fmt::format("ACC{}", random_() % 100'000'000); }

std::string SimulatedModality::new_uid() {
  return fmt::format("2.25.{}{:019}", random_() % 1'000'000'000 + 1, random_() >> 1);
}

}  // namespace isocenter::simulator
