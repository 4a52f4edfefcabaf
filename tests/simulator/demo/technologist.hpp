#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "shared/core/time.hpp"
#include "tests/fakes/kiosk_screen.hpp"
#include "tests/simulator/demo/person.hpp"

namespace isocenter::simulator {

/// What a technologist said by a touch at the scanner's kiosk.
struct MeantTouch {
  std::string type;  ///< of the event
  std::string what;  ///< exam.stepped: the step; fault.reported: the category; event.withdrawn: empty
  Instant at;
};

/// Who works at a scanner with a kiosk: patient in room, patient left, and now and then a fault of two taps that is
/// taken back at once, so that the room stays what the modality makes it. Drawn from the seed.
class Technologist {
 public:
  Technologist(fakes::KioskScreen screen, std::uint64_t seed) : person_{std::move(screen), seed} {}

  /// Until `stop`; what was begun is ended. Throws std::runtime_error where the kiosk does not do as it must.
  void run(const std::stop_token& stop);
  /// After `run`.
  const std::vector<MeantTouch>& meant() const { return meant_; }

 private:
  void say_step(const std::string& step);
  void report_and_take_back(const std::stop_token& stop);

  Person person_;
  std::vector<MeantTouch> meant_;
};

}  // namespace isocenter::simulator
