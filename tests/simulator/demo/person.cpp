#include "tests/simulator/demo/person.hpp"

#include <fmt/format.h>

#include <condition_variable>
#include <mutex>

namespace isocenter::simulator {
namespace {

using namespace std::chrono_literals;

constexpr auto page_patience = 10s;

}  // namespace

void Person::touch(const std::string& button) {
  wait_for_button(button);
  if (!screen_.touch(button)) throw std::runtime_error{fmt::format("\"{}\" cannot be touched", button)};
}

void Person::touch(const std::string& button, const std::string& then) {
  touch(button);
  wait_for_page(then, page_patience);
}

void Person::wait_for_button(const std::string& button) {
  if (screen_.wait_for_button(button, page_patience)) return;
  throw std::runtime_error{fmt::format("\"{}\" is not on the page \"{}\"", button, screen_.text("page"))};
}

void Person::wait_for_page(const std::string& page, std::chrono::milliseconds patience) {
  if (screen_.wait([&] { return is_on(page); }, patience)) return;
  throw std::runtime_error{fmt::format("the page \"{}\" does not come, \"{}\" stays", page, screen_.text("page"))};
}

bool Person::pause(double least_s, double most_s, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any over;
  std::unique_lock lock{mutex};
  over.wait_for(lock, stop, std::chrono::duration<double>{draw(least_s, most_s)}, [] { return false; });
  return !stop.stop_requested();
}

}  // namespace isocenter::simulator
