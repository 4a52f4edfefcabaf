#include "tests/fakes/virtual_screen.hpp"

#include <fmt/format.h>

#include <chrono>
#include <regex>
#include <stdexcept>

namespace isocenter::fakes {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

/// The number an X server says once it is up, on a line of its own; it says before which numbers are taken.
std::string number_said(const std::string& output) {
  static const std::regex line_of_digits{R"((?:^|\n)(\d+)\n)"};
  std::smatch found;
  return std::regex_search(output, found, line_of_digits) ? found[1].str() : std::string{};
}

std::vector<std::string> command_of(const VirtualScreen::Options& options, const std::filesystem::path& memory) {
  std::vector<std::string> command{
      "Xvfb",   "-displayfd",    "1",        "-screen",   "0",  fmt::format("{}x{}x24", options.width, options.height),
      "-fbdir", memory.string(), "-noreset", "-nolisten", "tcp"};
  if (!options.has_opengl) command.insert(command.end(), {"-extension", "GLX"});
  return command;
}

}  // namespace

VirtualScreen::VirtualScreen(const std::filesystem::path& output, Options options)
    : server_{std::make_unique<ChildProcess>(ChildProcess::Options{
          .command = command_of(options, memory_.path()), .output = output, .folder = {}, .environment = {}})} {
  for (const auto end = Clock::now() + 20s; display_.empty();) {
    if (Clock::now() >= end || !server_->is_running()) {
      throw std::runtime_error{"the virtual screen did not start; it said:\n" + server_->output()};
    }
    server_->wait(20ms);
    if (const std::string number = number_said(server_->output()); !number.empty()) display_ = ":" + number;
  }
}

}  // namespace isocenter::fakes
