#include "agent/observe/log_rule.hpp"

namespace isocenter::agent {

std::string_view word(LogMeaning meaning) {
  switch (meaning) {
    case LogMeaning::nothing: return "";
    case LogMeaning::exam_started: return "exam.started";
    case LogMeaning::exam_ended: return "exam.ended";
    case LogMeaning::quality_control_started: return "quality_control.started";
    case LogMeaning::quality_control_ended: return "quality_control.ended";
    case LogMeaning::check_done: return "check.done";
    case LogMeaning::workstation_started: return "workstation.started";
    case LogMeaning::fault_reported: return "fault.reported";
    case LogMeaning::fault_repaired: return "fault.repaired";
    case LogMeaning::reading_taken: return "reading.taken";
  }
  return "";
}

}  // namespace isocenter::agent
