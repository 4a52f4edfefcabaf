#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "tests/simulator/mess.hpp"

namespace isocenter::simulator {

struct Procedure {
  std::string description;
  double median_minutes = 0;
  double spread = 0.25;  ///< of the logarithm: most lengths lie within median × e^±spread
};

struct Modality {
  std::string code;  ///< DICOM defined term
  std::vector<Procedure> procedures;
  double turnover_minutes = 5;
  std::string fault_code;    ///< a code of the generic profile whose effect is down
  std::string limited_code;  ///< one whose effect is limited
  std::string sensor;        ///< one the profile knows
};

/// What befalls a device in a demo beside its exams; told when and for how long by its script.
enum class Mishap {
  none,
  log_fault_down,
  log_fault_limited,
  fault_during_exam,
  person_fault,
  planned_overruns,
  workstation_dies
};

struct SimulatedDevice {
  std::string name, title, room, ae_title;
  const Modality* modality = nullptr;
  std::string agent;
  Mishap mishap = Mishap::none;
  double mishap_after_minutes = 0;
  bool quality_control_first = false;
  bool closed = false;  ///< outside its operating hours, and idle
  Habits habits = {};

  /// The AE title it calls under and writes into its steps.
  const std::string& calling_title() const {
    return habits.shared_ae_title.empty() ? ae_title : habits.shared_ae_title;
  }
};

/// Lengths by modality, after the ranges radiology departments publish; minutes of table time.
const std::vector<Modality>& modalities();

/// 16 devices of 7 modalities, observed by 5 agents.
std::vector<SimulatedDevice> department();

}  // namespace isocenter::simulator
