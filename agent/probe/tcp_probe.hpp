#pragma once

#include <chrono>
#include <string>

#include "agent/probe/probe.hpp"

struct addrinfo;

namespace isocenter::agent {

/// Whether something listens at `host`:`port`. Blocks at most `patience` (and as long as the resolver takes for a
/// name). Gives "ok", "refused" (the host is there, the port is not), "no_route", "unknown_host" or "no_answer".
Reached reach_tcp(const std::string& host, std::uint16_t port, std::chrono::milliseconds patience);
/// The same for a resolver's list: each address may take its share of what is left of the patience, so that a silent
/// one leaves time for the others.
Reached reach_tcp(const addrinfo& addresses, std::chrono::milliseconds patience);

/// Says at every turn whether a device's port can be connected to. Nothing is sent; the connection is closed at once.
class TcpProbe : public Probe {
 public:
  struct Target {
    DeviceName device;
    std::string host;
    std::uint16_t port = 0;
    std::chrono::milliseconds interval{30'000};
    std::chrono::milliseconds patience{2'000};
  };
  explicit TcpProbe(Target target) : target_{std::move(target)} {}

  std::string name() const override { return target_.device.text() + " tcp"; }
  std::chrono::milliseconds interval() const override { return target_.interval; }
  void look(Sink& sink, Instant now) override;

 private:
  Target target_;
};

}  // namespace isocenter::agent
