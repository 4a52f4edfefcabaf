#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kiosk/text/words.hpp"
#include "shared/core/result.hpp"
#include "shared/core/time.hpp"

namespace isocenter::kiosk {

/// Wall time in the site's zone (cctz).
class LocalTime {
 public:
  /// ErrorKind::invalid where the zone is none.
  static Result<LocalTime> in(const std::string& zone);

  std::string hours_minutes(Instant instant) const;             ///< "10:42"
  std::string date(Instant instant, const Words& words) const;  ///< "Tuesday 24 November"
  /// "10:42" of today; else with its weekday, or after six days its date: "Monday 10:42", "3 November".
  std::string moment(Instant instant, Instant now, const Words& words) const;
  /// The full local hours within `window`, both ends included, oldest first.
  std::vector<Instant> full_hours(Period window) const;
  int hour(Instant instant) const;  ///< 0 … 23
  Instant midnight_before(Instant instant) const;

 private:
  struct Zone;
  explicit LocalTime(std::shared_ptr<const Zone> zone) : zone_{std::move(zone)} {}
  std::shared_ptr<const Zone> zone_;
};

}  // namespace isocenter::kiosk
