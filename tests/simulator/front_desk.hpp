#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "shared/core/event.hpp"

namespace isocenter::simulator {

/// What people say: a node like a kiosk's, with its own outbox and connection, that declares, reports faults and
/// takes patients' answers.
class FrontDesk {
 public:
  FrontDesk(const std::string& site, const std::string& node, const std::string& broker_url,
            std::filesystem::path outbox);
  ~FrontDesk();

  void declare(const DeviceName& device, EquipmentState state, std::optional<Instant> until, Cause cause);
  FaultId report_fault(const DeviceName& device, const std::string& code, Effect effect, Cause cause);
  void step_fault(const DeviceName& device, const FaultId& fault, FaultStep step);
  void answer(const std::string& area, int score);

  std::uint64_t unacknowledged() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace isocenter::simulator
