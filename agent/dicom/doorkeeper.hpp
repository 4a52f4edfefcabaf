#pragma once

#include <poll.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <string>
#include <vector>

#include "agent/dicom/association_peek.hpp"
#include "agent/dicom/listening_socket.hpp"

/// Connections that have not said what they want yet. One thread polls them all, so a silent peer costs a descriptor
/// and nothing else, and bytes are only peeked at: DCMTK reads them again.
namespace isocenter::agent {

struct DoorkeeperLimits {
  std::chrono::milliseconds patience{2000};  ///< for the whole first PDU
  std::size_t waiting = 128;                 ///< beyond it the oldest of the address that has most is dropped
};

/// A connection whose A-ASSOCIATE-RQ lies complete in its socket.
struct Arrival {
  Descriptor socket;
  std::string address;
  AssociationRequest request;
};

/// What became of the connections so far.
struct DoorCounts {
  std::uint64_t connections = 0, malformed = 0, silent = 0, dropped = 0;
};

/// One thread.
class Doorkeeper {
 public:
  using Clock = std::chrono::steady_clock;
  Doorkeeper(int listening, DoorkeeperLimits limits) : listening_{listening}, limits_{limits} {}

  /// Waits until something happens, `wake` becomes readable, or someone's patience ends; then hands each arrival to
  /// `admit`. Malformed requests are answered with A-ABORT, silent peers are closed.
  void turn(int wake, const std::function<void(Arrival)>& admit);

  const DoorCounts& counts() const { return counts_; }

 private:
  struct Waiting {
    Descriptor socket;
    std::string address;
    Clock::time_point deadline;
    Clock::time_point look_again{};  ///< not before; after a wake-up that brought nothing whole
    std::size_t wanted = pdu_header_bytes;
  };
  enum class Look { waits, done };

  void accept_all(Clock::time_point now);
  void make_room();
  Look look_at(Waiting& waiting, short events, Clock::time_point now, const std::function<void(Arrival)>& admit);
  int time_out_ms(Clock::time_point now) const;

  int listening_;
  DoorkeeperLimits limits_;
  std::list<Waiting> waiting_;  ///< oldest first
  Clock::time_point accept_again_{};
  DoorCounts counts_;
};

/// Sends the last PDU of a connection and says that no more comes. What the peer still sent is thrown away first:
/// closing a socket with unread bytes would reset the connection and take the PDU from the peer.
void say_last(int socket, std::span<const std::uint8_t> pdu);

}  // namespace isocenter::agent
