#pragma once

#include <compare>
#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "tests/fakes/kiosk_screen.hpp"
#include "tests/simulator/demo/person.hpp"

namespace isocenter::simulator {

/// What a patient meant to say.
struct MeantAnswer {
  int score = 0;
  std::string reason;  ///< empty: none
  std::string language;
  auto operator<=>(const MeantAnswer&) const = default;
};

/// Patients on their way out, one after the other, at a feedback kiosk of five faces, English and Spanish: they touch a
/// face, most of them a reason; some change their answer, some walk away after the face. Drawn from the seed.
class Patients {
 public:
  Patients(fakes::KioskScreen screen, std::uint64_t seed) : person_{std::move(screen), seed} {}

  /// Until `stop`; who stands there then still ends what they say. Throws std::runtime_error where the kiosk does not
  /// do as it must.
  void run(const std::stop_token& stop);
  /// After `run`.
  const std::vector<MeantAnswer>& meant() const { return meant_; }

 private:
  MeantAnswer visit(const std::stop_token& stop);
  int touch_face();

  Person person_;
  std::vector<MeantAnswer> meant_;
};

}  // namespace isocenter::simulator
