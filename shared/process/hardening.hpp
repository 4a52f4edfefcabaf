#pragma once

namespace isocenter::process {

/// A core or a debugger would show patients: RLIMIT_CORE 0 and PR_SET_DUMPABLE 0, for this program and what it starts.
/// Call first in main. Throws std::system_error where the kernel refuses.
void never_leave_a_core();

}  // namespace isocenter::process
