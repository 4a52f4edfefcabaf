#include "collector/contract/contract.hpp"

namespace isocenter::contract {

std::string_view word(PeriodLength length) {
  switch (length) {
    case PeriodLength::month: return "month";
    case PeriodLength::quarter: return "quarter";
    case PeriodLength::year: return "year";
  }
  return "";
}

std::string_view word(PlannedDown policy) {
  switch (policy) {
    case PlannedDown::excluded: return "excluded";
    case PlannedDown::lost: return "lost";
    case PlannedDown::up: return "up";
  }
  return "";
}

std::string_view word(UnknownTime policy) {
  switch (policy) {
    case UnknownTime::excluded: return "excluded";
    case UnknownTime::up: return "up";
    case UnknownTime::down: return "down";
  }
  return "";
}

std::string_view word(OutageStarts policy) {
  switch (policy) {
    case OutageStarts::observed: return "observed";
    case OutageStarts::reported: return "reported";
  }
  return "";
}

std::string_view word(OutageEnds policy) {
  switch (policy) {
    case OutageEnds::repaired: return "repaired";
    case OutageEnds::released: return "released";
  }
  return "";
}

}  // namespace isocenter::contract
