#pragma once

namespace isocenter::agent {

/// Sets what DCMTK keeps in globals, once a process: its logger off (it would print datasets), no reverse look-up of
/// names, time-outs instead of waiting for ever. False where DCMTK's data dictionary is not to be found; it comes with
/// the package libdcmtk17.
bool set_up_dcmtk();

}  // namespace isocenter::agent
