#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "shared/core/time.hpp"

namespace isocenter::simulator {

struct SimulatedDevice;

/// What befalls one exam of a messy day. Each needs something else of whoever keeps count.
enum class Twist {
  none,
  group_exam,     ///< one step serves several orders
  two_steps,      ///< one order takes two steps
  created_twice,  ///< the console sends its N-CREATE again
  ends_late,      ///< its N-SET comes when the next exam has begun
  never_ends,     ///< its N-SET never comes
  torn_log,       ///< the log is rotated within a line
  phantom_next    ///< quality control follows
};

/// How a log is put aside, and where a line goes on that was half written by then.
enum class Rotation {
  renamed,   ///< in the renamed file, which the writer holds open
  reopened,  ///< renamed too, but the writer opens its log anew for each buffer: at the beginning of the new file
  copied     ///< copied and truncated: at the beginning of the emptied file
};

/// What a device has of the mess that departments live with; as it is here, a calm one's.
struct Habits {
  Milliseconds clock{0};             ///< its own clock less the true time
  std::string shared_ae_title = {};  ///< another scanner calls under it too; empty: it has its own
  Rotation rotation = Rotation::renamed;
  std::vector<Twist> twists = {};  ///< of its exams, over and over
};

/// What befalls the device's exam of that number, from 0.
Twist twist_of(const Habits& habits, std::size_t exam);

/// The department with habits drawn from `seed`: clocks up to nine minutes off, two pairs of scanners under one AE
/// title each, and twists dealt so that each kind comes among the first exams of the devices that work.
std::vector<SimulatedDevice> with_mess(std::vector<SimulatedDevice> devices, std::uint64_t seed);

}  // namespace isocenter::simulator
