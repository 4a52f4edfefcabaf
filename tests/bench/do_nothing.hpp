#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

#include "tests/fakes/child_process.hpp"

namespace isocenter::bench {

/// A program of its own that subscribes to every node's events with Paho C++ and the collector's settings, counts them
/// and does nothing else: what the collector is measured against.
class DoNothing {
 public:
  /// Returns once it is subscribed; throws std::runtime_error where it does not come to that.
  DoNothing(const std::string& broker_url, const std::filesystem::path& folder);
  ~DoNothing();
  DoNothing(const DoNothing&) = delete;
  DoNothing& operator=(const DoNothing&) = delete;

  std::uint64_t received() const;
  /// Until `count` have come, or none came for `patience`.
  std::uint64_t wait_for(std::uint64_t count, std::chrono::milliseconds patience) const;

 private:
  std::filesystem::path file_;
  const volatile std::uint64_t* counter_ = nullptr;
  fakes::ChildProcess process_;
};

/// What that program does: counts into `file` until it is killed. Returns its exit code.
int count_messages(const std::string& broker_url, const std::filesystem::path& file);

}  // namespace isocenter::bench
