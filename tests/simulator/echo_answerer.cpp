#include "tests/simulator/echo_answerer.hpp"

#include <dcmtk/config/osconfig.h>
// DCMTK's own order of includes: osconfig.h comes first.
#include <dcmtk/dcmnet/scp.h>
#include <dcmtk/oflog/oflog.h>

#include <atomic>
#include <thread>

namespace isocenter::simulator {
namespace {

/// DcmSCP answers C-ECHO by itself; this one ends when its workstation is switched off.
class EchoScp : public DcmSCP {
 public:
  explicit EchoScp(const std::atomic<bool>& is_on) : is_on_{is_on} {}

 protected:
  OFBool stopAfterConnectionTimeout() override { return is_on_ ? OFFalse : OFTrue; }
  OFBool stopAfterCurrentAssociation() override { return is_on_ ? OFFalse : OFTrue; }

 private:
  const std::atomic<bool>& is_on_;
};

}  // namespace

struct EchoAnswerer::State {
  std::string ae_title;
  int port = 0;
  std::atomic<bool> is_on = false;
  std::jthread thread;

  void serve() {
    EchoScp scp{is_on};
    DcmSCPConfig& config = scp.getConfig();
    config.setAETitle(ae_title.c_str());
    config.setPort(static_cast<Uint16>(port));
    config.setConnectionBlockingMode(DUL_NOBLOCK);
    config.setConnectionTimeout(1);
    config.setACSETimeout(5);
    config.setDIMSEBlockingMode(DIMSE_NONBLOCKING);
    config.setDIMSETimeout(5);
    config.setRespondWithCalledAETitle(OFTrue);
    config.setHostLookupEnabled(OFFalse);
    OFList<OFString> syntaxes;
    syntaxes.push_back(UID_LittleEndianImplicitTransferSyntax);
    config.addPresentationContext(UID_VerificationSOPClass, syntaxes);
    while (is_on) scp.listen();
  }
};

EchoAnswerer::EchoAnswerer(std::string ae_title, int port) : state_{std::make_unique<State>()} {
  OFLog::configure(OFLogger::OFF_LOG_LEVEL);  // DCMTK tells of each echo on standard error
  state_->ae_title = std::move(ae_title);
  state_->port = port;
}

EchoAnswerer::~EchoAnswerer() { switch_off(); }

void EchoAnswerer::switch_on() {
  if (state_->is_on.exchange(true)) return;
  state_->thread = std::jthread{[state = state_.get()] { state->serve(); }};
}

void EchoAnswerer::switch_off() {
  state_->is_on = false;
  if (state_->thread.joinable()) state_->thread.join();
}

}  // namespace isocenter::simulator
