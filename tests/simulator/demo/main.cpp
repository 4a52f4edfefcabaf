#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <random>

#include "shared/config/config.hpp"
#include "shared/process/hardening.hpp"
#include "tests/simulator/demo/department_run.hpp"

namespace {

/// A word about an option nobody knows, with the nearest one that is known.
std::string unknown_option(const CLI::App& app, const std::string& given) {
  std::vector<std::string> known;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
  }
  const auto near = isocenter::config::nearest(given, known);
  return near ? fmt::format("\"{}\" is unknown; did you mean \"{}\"?", given, *near)
              : fmt::format("\"{}\" is unknown; use {}", given, fmt::join(known, ", "));
}

}  // namespace

/// A whole department on this machine: `dev demo`.
int main(int argc, char** argv) {
  using namespace isocenter;
  process::never_leave_a_core();

  simulator::DemoOptions options;
  options.programs = std::filesystem::canonical("/proc/self/exe").parent_path();
  options.folder = options.programs.parent_path() / "demo";
  options.profiles = std::filesystem::path{"firmware-configs"} / "modality";
  options.seed = std::random_device{}();

  CLI::App app{"A whole imaging department on this machine: broker, collector, agents, and simulated modalities"};
  double seconds = 0;
  app.add_option("--speed", options.speed, "how much faster than a real department (60)")
      ->check(CLI::Range(1.0, 600.0));
  app.add_option("--for", seconds, "end by itself after so many seconds")->check(CLI::PositiveNumber);
  app.add_flag("--headless", options.headless, "no windows");
  app.add_flag("--messy", options.messy,
               "with what departments really do: clocks that are off, ends nobody tells, cut networks and the like");
  app.add_option("--seed", options.seed, "draws the same day again");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ExtrasError&) {
    std::fprintf(stderr, "isocenter-demo: %s\n", unknown_option(app, app.remaining().front()).c_str());
    return 2;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (seconds > 0) options.length = std::chrono::duration_cast<Milliseconds>(std::chrono::duration<double>{seconds});

  try {
    return simulator::run_department(options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "isocenter-demo: %s\n", error.what());
    return 1;
  }
}
