#pragma once

#include <chrono>
#include <random>
#include <stdexcept>
#include <stop_token>
#include <string>

#include "tests/fakes/kiosk_screen.hpp"

namespace isocenter::simulator {

/// Somebody who stands at a kiosk: reads the screen, touches it, waits for what must follow, takes time between.
class Person {
 public:
  Person(fakes::KioskScreen screen, std::uint64_t seed) : screen_{std::move(screen)}, random_{seed} {}

  /// Touches a button as soon as it is there. Throws std::runtime_error where it does not come.
  void touch(const std::string& button);
  /// And waits for the page that must follow. Throws std::runtime_error where that does not come.
  void touch(const std::string& button, const std::string& then);
  void wait_for_button(const std::string& button);
  /// Throws std::runtime_error where that page does not come.
  void wait_for_page(const std::string& page, std::chrono::milliseconds patience);
  bool is_on(const std::string& page) const { return screen_.text("page") == page; }

  /// False where `stop` came meanwhile.
  bool pause(double least_s, double most_s, const std::stop_token& stop);
  double draw(double low, double high) { return std::uniform_real_distribution<double>{low, high}(random_); }
  /// One of the weights' indices, as likely as its weight.
  std::size_t choose(std::initializer_list<double> weights) {
    return std::discrete_distribution<std::size_t>{weights}(random_);
  }

 private:
  fakes::KioskScreen screen_;
  std::mt19937_64 random_;
};

}  // namespace isocenter::simulator
