#include <CLI/CLI.hpp>
#include <filesystem>

#include "collector/command/check.hpp"
#include "collector/command/rebuild.hpp"
#include "collector/command/report.hpp"
#include "collector/command/serve.hpp"
#include "collector/command/verify.hpp"
#include "shared/logging/logging.hpp"
#include "shared/process/hardening.hpp"

namespace {

constexpr int wrong_use = 2;

void add_configuration(CLI::App& command, std::filesystem::path& configuration) {
  command
      .add_option("--config", configuration,
                  "the collector's file; firmware-configs/collector.example.toml documents it")
      ->required();
}

void add_report_options(CLI::App& command, isocenter::report::ReportArguments& arguments) {
  command.add_option("name", arguments.name, "status, events, intervals, states or exams")->required();
  command.add_option("--device", arguments.device, "of one device only");
  command.add_option("--from", arguments.from, "from this time or local day on");
  command.add_option("--to", arguments.to, "until this time, or to the end of this local day");
  command.add_option("--format", arguments.format, "table, csv or json");
}

}  // namespace

int main(int count, char** words) {
  namespace collector = isocenter::collector;
  isocenter::process::never_leave_a_core();
  isocenter::logging::set_up("isocenter-collector");

  CLI::App app{"Keeps every event of a site, works out what it means, and answers for it."};
  app.set_version_flag("--version", "isocenter-collector " ISOCENTER_VERSION);
  app.require_subcommand(1);
  std::filesystem::path configuration;
  isocenter::report::ReportArguments arguments;
  CLI::App* const serve = app.add_subcommand("serve", "take events and answer until SIGTERM or SIGINT");
  CLI::App* const check = app.add_subcommand("check", "say what `serve` would do, and whether it could");
  CLI::App* const report = app.add_subcommand("report", "write a report");
  CLI::App* const rebuild = app.add_subcommand("rebuild", "work out anew all that is derived from the log");
  CLI::App* const verify = app.add_subcommand("verify", "compare log and chains, and what is derived with the log");
  for (CLI::App* const command : {serve, check, report, rebuild, verify}) add_configuration(*command, configuration);
  add_report_options(*report, arguments);

  try {
    app.parse(count, words);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : wrong_use;
  }
  if (serve->parsed()) return collector::serve(configuration);
  if (check->parsed()) return collector::check(configuration);
  if (report->parsed()) return collector::report(configuration, arguments);
  if (rebuild->parsed()) return collector::rebuild(configuration);
  return collector::verify(configuration);
}
