#include "agent/losses.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>

namespace isocenter::agent {

std::string describe_losses(const Losses& losses) {
  std::vector<std::string> parts;
  const auto add = [&](std::uint64_t count, std::string_view what) {
    if (count > 0) parts.push_back(fmt::format("{} {}", count, what));
  };
  for (const auto& [status, count] : losses.mpps.answers) {
    if (status != DimseStatus::success) {
      add(count, fmt::format("MPPS requests answered {:04X}H", static_cast<unsigned>(status)));
    }
  }
  add(losses.mpps.unknown_station, "of them of stations nobody configured");
  add(losses.server.rejected, "associations rejected");
  add(losses.server.evicted, "associations ended to make room");
  add(losses.server.door.malformed, "connections that spoke no DICOM");
  add(losses.server.door.silent, "connections that said nothing");
  add(losses.server.door.dropped, "connections dropped to make room");
  add(losses.failed_looks, "looks of probes that failed");
  parts.insert(parts.end(), losses.probes.begin(), losses.probes.end());
  add(losses.refused_readings, "readings refused by a full disk");
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace isocenter::agent
