#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>

#include "collector/command/check.hpp"
#include "collector/command/rebuild.hpp"
#include "collector/command/report.hpp"
#include "collector/command/serve.hpp"
#include "collector/command/statement.hpp"
#include "collector/command/uptime.hpp"
#include "collector/command/user.hpp"
#include "collector/command/verify.hpp"
#include "shared/logging/logging.hpp"
#include "shared/process/hardening.hpp"

namespace {

constexpr int wrong_use = 2;

CLI::Option* add_configuration(CLI::App& command, std::filesystem::path& configuration) {
  return command.add_option("--config", configuration,
                            "the collector's file; firmware-configs/collector.example.toml documents it");
}

/// Said before the library's own words, which name a range of doubles.
CLI::Validator whole_number(std::string what) {
  return {[what = std::move(what)](const std::string& text) {
            const bool is_one = !text.empty() && text.size() < 19 && text != "0" &&
                                text.find_first_not_of("0123456789") == std::string::npos;
            return is_one ? std::string{} : "\"" + text.substr(0, 40) + "\" is no number from 1 on; " + what;
          },
          ""};
}

/// An option that wants a word takes the next one, be it an option.
CLI::Validator no_option(std::string what) {
  return {[what = std::move(what)](const std::string& text) {
            return text.starts_with("-") ? "\"" + text.substr(0, 40) + "\" stands where " + what + " should" : "";
          },
          ""};
}

/// Which command wants another word after it, and which there are.
std::string wrong_use_text(const CLI::App* app, const CLI::Error& error) {
  const CLI::App* last = app;
  while (!last->get_subcommands().empty()) last = last->get_subcommands().front();
  const auto known = last->get_subcommands([](const CLI::App*) { return true; });
  if (known.empty()) return CLI::FailureMessage::simple(app, error);
  std::string text = last == app ? "" : last->get_name() + ": ";
  const std::vector<std::string> left = app->remaining(true);
  if (!left.empty()) text += "\"" + left.front().substr(0, 40) + "\" is not known; ";
  text += "give one of ";
  for (const CLI::App* const each : known) text += (each == known.front() ? "" : ", ") + each->get_name();
  return text + "\nRun with --help for more information.\n";
}

void add_report_options(CLI::App& command, isocenter::report::ReportArguments& arguments,
                        isocenter::collector::UptimeFiles& files, isocenter::collector::StatementArguments& statement) {
  command.add_option("name", arguments.name, "status, events, intervals, states, exams, uptime or statement")
      ->required();
  command.add_option("--device", arguments.device, "of one device only");
  command.add_option("--from", arguments.from, "from this time or local day on");
  command.add_option("--to", arguments.to, "until this time, or to the end of this local day");
  command.add_option("--format", arguments.format, "table, csv or json; of a statement also pdf");
  command.add_option("--contracts", files.contracts, "uptime: the file of contracts, instead of the configuration's");
  command.add_option("--intervals", files.intervals,
                     "uptime: over this CSV of intervals, instead of the store; needs no --config");
  command.add_option("--contract", statement.contract, "statement: of this contract");
  command.add_option("--period", statement.period, "statement: the period's first local day");
  command.add_option("--edition", statement.edition, "statement: as it was issued; the draft of now where not given")
      ->check(whole_number("editions are counted so, see the statement's page"));
}

using isocenter::collector::UserArguments;

/// `user` and what can be done with users; each notes in `arguments` that it was asked for.
CLI::App* add_user_commands(CLI::App& app, std::filesystem::path& configuration, UserArguments& arguments) {
  CLI::App* const user = app.add_subcommand("user", "look after who may sign in, also while `serve` runs");
  user->require_subcommand(1);
  const auto add = [&](CLI::App* of, const char* word, const char* does, UserArguments::Action action) {
    CLI::App* const command = of->add_subcommand(word, does);
    add_configuration(*command, configuration)->required();
    command->callback([&arguments, action] { arguments.action = action; });
    return command;
  };
  const auto add_named = [&](CLI::App* of, const char* word, const char* does, UserArguments::Action action) {
    CLI::App* const command = add(of, word, does, action);
    command->add_option("name", arguments.name, "the user's name")->required();
    return command;
  };
  const char* const roles = "technologist, biomed, director or administrator";
  using Action = UserArguments::Action;
  add_named(user, "add", "add one; the password is asked for", Action::add)
      ->add_option("--role", arguments.role, roles)
      ->required();
  add_named(user, "remove", "remove one, with all sessions and tokens", Action::remove);
  add_named(user, "role", "give one another role", Action::role)
      ->add_option("--role", arguments.role, roles)
      ->required();
  add_named(user, "password", "give one a new password", Action::password);
  add(user, "list", "say who there is", Action::list);
  CLI::App* const token = user->add_subcommand("token", "look after tokens, with which programs use the API");
  token->require_subcommand(1);
  CLI::App* const made = add_named(token, "add", "make one in a user's name", Action::token_add);
  made->add_option("--for", arguments.token_name, "what it is for")->required();
  made->add_option("--role", arguments.role, "technologist unless said; at most the user's own");
  add(token, "remove", "make one worth nothing", Action::token_remove)
      ->add_option("id", arguments.token, "its number, as `list` says")
      ->check(whole_number("`user list` says those of the tokens"))
      ->required();
  return user;
}

int write_report(const std::filesystem::path& configuration, const isocenter::report::ReportArguments& arguments,
                 isocenter::collector::UptimeFiles files, isocenter::collector::StatementArguments statement) {
  files.configuration = configuration;
  const bool is_statement = arguments.name == "statement";
  if (!is_statement && (statement.contract || statement.period || statement.edition)) {
    std::fprintf(stderr, "report %s: --contract, --period and --edition belong to `report statement`\n",
                 arguments.name.c_str());
    return wrong_use;
  }
  if (arguments.name == "uptime") return isocenter::collector::uptime(files, arguments);
  if (!files.contracts.empty() || !files.intervals.empty()) {
    std::fprintf(stderr, "report %s: --contracts and --intervals belong to `report uptime`\n", arguments.name.c_str());
    return wrong_use;
  }
  if (is_statement && (arguments.from || arguments.to)) {
    std::fprintf(stderr, "report statement: is of a whole period; give --period, not --from and --to\n");
    return wrong_use;
  }
  statement.device = arguments.device;
  statement.format = arguments.format;
  if (is_statement && !configuration.empty()) return isocenter::collector::statement(configuration, statement);
  if (!configuration.empty()) return isocenter::collector::report(configuration, arguments);
  std::fprintf(stderr, "report %s: give --config FILE, the collector's own\n", arguments.name.c_str());
  return wrong_use;
}

}  // namespace

int main(int count, char** words) {
  namespace collector = isocenter::collector;
  isocenter::process::never_leave_a_core();
  isocenter::logging::set_up("isocenter-collector");

  CLI::App app{"Keeps every event of a site, works out what it means, and answers for it."};
  app.set_version_flag("--version", "isocenter-collector " ISOCENTER_VERSION);
  app.require_subcommand(1);
  app.failure_message(wrong_use_text);
  std::filesystem::path configuration;
  isocenter::report::ReportArguments arguments;
  CLI::App* const serve = app.add_subcommand("serve", "take events and answer until SIGTERM or SIGINT");
  CLI::App* const check = app.add_subcommand("check", "say what `serve` would do, and whether it could");
  CLI::App* const report = app.add_subcommand("report", "write a report");
  CLI::App* const rebuild = app.add_subcommand("rebuild", "work out anew all that is derived from the log");
  CLI::App* const verify = app.add_subcommand("verify", "compare log and chains, and what is derived with the log");
  for (CLI::App* const command : {serve, check, rebuild, verify})
    add_configuration(*command, configuration)->required();
  std::vector<std::string> events;
  verify
      ->add_option("--event", events,
                   "only find these, each NODE EPOCH NUMBER or NODE/EPOCH/NUMBER as a statement prints it, and "
                   "prove that the chain holds up to them")
      ->check(no_option("an event's name"));
  add_configuration(*report, configuration);
  isocenter::collector::UptimeFiles files;
  isocenter::collector::StatementArguments statement;
  add_report_options(*report, arguments, files, statement);
  UserArguments user_arguments;
  CLI::App* const user = add_user_commands(app, configuration, user_arguments);

  try {
    app.parse(count, words);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : wrong_use;
  }
  if (serve->parsed()) return collector::serve(configuration);
  if (check->parsed()) return collector::check(configuration);
  if (report->parsed()) return write_report(configuration, arguments, files, statement);
  if (user->parsed()) return collector::user(configuration, user_arguments);
  if (rebuild->parsed()) return collector::rebuild(configuration);
  if (verify->count("--event") > 0) return collector::verify_events(configuration, events);
  return collector::verify(configuration);
}
