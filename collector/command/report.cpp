#include "collector/command/report.hpp"

#include <fmt/format.h>

#include <iostream>

#include "collector/command/configured.hpp"
#include "collector/report/run.hpp"
#include "shared/process/clocks.hpp"

namespace isocenter::collector {

int report(const std::filesystem::path& path, const report::ReportArguments& arguments) {
  return configured(path, [&](const CollectorConfiguration& configuration) {
    const report::Site site{configuration.loaded.zone, configuration.loaded.devices};
    const auto request = report::parse_report_request(arguments, site, process::read_clocks().wall);
    if (!request) {
      fmt::print(stderr, "{}\n", to_string(request.error()));
      return 2;
    }
    if (!store_is_there(configuration)) return 1;
    sqlite::Database database{configuration.store, sqlite::Database::Mode::read_only};
    return report::run_report(*request, database, std::cout, std::cerr);
  });
}

}  // namespace isocenter::collector
