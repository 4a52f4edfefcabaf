#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "agent/dicom/association_refusal.hpp"
#include "agent/dicom/doorkeeper.hpp"
#include "agent/dicom/listening_socket.hpp"
#include "agent/dicom/mpps_service.hpp"
#include "shared/core/result.hpp"

namespace isocenter::agent {

struct MppsServerOptions {
  ListenAddress listen;
  Admission admission;
  DoorkeeperLimits door;
  std::chrono::seconds idle{60};  ///< an association without a request is aborted
  std::size_t associations = 64;  ///< at once; a new one then takes the place of the one idle for longest
  std::size_t per_address = 32;
  std::chrono::milliseconds idle_enough_to_go{5000};  ///< before that nobody has to make room
};

struct MppsServerCounts {
  DoorCounts door;
  std::uint64_t associations = 0;  ///< served, now or before
  std::uint64_t rejected = 0;      ///< with A-ASSOCIATE-RJ
  std::uint64_t evicted = 0;       ///< aborted while idle, to make room
  std::size_t open = 0;            ///< being served now
};

/// Listens for modalities: Verification and MPPS, implicit and explicit little endian, PDUs of 16 KiB, datasets of
/// 1 MiB (docs/conformance/dicom.md). A thread looks at each connection's first PDU; each association then has its own.
class MppsServer {
 public:
  /// Listens when it returns. ErrorKind::unavailable where the port is not to be had; says the mend.
  static Result<std::unique_ptr<MppsServer>> listen(MppsServerOptions options, MppsService& service);
  ~MppsServer();

  std::uint16_t port() const;
  MppsServerCounts counts() const;

  /// Ends all associations and threads; what is being committed is committed and answered or not. About a second.
  void stop();

 private:
  struct State;
  explicit MppsServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace isocenter::agent
