#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/dicom/association_peek.hpp"

/// Who may have an association, and the words of PS3.8 for those who may not.
namespace isocenter::agent {

enum class Refusal {
  called_ae_title,      ///< not ours
  calling_ae_title,     ///< not among those that are listed
  application_context,  ///< not DICOM's
  protocol_version,     ///< not version 1
  too_many,             ///< no place left at present
};

/// Whom the server serves.
struct Admission {
  std::string ae_title;                        ///< ours
  std::vector<std::string> calling_ae_titles;  ///< empty: any
};

/// Why `request` must be refused; nothing where it may be served.
std::optional<Refusal> refusal_of(const AssociationRequest& request, const Admission& admission);

using ShortPdu = std::array<std::uint8_t, 10>;
/// A-ASSOCIATE-RJ (PS3.8, 9.3.4): permanent, but transient for `too_many`.
ShortPdu rejection_pdu(Refusal refusal);
/// A-ABORT by the service provider, invalid PDU parameter (PS3.8, 9.3.8).
ShortPdu abort_pdu();

std::string_view word(Refusal refusal);

}  // namespace isocenter::agent
