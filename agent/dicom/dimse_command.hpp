#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "shared/core/result.hpp"

namespace isocenter::agent {

/// Command Field (0000,0100) of the requests that matter here (PS3.7, E.1).
enum class DimseField : std::uint16_t {
  n_get_rq = 0x0110,
  n_set_rq = 0x0120,
  n_action_rq = 0x0130,
  n_create_rq = 0x0140,
  n_delete_rq = 0x0150,
  n_event_report_rq = 0x0100,
  c_echo_rq = 0x0030,
};

/// A DIMSE request without its dataset. UIDs are as sent, without padding, and may be empty.
struct DimseCommand {
  std::uint16_t field = 0;  ///< a DimseField, or another
  std::uint16_t message_id = 0;
  bool has_dataset = false;
  std::string sop_class, sop_instance;  ///< affected or requested
  bool operator==(const DimseCommand&) const = default;

  bool is(DimseField wanted) const { return field == static_cast<std::uint16_t>(wanted); }
};

/// Reads a command set: group 0000 in implicit VR little endian (PS3.7, 6.3.1). ErrorKind::malformed where lengths do
/// not add up, another group occurs, a UID is over 64 characters, or field, message id or dataset type are missing.
Result<DimseCommand> read_dimse_command(std::span<const std::uint8_t> bytes);

}  // namespace isocenter::agent
