#include "collector/access/refusals.hpp"

namespace isocenter::access {
namespace {

constexpr std::chrono::minutes together{1};
constexpr std::size_t most_told_apart = 100;
constexpr const char* many = "many";

}  // namespace

std::vector<AccessRefused> Refusals::note(AccessRefused refused, Time now) {
  Key key{refused.why, refused.user, refused.address};
  if (!entries_.contains(key) && entries_.size() >= most_told_apart) {
    refused.user.clear();
    refused.address = many;
    key = {refused.why, "", many};
  }
  const auto [entry, is_new] = entries_.try_emplace(key);
  refused.count = 1;
  entry->second.latest = refused;
  if (!is_new) {
    ++entry->second.unwritten;
    return {};
  }
  entry->second.begun = now;
  return {std::move(refused)};
}

std::vector<AccessRefused> Refusals::due(Time now) {
  std::vector<AccessRefused> written;
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    if (now - entry->second.begun < together) {
      ++entry;
    } else if (entry->second.unwritten == 0) {
      entry = entries_.erase(entry);
    } else {  // a new minute begins with what is written now
      entry->second.latest.count = entry->second.unwritten;
      written.push_back(entry->second.latest);
      entry->second.unwritten = 0;
      entry->second.begun = now;
      ++entry;
    }
  }
  return written;
}

}  // namespace isocenter::access
