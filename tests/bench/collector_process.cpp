#include "tests/bench/collector_process.hpp"

#include <fmt/format.h>

#include <fstream>
#include <stdexcept>

#include "collector/config.hpp"
#include "collector/ledger.hpp"
#include "shared/sqlite/database.hpp"
#include "tests/bench/load.hpp"

namespace isocenter::bench {
namespace {

const std::string program = ISOCENTER_BIN_DIR "/isocenter-collector";

std::string configuration(const Department& department, const std::string& broker_url, std::uint16_t web_port,
                          bool has_contracts, const std::string& more) {
  std::string text = fmt::format(
      "site = \"{}\"\nzone = \"America/New_York\"\n{}[broker]\nurl = \"{}\"\n[outbox]\npath = \"collector.outbox\"\n"
      "[store]\nurl = \"sqlite:isocenter.db\"\n[web]\nlisten = \"127.0.0.1:{}\"\n",
      bench_site().text(), has_contracts ? "contracts = \"contracts.toml\"\n" : "", broker_url, web_port);
  const auto nodes = department.node_names();
  const auto devices = department.device_names();
  for (std::size_t i = 0; i < devices.size(); ++i) {
    text += fmt::format("[[device]]\nname = \"{0}\"\ntitle = \"{0}\"\nmodality = \"CT\"\nnode = \"{1}\"\n",
                        devices[i].text(), nodes[department.node_of(i)].text());
  }
  return text + more;
}

/// A store and an outbox as a collector leaves them that was started and stopped at `since`.
void begin_history(const std::filesystem::path& file, Instant since) {
  const auto read = collector::read_configuration(file);
  if (!read) throw std::runtime_error{"the collector's configuration: " + read.error().front().what};
  outbox::Outbox outbox{read->common.outbox_path, {read->common.outbox_limit_bytes, read->common.outbox_keep}};
  collector::OwnEvents own{outbox, "isocenter-bench", since};
  collector::Ledger ledger{read->store, read->loaded};
  ledger.open(own, since);
  ledger.commit({}, own, since, true);
}

}  // namespace

CollectorProcess::CollectorProcess(const Department& department, const std::string& broker_url,
                                   const std::filesystem::path& folder, Instant since, const std::string& more,
                                   const std::string& contracts)
    : folder_{folder}, web_port_{static_cast<std::uint16_t>(fakes::free_port())} {
  std::filesystem::create_directories(folder);
  if (!contracts.empty()) std::ofstream{folder / "contracts.toml"} << contracts;
  std::ofstream{folder / "collector.toml"}
      << configuration(department, broker_url, web_port_, !contracts.empty(), more);
  begin_history(folder / "collector.toml", since);
  process_ = std::make_unique<fakes::ChildProcess>(
      fakes::ChildProcess::Options{.command = {program, "serve", "--config", (folder / "collector.toml").string()},
                                   .output = folder / "collector.output",
                                   .folder = {},
                                   .environment = {}});
}

std::string CollectorProcess::verify() const {
  fakes::ChildProcess verify{{.command = {program, "verify", "--config", (folder_ / "collector.toml").string()},
                              .output = folder_ / "verify.output",
                              .folder = {},
                              .environment = {}}};
  return verify.wait(std::chrono::minutes{2}) == 0 ? std::string{} : "verify: " + verify.output();
}

std::size_t CollectorProcess::stored_rows() const {
  sqlite::Database database{store(), sqlite::Database::Mode::read_only};
  sqlite::Statement statement{database,
                              "SELECT count(*) FROM event e JOIN epoch p ON p.id = e.epoch JOIN node n ON "
                              "n.id = p.node WHERE e.fate = 'stored' AND n.name <> 'collector'"};
  return statement.step() ? static_cast<std::size_t>(statement.integer(0)) : 0;
}

}  // namespace isocenter::bench
