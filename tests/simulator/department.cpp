#include "tests/simulator/department.hpp"

#include <algorithm>
#include <cassert>

namespace isocenter::simulator {
namespace {

const Modality& modality(std::string_view code) {
  const auto found =
      std::find_if(modalities().begin(), modalities().end(), [&](const Modality& each) { return each.code == code; });
  assert(found != modalities().end());
  return *found;
}

SimulatedDevice device(std::string name, std::string title, std::string room, std::string_view code,
                       std::string agent) {
  SimulatedDevice made{.name = name,
                       .title = std::move(title),
                       .room = std::move(room),
                       .ae_title = name,
                       .modality = &modality(code),
                       .agent = std::move(agent)};
  std::transform(name.begin(), name.end(), made.ae_title.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return made;
}

}  // namespace

const std::vector<Modality>& modalities() {
  static const std::vector<Modality> all{
      {"CT",
       {{"CT HEAD WO CONTRAST", 10}, {"CT CHEST", 12}, {"CT ABDOMEN PELVIS W CONTRAST", 18}},
       5,
       "tube_arc",
       "tube_overheat",
       "tube_heat"},
      {"MR",
       {{"MR BRAIN WO CONTRAST", 28}, {"MR KNEE", 24}, {"MR LUMBAR SPINE", 26}},
       7,
       "gradient_amplifier",
       "coil_fault",
       "helium_level"},
      {"DX",
       {{"XR CHEST 2 VIEWS", 6}, {"XR HAND", 7}, {"XR KNEE", 6}},
       3,
       "generator_fault",
       "collimator",
       "tube_heat"},
      {"US",
       {{"US ABDOMEN COMPLETE", 22}, {"US THYROID", 16}, {"US RENAL", 18}},
       5,
       "beamformer",
       "transducer_fault",
       "transducer_temperature"},
      {"MG",
       {{"MG SCREENING BILATERAL", 12}, {"MG DIAGNOSTIC LEFT", 16}},
       5,
       "compression_paddle",
       "biopsy_unit",
       "compression_force"},
      {"XA",
       {{"XA CEREBRAL ANGIOGRAPHY", 55}, {"XA PORT PLACEMENT", 35}},
       15,
       "c_arm_collision",
       "injector_link",
       "tube_heat"},
      {"NM",
       {{"NM BONE SCAN WHOLE BODY", 35}, {"NM THYROID UPTAKE", 20}},
       8,
       "detector_tuning",
       "ecg_gate",
       "crystal_temperature"},
  };
  return all;
}

std::vector<SimulatedDevice> department() {
  std::vector<SimulatedDevice> devices{
      device("ct1", "CT 1", "Room 101", "CT", "agent-ct"),
      device("ct2", "CT 2", "Room 102", "CT", "agent-ct"),
      device("ct3", "CT ED", "Emergency", "CT", "agent-ct"),
      device("mr1", "MR 1", "Room 110", "MR", "agent-mr"),
      device("mr2", "MR 2", "Room 111", "MR", "agent-mr"),
      device("mr3", "MR 3", "Room 112", "MR", "agent-mr"),
      device("dx1", "XR 1", "Room 120", "DX", "agent-dx"),
      device("dx2", "XR 2", "Room 121", "DX", "agent-dx"),
      device("dx3", "XR ED", "Emergency", "DX", "agent-dx"),
      device("us1", "US 1", "Room 130", "US", "agent-us"),
      device("us2", "US 2", "Room 131", "US", "agent-us"),
      device("us3", "US 3", "Room 132", "US", "agent-us"),
      device("mg1", "MG 1", "Room 140", "MG", "agent-special"),
      device("mg2", "MG 2", "Room 141", "MG", "agent-special"),
      device("xa1", "XA 1", "Room 150", "XA", "agent-special"),
      device("nm1", "NM 1", "Room 160", "NM", "agent-special"),
  };
  const auto befall = [&](std::string_view name, Mishap mishap, double after_minutes) {
    for (SimulatedDevice& each : devices) {
      if (each.name != name) continue;
      each.mishap = mishap;
      each.mishap_after_minutes = after_minutes;
    }
  };
  befall("ct2", Mishap::log_fault_down, 25);
  befall("mr1", Mishap::log_fault_limited, 20);
  befall("ct3", Mishap::fault_during_exam, 30);
  befall("dx1", Mishap::person_fault, 20);
  befall("mr3", Mishap::planned_overruns, 15);
  befall("us2", Mishap::workstation_dies, 25);
  for (SimulatedDevice& each : devices) {
    each.quality_control_first = each.name == "ct1" || each.name == "mr2" || each.name == "mg1";
    each.closed = each.name == "dx3" || each.name == "nm1";
  }
  return devices;
}

}  // namespace isocenter::simulator
