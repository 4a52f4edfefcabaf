#include "collector/web/changes.hpp"

namespace isocenter::web {

void Changes::note(std::span<const DeviceName> devices, bool desk) {
  if (devices.empty() && !desk) return;
  const std::lock_guard lock{mutex_};
  const std::uint64_t now = latest_.load(std::memory_order_relaxed) + 1;
  for (const DeviceName& device : devices) devices_[device] = now;
  if (desk) desk_ = now;
  latest_.store(now, std::memory_order_release);
}

Changes::News Changes::since(std::uint64_t seen) const {
  const std::lock_guard lock{mutex_};
  News news{.up_to = latest_.load(std::memory_order_relaxed), .devices = {}, .desk = desk_ > seen};
  for (const auto& [device, when] : devices_) {
    if (when > seen) news.devices.push_back(device);
  }
  return news;
}

void Changes::note_told(std::uint64_t up_to) {
  std::uint64_t told = told_.load(std::memory_order_relaxed);
  while (told < up_to && !told_.compare_exchange_weak(told, up_to, std::memory_order_acq_rel)) {
  }
}

}  // namespace isocenter::web
