#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "shared/core/result.hpp"

/// The first PDU of a connection, looked at before DCMTK reads it: DCMTK 3.6.7 leaks memory for every repeated user
/// identity item, before any check of ours. Pure: bytes in, a request or an error out.
namespace isocenter::agent {

inline constexpr std::size_t pdu_header_bytes = 6;
inline constexpr std::size_t longest_association_request = 64 * 1024;  ///< with its header

/// What a peer asks for in its A-ASSOCIATE-RQ (PS3.8, 9.3.2), as far as it decides whether DCMTK may read it.
struct AssociationRequest {
  std::string called, calling;  ///< AE titles without their padding
  std::string application_context;
  std::uint16_t protocol_version = 0;
  bool operator==(const AssociationRequest&) const = default;
};

/// How long the first PDU is, with its header, from at least its first 6 bytes. ErrorKind::malformed for any other PDU
/// than an A-ASSOCIATE-RQ and for one that is too short or longer than `longest_association_request`.
Result<std::size_t> association_request_length(std::span<const std::uint8_t> header);

/// Reads exactly one A-ASSOCIATE-RQ. ErrorKind::malformed where its lengths do not add up, an item occurs more often
/// than PS3.8 allows, there are over 128 presentation contexts, or an AE title or UID is none. `where` is the byte.
Result<AssociationRequest> peek_association_request(std::span<const std::uint8_t> pdu);

}  // namespace isocenter::agent
