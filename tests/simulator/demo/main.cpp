#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <random>

#include "shared/process/hardening.hpp"
#include "tests/simulator/demo/department_run.hpp"

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
  app.add_option("--seed", options.seed, "draws the same day again");
  try {
    app.parse(argc, argv);
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
