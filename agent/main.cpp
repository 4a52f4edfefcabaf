#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <string>

#include "agent/command/check.hpp"
#include "agent/command/run.hpp"
#include "agent/command/try_rules.hpp"
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
  std::filesystem::path configuration, profile, log;
  std::string zone = "UTC";
  CLI::App* const run = app.add_subcommand("run", "observe until SIGTERM or SIGINT");
  CLI::App* const check = app.add_subcommand("check", "say what `run` would do, and whether it could");
  for (CLI::App* const command : {run, check}) add_configuration(*command, configuration);
  CLI::App* const try_rules = app.add_subcommand("try-rules", "say which lines of a log a profile recognises, as what");
  try_rules->add_option("PROFILE", profile, "a file as in firmware-configs/modality/")->required();
  try_rules->add_option("LOG", log, "a log as the device writes it")->required();
  try_rules->add_option("--zone", zone, "IANA zone of the log's times")->capture_default_str();

  try {
    app.parse(count, words);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : wrong_use;
  }
  if (run->parsed()) return isocenter::agent::run(configuration);
  if (check->parsed()) return isocenter::agent::check(configuration);
  return isocenter::agent::try_rules(profile, log, zone, std::cout, std::cerr);
}
