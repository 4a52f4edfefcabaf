#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace isocenter::agent {

/// The DIMSE statuses this SCP answers with (PS3.7 annex C, PS3.4 F.7.2).
enum class DimseStatus : std::uint16_t {
  success = 0x0000,
  invalid_attribute_value = 0x0106,
  processing_failure = 0x0110,
  duplicate_sop_instance = 0x0111,
  no_such_sop_instance = 0x0112,
  no_such_sop_class = 0x0118,
  missing_attribute = 0x0120,
  missing_attribute_value = 0x0121,
  sop_class_not_supported = 0x0122,
  unrecognised_operation = 0x0211,
  resource_limitation = 0x0213,
};

/// Error ID (0000,0903) of PS3.4 F.7.2.2.2: the step has ended and stays as it is.
inline constexpr std::uint16_t no_longer_updatable = 0xa710;

/// group << 16 | element
using DicomTag = std::uint32_t;

/// What the peer is told. Holds no value of its dataset.
struct MppsAnswer {
  DimseStatus status = DimseStatus::success;
  std::string comment;               ///< Error Comment (0000,0902), at most 64 characters
  std::uint16_t error_id = 0;        ///< 0: none
  std::vector<DicomTag> attributes;  ///< Attribute Identifier List (0000,1005): which are missing or wrong
  std::string sop_instance;          ///< of the request, or made by us where an N-CREATE had none
  bool operator==(const MppsAnswer&) const = default;
};

}  // namespace isocenter::agent
