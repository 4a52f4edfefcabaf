#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "agent/dicom/dimse_stream.hpp"
#include "agent/dicom/mpps_service.hpp"
#include "shared/core/result.hpp"

struct T_ASC_Network;

/// Associations as DCMTK serves them, one thread each.
namespace isocenter::agent {

/// Since when an association waits for its peer; another thread may look.
class Idleness {
 public:
  using Clock = std::chrono::steady_clock;
  void begin() { since_.store(Clock::now().time_since_epoch().count()); }
  void end() { since_.store(0); }
  std::optional<Clock::time_point> since() const {
    const auto ticks = since_.load();
    if (ticks == 0) return std::nullopt;
    return Clock::time_point{Clock::duration{ticks}};
  }

 private:
  std::atomic<Clock::rep> since_{0};  ///< 0: at work
};

/// DCMTK's end of one listening socket.
class AssociationAcceptor {
 public:
  /// `listening` stays the caller's and open until after this; without it DCMTK would open a port of its own.
  /// ErrorKind::unavailable.
  static Result<std::unique_ptr<AssociationAcceptor>> make(int listening, MessageLimits limits, MppsService& service);
  ~AssociationAcceptor();
  AssociationAcceptor(const AssociationAcceptor&) = delete;
  AssociationAcceptor& operator=(const AssociationAcceptor&) = delete;

  /// Takes over `socket`, whose whole A-ASSOCIATE-RQ must lie there, peeked at and found right. Answers Verification
  /// and MPPS requests until the peer releases or aborts, a limit is met, or the socket is shut down. Any thread.
  /// `duplicate`, which stays the caller's, is the same connection: DCMTK closes `socket` as soon as it sees the end,
  /// and its number is then another's.
  void serve(int socket, int duplicate, const MppsPeer& peer, Idleness& idleness);

 private:
  AssociationAcceptor(T_ASC_Network* network, MessageLimits limits, MppsService& service);
  T_ASC_Network* network_;
  MessageLimits limits_;
  MppsService& service_;
  logging::SeldomLog ends_;
};

}  // namespace isocenter::agent
