#include "agent/dicom/echo_probe.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcuid.h>
#include <dcmtk/dcmnet/cond.h>
#include <dcmtk/dcmnet/scu.h>

#include <string_view>

#include "agent/dicom/dcmtk_setup.hpp"

namespace isocenter::agent {
namespace {

constexpr Uint32 answer_timeout_s = 5;

void configure(DcmSCU& scu, const EchoTarget& target) {
  scu.setPeerHostName(target.address.c_str());
  scu.setPeerPort(target.port);
  scu.setPeerAETitle(target.called_ae_title.c_str());
  scu.setAETitle(target.calling_ae_title.c_str());
  scu.setACSETimeout(answer_timeout_s);
  scu.setDIMSETimeout(answer_timeout_s);
  scu.setDIMSEBlockingMode(DIMSE_NONBLOCKING);
  OFList<OFString> transfer_syntaxes;
  transfer_syntaxes.push_back(UID_LittleEndianImplicitTransferSyntax);
  scu.addPresentationContext(UID_VerificationSOPClass, transfer_syntaxes);
}

/// DCMTK says only in words why it could not connect.
bool was_refused(const OFCondition& condition) {
  return condition.text() != nullptr && std::string_view{condition.text()}.find("refused") != std::string_view::npos;
}

Reached echo(const EchoTarget& target) {
  DcmSCU scu;
  configure(scu, target);
  if (scu.initNetwork().bad()) return {false, "no_answer"};
  const OFCondition associated = scu.negotiateAssociation();
  if (associated == DUL_ASSOCIATIONREJECTED || associated == NET_EC_NoAcceptablePresentationContexts) {
    return {true, "rejected"};
  }
  if (associated.bad()) return {false, was_refused(associated) ? "refused" : "no_answer"};
  if (scu.sendECHORequest(0).bad()) {
    scu.closeAssociation(DCMSCU_ABORT_ASSOCIATION);
    return {false, "no_answer"};
  }
  scu.releaseAssociation();
  return {true, "ok"};
}

}  // namespace

void EchoProbe::look(Sink& sink, Instant now) {
  set_up_dcmtk();
  sink.take({Sighting{target_.device, now, "echo", echo(target_)}});
}

}  // namespace isocenter::agent
