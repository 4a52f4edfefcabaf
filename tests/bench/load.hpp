#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "shared/core/digest.hpp"
#include "shared/core/names.hpp"
#include "tests/bench/mix.hpp"

namespace isocenter::bench {

/// A batch as a whole MQTT packet, ready to be sent. Its `sent` is set at the moment of sending.
struct ReadyBatch {
  std::string packet;
  std::size_t sent_at = 0;    ///< where the 24 characters of `sent` lie
  std::uint64_t through = 0;  ///< number of its last event
};

/// All that one node sends, in order: one epoch, begun by node.started.
struct NodeLoad {
  std::string ack_topic;
  std::string epoch;
  std::vector<ReadyBatch> batches;
};

struct Load {
  std::vector<NodeLoad> nodes;
  std::size_t events = 0;  ///< node.started ones too
  std::size_t batches = 0;
  Instant begins{};  ///< before its first event
};

SiteName bench_site();

/// The events as batches of at most `events_per_batch`, digests and numbers right.
Load make_load(const Department& department, const std::vector<MixedEvent>& events, std::size_t events_per_batch);

/// Writes the time of sending into the packet.
void stamp(ReadyBatch& batch, std::string_view now_rfc3339);

}  // namespace isocenter::bench
