#include "agent/dicom/association_refusal.hpp"

#include <algorithm>

namespace isocenter::agent {

std::optional<Refusal> refusal_of(const AssociationRequest& request, const Admission& admission) {
  if ((request.protocol_version & 1) == 0) return Refusal::protocol_version;
  if (request.application_context != "1.2.840.10008.3.1.1.1") return Refusal::application_context;
  if (request.called != admission.ae_title) return Refusal::called_ae_title;
  const auto& known = admission.calling_ae_titles;
  const bool is_listed = known.empty() || std::find(known.begin(), known.end(), request.calling) != known.end();
  if (!is_listed) return Refusal::calling_ae_title;
  return std::nullopt;
}

ShortPdu rejection_pdu(Refusal refusal) {
  const auto pdu = [](std::uint8_t result, std::uint8_t source, std::uint8_t reason) {
    return ShortPdu{0x03, 0, 0, 0, 0, 4, 0, result, source, reason};
  };
  switch (refusal) {
    case Refusal::application_context: return pdu(1, 1, 2);
    case Refusal::calling_ae_title: return pdu(1, 1, 3);
    case Refusal::called_ae_title: return pdu(1, 1, 7);
    case Refusal::protocol_version: return pdu(1, 2, 2);
    case Refusal::too_many: return pdu(2, 3, 2);
  }
  return pdu(1, 1, 1);
}

ShortPdu abort_pdu() { return ShortPdu{0x07, 0, 0, 0, 0, 4, 0, 0, 2, 6}; }

std::string_view word(Refusal refusal) {
  switch (refusal) {
    case Refusal::application_context: return "application context name not supported";
    case Refusal::calling_ae_title: return "calling AE title not recognised";
    case Refusal::called_ae_title: return "called AE title not recognised";
    case Refusal::protocol_version: return "protocol version not supported";
    case Refusal::too_many: return "local limit exceeded";
  }
  return "";
}

}  // namespace isocenter::agent
