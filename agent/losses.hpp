#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "agent/dicom/mpps_server.hpp"
#include "agent/dicom/mpps_service.hpp"

namespace isocenter::agent {

/// What did not become an event since the start, though somebody may expect it.
struct Losses {
  MppsCounts mpps;
  MppsServerCounts server;
  std::vector<std::string> probes;  ///< what each has lost, in words
  std::uint64_t failed_looks = 0;
  std::uint64_t refused_readings = 0;
};

/// One line for people, without any patient's data; empty where nothing was lost.
std::string describe_losses(const Losses& losses);

}  // namespace isocenter::agent
