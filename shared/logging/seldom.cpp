#include "shared/logging/seldom.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <utility>

namespace isocenter::logging {

void warn(const std::string& line) { spdlog::warn(line); }

SeldomLog::SeldomLog(Say say) : say_{std::move(say)} {}

void SeldomLog::note(const std::string& line, Clock::time_point now) {
  const std::lock_guard lock{mutex_};
  const bool has_room = kinds_.size() < most_kinds || kinds_.contains(line);
  const auto [kind, is_new] = kinds_.try_emplace(has_room ? line : "more of the kind", Kind{now});
  if (is_new) return say_(kind->first);
  ++kind->second.since;
  if (now - kind->second.said < again_after) return;
  say_(fmt::format("{} ({} times more)", kind->first, kind->second.since));
  kind->second = Kind{now};
}

}  // namespace isocenter::logging
