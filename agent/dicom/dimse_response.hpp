#pragma once

#include <cstdint>
#include <vector>

#include "agent/dicom/dimse_command.hpp"
#include "agent/dicom/mpps_answer.hpp"

namespace isocenter::agent {

/// The command set that answers `request`, without dataset, in implicit VR little endian (PS3.7, 10.3 and annex C).
std::vector<std::uint8_t> encode_dimse_response(const DimseCommand& request, const MppsAnswer& answer);

}  // namespace isocenter::agent
