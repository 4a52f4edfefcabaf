#include "tests/simulator/demo/patients.hpp"

#include <fmt/format.h>

#include <array>

namespace isocenter::simulator {
namespace {

using namespace std::chrono_literals;

/// Longer than the kiosk waits for who walked away (docs/kiosk.md: 20 s), or thanks (4 s).
constexpr auto until_free = 40s;
constexpr std::array reasons{"waiting", "staff", "information", "comfort", "cleanliness", "way"};

}  // namespace

void Patients::run(const std::stop_token& stop) {
  while (person_.pause(0.5, 4, stop)) {
    person_.wait_for_page("question", until_free);
    meant_.push_back(visit(stop));
    person_.wait_for_page("question", until_free);
  }
}

int Patients::touch_face() {
  const int score = 1 + static_cast<int>(person_.choose({1, 2, 4, 8, 9}));
  person_.touch(fmt::format("face:{}", score), "reasons");
  return score;
}

MeantAnswer Patients::visit(const std::stop_token& stop) {
  MeantAnswer answer{.score = 0, .reason = "", .language = "en"};
  if (person_.draw(0, 1) < 0.25) {
    person_.touch("language:es", "question");
    answer.language = "es";
  }
  answer.score = touch_face();
  person_.pause(0.3, 1.5, stop);
  enum { gives_reason, skips, changes, walks_away };
  const std::size_t way = person_.choose({10, 3, 4, 2});
  if (way == changes) {
    person_.touch("change", "question");
    answer.score = touch_face();
  }
  if (way == walks_away) {
    // The next one finds the reasons and skips them; else the kiosk gives up waiting.
    if (!person_.pause(25, 25, stop) && person_.is_on("reasons")) person_.touch("skip", "thanks");
  } else if (way == skips) {
    person_.touch("skip", "thanks");
  } else {
    answer.reason = reasons[person_.choose({5, 4, 2, 2, 1, 1})];
    person_.touch("reason:" + answer.reason, "thanks");
  }
  return answer;
}

}  // namespace isocenter::simulator
