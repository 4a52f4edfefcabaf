#pragma once

namespace isocenter::process {

/// A core or a debugger would show patients: RLIMIT_CORE 0, for what this program starts as well, and
/// PR_SET_DUMPABLE 0, for itself.
/// Call first in main. Throws std::system_error where the kernel refuses.
void never_leave_a_core();

}  // namespace isocenter::process
