#pragma once

#include <optional>
#include <string>
#include <vector>

#include "shared/core/desk_event.hpp"
#include "shared/core/equipment_state.hpp"
#include "shared/core/names.hpp"
#include "shared/core/time.hpp"

/// What happens in the department, drawn from a seed before anything runs: the truth.
namespace isocenter::truth {

inline constexpr std::chrono::seconds heartbeat{60};

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
  std::optional<Instant> undone_late;    ///< the kiosk takes back how it began when that can no longer be taken back
  bool on_page = false;                  ///< people say it at the collector's page, while there is one
};

enum class Mistaken { down, planned, quality_control, ready, fault, called, repaired, released };

/// What somebody says at the kiosk and takes back in time: it counts nothing, from its beginning.
struct Mistake {
  Mistaken what = Mistaken::down;
  Instant said, undone;
  std::size_t episode = 0;  ///< of a fault's step
  Cause cause = Cause::equipment;
};

enum class Absence {
  dead,            ///< the agent's program is killed, and its will arrives
  dead_while_cut,  ///< its network is cut first, so no will does
  cut,             ///< only the network: it goes on observing
  console_off,     ///< the device answers no probe
  stopped,         ///< the program stands still and goes on, while the machine's clocks run (SIGSTOP)
  suspended,       ///< the whole virtual machine does, with its clocks
};

struct Away {
  Absence kind = Absence::cut;
  Period when;
  Instant dies{};       ///< of dead_while_cut: within `when`
  Instant expires{};    ///< of what stands still: the broker hears no more of it for longer than its keep-alive
  Instant clock_set{};  ///< of a machine that was suspended: from `when.to` on
};

/// What a biomed says at the collector's page of a time that has passed.
struct Correction {
  Instant said;
  IntervalCorrected how;
};

struct DeviceScript {
  DeviceName device;
  std::vector<Episode> episodes;  ///< by time
  std::vector<Away> absences;     ///< by time, at least an hour apart
  std::vector<Mistake> mistakes;
  std::vector<Correction> corrections;  ///< in the order in which they are said
};

struct Script {
  Period when;
  std::vector<DeviceScript> devices;
  std::vector<Period> kiosk_cut, broker_down, collector_down;
};

Script draw_script(std::uint32_t seed, Instant from, std::chrono::days length, int devices);

/// Whether a node says it: a kiosk for people, the agent for the machine.
bool is_of_a_person(Kind kind);
bool is_fault(Kind kind);
bool stands_still(Absence kind);

}  // namespace isocenter::truth
