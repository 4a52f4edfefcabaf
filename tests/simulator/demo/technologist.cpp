#include "tests/simulator/demo/technologist.hpp"

#include <array>

#include "tests/simulator/truth.hpp"

namespace isocenter::simulator {
namespace {

using namespace std::chrono_literals;

constexpr auto until_home = 40s;
constexpr std::array categories{"table", "coil", "image", "cooling", "console", "network", "room", "other"};

}  // namespace

void Technologist::run(const std::stop_token& stop) {
  for (int turn = 0; person_.pause(2, 6, stop); ++turn) {
    person_.wait_for_page("home", until_home);
    if (turn % 4 == 2) {
      report_and_take_back(stop);
    } else {
      say_step(turn % 2 == 0 ? "in_room" : "left_room");
    }
  }
}

void Technologist::say_step(const std::string& step) {
  const Instant at = now();
  person_.touch(step, "home");
  meant_.push_back({"exam.stepped", step, at});
}

void Technologist::report_and_take_back(const std::stop_token& stop) {
  const std::string category = categories[person_.choose({1, 1, 1, 1, 1, 1, 1, 1})];
  person_.touch("fault", "fault");
  const Instant at = now();
  person_.touch("fault:" + category, "sent");
  meant_.push_back({"fault.reported", category, at});
  person_.pause(0.5, 2, stop);
  const Instant taken_back = now();
  person_.touch("undo", "home");
  meant_.push_back({"event.withdrawn", "", taken_back});
}

}  // namespace isocenter::simulator
