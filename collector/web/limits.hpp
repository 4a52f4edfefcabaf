#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace isocenter::web {

/// What one peer, or all of them together, may take of the server.
struct Limits {
  std::uint32_t header_bytes = 8 * 1024;
  std::uint64_t body_bytes = 64 * 1024;
  std::size_t target_bytes = 2048;
  std::chrono::milliseconds header_time{10'000};  ///< from a request's first byte to the end of its header
  std::chrono::milliseconds body_time{10'000};
  std::chrono::milliseconds idle_time{60'000};    ///< between two requests
  std::chrono::milliseconds answer_time{60'000};  ///< to take an answer, however slow the peer reads
  std::chrono::milliseconds query_time{5'000};    ///< for all a request reads from the database
  std::size_t connections = 500;
  std::size_t connections_of_address = 64;                  ///< but for loopback
  std::size_t workers = 2;                                  ///< that read for GET
  std::size_t doers = 2;                                    ///< that change something, and wait for its commit
  std::size_t hashers = 1;                                  ///< of passwords, 64 MiB each
  std::size_t streams = 100;                                ///< of server-sent events
  std::size_t streams_of_address = 20;                      ///< but for loopback
  std::size_t waiting_requests = 64;                        ///< for a worker
  std::size_t waiting_of_address = 16;                      ///< but for loopback
  std::size_t answer_bytes = 64u * 1024 * 1024;             ///< of all answers on their way together
  std::size_t answer_bytes_of_address = 16u * 1024 * 1024;  ///< but for loopback
  std::size_t small_answer_bytes = 64u * 1024;              ///< these always find room
  std::int64_t rows = 10'000;                               ///< of a report in one answer
};

}  // namespace isocenter::web
