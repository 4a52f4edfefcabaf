#pragma once

#include <string>
#include <string_view>

/// The programs' log: lines on standard error through spdlog's default logger. No line ever holds a patient's identity:
/// whoever logs names things by topic, number or keyed hash, and never prints a payload.
namespace isocenter::logging {

/// Sets up the default logger of `program`. The level is `level` (trace, debug, info, warn, error or off) where given,
/// else what ISOCENTER_LOG says, else info; a word nobody knows is said and taken as info. Call once, early in main.
void set_up(std::string_view program, std::string_view level = {});

/// The one line "ready", for people and for scripts that wait for it.
void say_ready();

}  // namespace isocenter::logging
