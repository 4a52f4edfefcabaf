#include <CLI/CLI.hpp>
#include <filesystem>

#include "agent/command/check.hpp"
#include "agent/command/run.hpp"
#include "shared/logging/logging.hpp"
#include "shared/process/hardening.hpp"

namespace {

constexpr int wrong_use = 2;

void add_configuration(CLI::App& command, std::filesystem::path& configuration) {
  command.add_option("--config", configuration, "the agent's file; firmware-configs/agent.example.toml documents it")
      ->required();
}

}  // namespace

int main(int count, char** words) {
  isocenter::process::never_leave_a_core();
  isocenter::logging::set_up("isocenter-agent");

  CLI::App app{"Observes imaging equipment and publishes what happens to it."};
  app.set_version_flag("--version", "isocenter-agent " ISOCENTER_VERSION);
  app.require_subcommand(1);
  std::filesystem::path configuration;
  CLI::App* const run = app.add_subcommand("run", "observe until SIGTERM or SIGINT");
  CLI::App* const check = app.add_subcommand("check", "say what `run` would do, and whether it could");
  for (CLI::App* const command : {run, check}) add_configuration(*command, configuration);

  try {
    app.parse(count, words);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : wrong_use;
  }
  if (run->parsed()) return isocenter::agent::run(configuration);
  return isocenter::agent::check(configuration);
}
