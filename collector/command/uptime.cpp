#include "collector/command/uptime.hpp"

#include <fmt/format.h>

#include <iostream>

#include "collector/command/configured.hpp"
#include "collector/contract/interval_file.hpp"
#include "collector/contract/read_contracts.hpp"
#include "collector/report/moment.hpp"
#include "collector/report/queries.hpp"
#include "collector/report/run.hpp"
#include "collector/report/uptime.hpp"

namespace isocenter::collector {
namespace {

using contract::Contract;
using report::UptimeRequest;

constexpr int wrong_use = 2;

int refuse(const Error& error) {
  fmt::print(stderr, "{}\n", to_string(error));
  return wrong_use;
}

/// Leaves the device asked for alone in the contracts.
Result<void> keep_device(const std::string& device, std::vector<Contract>& contracts) {
  std::vector<std::string> known;
  bool is_known = false;
  for (Contract& contract : contracts) {
    for (const DeviceName& each : contract.devices) known.push_back(each.text());
    std::erase_if(contract.devices, [&](const DeviceName& each) { return each.text() != device; });
    is_known = is_known || !contract.devices.empty();
  }
  if (is_known) return {};
  return fail(ErrorKind::invalid, "device",
              fmt::format("no contract is about \"{}\"{}", device.substr(0, 40), report::mend_word(device, known)));
}

/// --from, --to and --device narrow what is asked for.
Result<UptimeRequest> request_of(const report::ReportArguments& arguments, std::vector<Contract> contracts) {
  UptimeRequest request{.contracts = std::move(contracts), .from = {}, .to = {}, .known_until = {}};
  for (const auto& [name, text, date] :
       {std::tuple{"from", &arguments.from, &request.from}, {"to", &arguments.to, &request.to}}) {
    if (!*text) continue;
    *date = report::parse_date(**text);
    if (!*date) {
      return fail(ErrorKind::invalid, name,
                  fmt::format("\"{}\" is no local date; write e.g. 2026-11-24", (*text)->substr(0, 40)));
    }
  }
  if (request.from && request.to && *request.to < *request.from) {
    return fail(ErrorKind::invalid, "to", "lies before from; both days belong to the report");
  }
  if (arguments.device) {
    if (const auto kept = keep_device(*arguments.device, request.contracts); !kept) {
      return tl::unexpected<Error>{kept.error()};
    }
  }
  return request;
}

int write(const UptimeRequest& request, const std::string& format,
          const std::function<report::DeviceHistory(const DeviceName&)>& history_of) {
  const auto chosen = report::parse_format(format);
  if (!chosen) return refuse(chosen.error());
  const auto rows = report::make_writer(*chosen, std::cout);
  if (const auto written = report::write_uptime(request, history_of, *rows); !written) return refuse(written.error());
  if (std::cout.flush()) return 0;
  fmt::print(stderr, "the report could not be written to its end; is there room, and does someone read it?\n");
  return 1;
}

/// An interval file knows nothing of faults.
Result<void> check_terms(const std::vector<Contract>& contracts, const std::filesystem::path& file) {
  for (const Contract& contract : contracts) {
    if (contract.outage_starts == contract::OutageStarts::observed &&
        contract.outage_ends == contract::OutageEnds::repaired) {
      continue;
    }
    return fail(ErrorKind::invalid, fmt::format("{}: contract \"{}\"", file.string(), contract.name),
                "an interval file tells no faults, so outage_starts must be \"observed\" and outage_ends \"repaired\"");
  }
  return {};
}

int over_file(const UptimeFiles& files, const report::ReportArguments& arguments) {
  auto contracts = contract::read_contracts(files.contracts);
  if (!contracts) return refuse(contracts.error());
  if (const auto terms = check_terms(*contracts, files.contracts); !terms) return refuse(terms.error());
  const auto intervals = contract::read_interval_file(files.intervals);
  if (!intervals) return refuse(intervals.error());
  const auto request = request_of(arguments, std::move(*contracts));
  if (!request) return refuse(request.error());
  return write(*request, arguments.format.value_or("table"), [&](const DeviceName& device) {
    const auto found = intervals->find(device);
    return report::DeviceHistory{found == intervals->end() ? std::vector<contract::StateTime>{} : found->second, {}};
  });
}

int over_database(const CollectorConfiguration& configuration, const UptimeFiles& files,
                  const report::ReportArguments& arguments) {
  const auto path = files.contracts.empty() ? configuration.contracts : files.contracts;
  if (!path) {
    return refuse({ErrorKind::invalid, "contracts",
                   "no file of contracts is known; give --contracts FILE, or `contracts` in the configuration"});
  }
  std::vector<DeviceName> known;
  for (const ConfiguredDevice& device : configuration.loaded.devices) known.push_back(device.name);
  auto contracts = contract::read_contracts(*path, known);
  if (!contracts) return refuse(contracts.error());
  auto request = request_of(arguments, std::move(*contracts));
  if (!request) return refuse(request.error());
  if (!store_is_there(configuration)) return 1;
  sqlite::Database database{configuration.store, sqlite::Database::Mode::read_only};
  const report::Snapshot snapshot{database};
  request->known_until = report::committed_until(database).value_or(Instant{});
  return write(*request, arguments.format.value_or("table"),
               [&](const DeviceName& device) { return report::read_history(device, *request->known_until, database); });
}

}  // namespace

int uptime(const UptimeFiles& files, const report::ReportArguments& arguments) {
  if (files.intervals.empty()) {
    if (files.configuration.empty()) {
      return refuse(
          {ErrorKind::invalid, "report uptime", "give --config FILE, or --intervals CSV with --contracts FILE"});
    }
    return configured(files.configuration, [&](const CollectorConfiguration& configuration) {
      return over_database(configuration, files, arguments);
    });
  }
  if (files.contracts.empty()) {
    return refuse({ErrorKind::invalid, "contracts", "is missing; an interval file needs --contracts FILE beside it"});
  }
  return over_file(files, arguments);
}

}  // namespace isocenter::collector
