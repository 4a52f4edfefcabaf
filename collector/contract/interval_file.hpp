#pragma once

#include <filesystem>
#include <map>
#include <string_view>
#include <vector>

#include "collector/contract/reckoning.hpp"
#include "shared/core/names.hpp"
#include "shared/core/result.hpp"

namespace isocenter::contract {

/// Per device by time, none overlapping.
using IntervalsByDevice = std::map<DeviceName, std::vector<StateTime>>;

/// Reads CSV (RFC 4180, UTF-8) with a header that names `device`, `state`, `from`, `to` and perhaps `cause`, in any
/// order and beside others: `report intervals --format csv` writes such a file. Times are RFC 3339. Refused, each by
/// its line: states and causes that do not exist, intervals that do not end after they begin, overlaps.
/// ErrorKind::unavailable where the file cannot be read, ::malformed with all lines that were refused.
Result<IntervalsByDevice> read_interval_file(const std::filesystem::path& path);
/// The same from text; `named` stands in the errors.
Result<IntervalsByDevice> parse_intervals(std::string_view csv, const std::string& named);

}  // namespace isocenter::contract
