#include "shared/process/hardening.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <cerrno>
#include <system_error>

namespace isocenter::process {

void never_leave_a_core() {
  const rlimit none{0, 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0) {
    throw std::system_error{errno, std::generic_category(), "cannot forbid core files (setrlimit RLIMIT_CORE)"};
  }
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
    throw std::system_error{errno, std::generic_category(), "cannot forbid core files (prctl PR_SET_DUMPABLE)"};
  }
}

}  // namespace isocenter::process
