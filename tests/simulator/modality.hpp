#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <random>
#include <stop_token>
#include <string>

#include "tests/simulator/department.hpp"
#include "tests/simulator/echo_answerer.hpp"
#include "tests/simulator/front_desk.hpp"
#include "tests/simulator/log_writer.hpp"
#include "tests/simulator/mpps_client.hpp"
#include "tests/simulator/truth.hpp"

namespace isocenter::simulator {

struct ModalitySetting {
  SimulatedDevice device;
  MppsDestination mpps;
  int echo_port = 0;
  std::filesystem::path log;
  std::string zone;
  double speed = 60;  ///< how much faster the simulator does things than a department would
  std::uint64_t seed = 1;
  std::function<void(const std::string&)> tell;  ///< gets a plain line for what people would talk about; any thread
};

/// One modality and the people around it: its day as a script of exams, quality control, faults and repairs, done for
/// real (DICOM associations, log lines, declarations) and noted in the truth. Everything is drawn from the seed.
class SimulatedModality {
 public:
  SimulatedModality(ModalitySetting setting, Truth& truth, FrontDesk& desk);

  /// The workstation answers from now on.
  void switch_on();

  /// Works through its day until `stop`; an exam that runs then stays open. Owns its thread's time.
  void run(std::stop_token stop);

 private:
  bool pass(double minutes);  ///< false where the day was ended meanwhile
  bool examine(bool breaks_down);
  bool control_quality();
  bool befall();
  bool fault_from_log(const std::string& code, EquipmentState state);
  bool fault_from_person();
  bool planned_work();
  bool workstation_death();
  PerformedStep perform(const Procedure& procedure, bool phantom, Instant started);
  std::optional<std::size_t> begin(const PerformedStep& step, Subject subject, Instant started);
  void end(const PerformedStep& step, std::size_t place, Instant ended, bool completed, const std::string& reason);
  void enter(EquipmentState state, Instant at);
  EquipmentState idle() const;
  double draw(double low, double high);
  std::string new_uid();

  ModalitySetting setting_;
  Truth& truth_;
  FrontDesk& desk_;
  DeviceName name_;
  EchoAnswerer echo_;
  LogWriter log_;
  std::mt19937_64 random_;
  std::stop_token stop_;
  double minutes_passed_ = 0;
  bool mishap_done_ = false;
};

}  // namespace isocenter::simulator
