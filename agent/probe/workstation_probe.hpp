#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <vector>

#include "agent/probe/probe.hpp"

namespace isocenter::agent {

/// The state of the host the agent runs on: load average of a minute ("workstation.load"), memory that programs can
/// still get ("workstation.memory_free_mb") and room on the disk of `disk` ("workstation.disk_free_mb"); MB are 2^20.
/// What the system does not tell is left out. `proc` is where the kernel's files are.
std::vector<ReadingTaken> read_workstation(const std::filesystem::path& proc, const std::filesystem::path& disk);

/// Takes these readings at every turn. Where the agent runs on a device's console, they are the device's, and the
/// console is up as long as the agent runs.
class WorkstationProbe : public Probe {
 public:
  struct Target {
    std::optional<DeviceName> console_of;
    std::filesystem::path disk = "/";
    std::chrono::milliseconds interval{60'000};
    std::filesystem::path proc = "/proc";
  };
  explicit WorkstationProbe(Target target) : target_{std::move(target)} {}

  std::string name() const override { return "workstation"; }
  std::chrono::milliseconds interval() const override { return target_.interval; }
  void look(Sink& sink, Instant now) override;

 private:
  Target target_;
};

}  // namespace isocenter::agent
