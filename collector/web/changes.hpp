#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <span>
#include <vector>

#include "shared/core/names.hpp"

namespace isocenter::web {

/// What changed, from the ingest loop to any number of browsers: each remembers how far it was told. Any thread.
class Changes {
 public:
  /// After a commit: devices whose tables changed, and whether anything of contracts, statements or people was written.
  /// Costs a lock and a few pointers.
  void note(std::span<const DeviceName> devices, bool desk);

  struct News {
    std::uint64_t up_to = 0;
    std::vector<DeviceName> devices;
    bool desk = false;
    bool empty() const { return devices.empty() && !desk; }
  };
  /// All that was noted after `seen`, once each.
  News since(std::uint64_t seen) const;
  /// Where it stands; `since` of it is empty.
  std::uint64_t latest() const { return latest_.load(std::memory_order_acquire); }

  /// A browser is told of all up to there.
  void note_told(std::uint64_t up_to);
  /// The furthest that any browser was told.
  std::uint64_t told() const { return told_.load(std::memory_order_acquire); }

 private:
  mutable std::mutex mutex_;
  std::atomic<std::uint64_t> latest_ = 0, told_ = 0;
  std::map<DeviceName, std::uint64_t> devices_;  ///< by which note each changed last
  std::uint64_t desk_ = 0;
};

}  // namespace isocenter::web
