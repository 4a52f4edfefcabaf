#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "agent/dicom/dimse_command.hpp"

struct T_ASC_Association;

/// DIMSE messages over an association. Only DCMTK's upper layer is used: its DIMSE layer would gather a message of any
/// size, from any SOP class, before we are asked. Private to agent/dicom.
namespace isocenter::agent {

struct MessageLimits {
  std::chrono::seconds patience{60};  ///< for a message to begin, and again for it to be complete
  std::size_t command_bytes = 64 * 1024;
  std::size_t dataset_bytes = 1024 * 1024;
};

struct DimseMessage {
  std::uint8_t context = 0;  ///< presentation context id
  DimseCommand command;
  std::vector<std::uint8_t> dataset;
};

/// Why no further message comes.
enum class StreamEnd {
  released,   ///< the peer asked for it
  closed,     ///< the peer aborted or went away
  silent,     ///< nothing came in time
  too_large,  ///< over a limit
  malformed,  ///< not DIMSE
};
std::string_view word(StreamEnd end);

tl::expected<DimseMessage, StreamEnd> read_message(T_ASC_Association& association, const MessageLimits& limits);

/// False where the peer is gone.
bool write_command(T_ASC_Association& association, std::uint8_t context, std::span<const std::uint8_t> command);

}  // namespace isocenter::agent
