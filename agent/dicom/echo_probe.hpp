#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "agent/probe/probe.hpp"

namespace isocenter::agent {

struct EchoTarget {
  DeviceName device;
  std::string address;  ///< IPv4 address or host name
  std::uint16_t port = 104;
  std::string called_ae_title, calling_ae_title;
  std::chrono::milliseconds interval{30'000};
};

/// Asks a modality for a C-ECHO (PS3.4 annex A). Reached's reason: ok; refused (its host answers, nobody listens);
/// rejected (it speaks DICOM, but not with us: it counts as answered); no_answer. At most 3 s to connect, 5 s for each
/// of association and echo.
class EchoProbe : public Probe {
 public:
  explicit EchoProbe(EchoTarget target) : target_{std::move(target)} {}

  std::string name() const override { return "echo " + target_.device.text(); }
  std::chrono::milliseconds interval() const override { return target_.interval; }
  void look(Sink& sink, Instant now) override;

 private:
  EchoTarget target_;
};

}  // namespace isocenter::agent
