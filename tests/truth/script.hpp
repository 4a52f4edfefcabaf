#pragma once

#include <optional>
#include <string>
#include <vector>

#include "shared/core/equipment_state.hpp"
#include "shared/core/names.hpp"
#include "shared/core/time.hpp"

/// What happens in the department, drawn from a seed before anything runs: the truth.
namespace isocenter::truth {

enum class Kind {
  exam,
  log_down,     ///< a fault of the machine's own log
  log_limited,  ///< likewise
  person_down,  ///< a fault a technologist reported
  declared_down,
  planned,  ///< with an end that is kept, or overrun
  quality_control,
};

/// Something a device goes through. No two of a device overlap.
struct Episode {
  Kind kind = Kind::exam;
  Period when;
  Cause cause = Cause::equipment;
  std::optional<Instant> called;         ///< the vendor was told
  std::optional<Instant> released;       ///< of a fault, after its end
  std::optional<Instant> planned_until;  ///< of planned work
};

enum class Absence {
  dead,            ///< the agent's program is killed, and its will arrives
  dead_while_cut,  ///< its network is cut first, so no will does
  cut,             ///< only the network: it goes on observing
  console_off,     ///< the device answers no probe
};

struct Away {
  Absence kind = Absence::cut;
  Period when;
  Instant dies{};  ///< of dead_while_cut: within `when`
};

struct DeviceScript {
  DeviceName device;
  std::vector<Episode> episodes;  ///< by time
  std::vector<Away> absences;     ///< by time, at least an hour apart
};

struct Script {
  Period when;
  std::vector<DeviceScript> devices;
  std::vector<Period> kiosk_cut, broker_down, collector_down;
};

Script draw_script(std::uint32_t seed, Instant from, std::chrono::days length, int devices);

/// Whether a node says it: a kiosk for people, the agent for the machine.
bool is_of_a_person(Kind kind);

}  // namespace isocenter::truth
