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
  /// An exam whose N-SET is still to be sent.
  struct UntoldEnd {
    PerformedStep step;
    std::size_t place = 0;
    Instant ended;
  };

  // The script. Each step gives false where the day was ended meanwhile.
  bool pass(double minutes);
  bool pass_seconds(double seconds);
  bool take_next_patient();
  bool examine(Twist twist);
  bool examine_in_two_steps();
  bool break_down();
  bool scan(double minutes);
  bool control_quality();
  bool befall();
  bool fault_from_log(const std::string& code, EquipmentState state);
  bool fault_from_person();
  bool planned_work();
  bool workstation_death();
  void ask_patient();
  void take_reading(bool torn);
  void tear_log();
  bool is_mishap_due(double within_minutes) const;

  PerformedStep perform(const Procedure& procedure, bool phantom, Instant started);
  std::optional<std::size_t> begin(const PerformedStep& step, Subject subject, Instant started);
  void create_again(const PerformedStep& step);
  void end(const PerformedStep& step, std::size_t place, Instant ended, bool completed, const std::string& reason);
  void tell_late_end();
  bool send_end(const PerformedStep& step, Instant ended, bool completed, const std::string& reason);
  void enter(EquipmentState state, Instant at);
  EquipmentState idle() const;
  Instant by_own_clock(Instant at) const { return at + setting_.device.habits.clock; }

  const Procedure& draw_procedure();
  double draw_minutes(const Procedure& procedure);
  double draw(double low, double high);
  std::string new_accession_number();
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
  std::size_t exams_ = 0;            ///< of patients, begun
  std::optional<UntoldEnd> untold_;  ///< of the exam before
};

}  // namespace isocenter::simulator
