#include "collector/access/sign_in_limits.hpp"

#include <algorithm>
#include <vector>

namespace isocenter::access {
namespace {

using std::chrono::seconds;

constexpr std::uint32_t free_tries = 5;
constexpr std::uint32_t free_tries_of_address = 20;
constexpr seconds longest_wait{15 * 60};
constexpr seconds longest_wait_of_name{30};
constexpr std::chrono::hours forgotten_after{1};
constexpr std::size_t most_kept = 10'000;

/// 1, 2, 4, … seconds after each failure beyond the free ones.
seconds delay_after(std::uint32_t failed, std::uint32_t free, seconds longest) {
  if (failed < free) return seconds{0};
  constexpr std::uint32_t most_doublings = 16;
  return std::min(seconds{1LL << std::min(failed - free, most_doublings)}, longest);
}

}  // namespace

std::optional<seconds> SignInLimits::begin(const std::string& user, const Origin& from, Time now) {
  std::vector<Rule> rules{{{user, from.address}, free_tries, longest_wait}};
  if (!from.loopback) rules.push_back({{"", from.address}, free_tries_of_address, longest_wait});
  if (!known_.contains({user, from.address})) rules.push_back({{user, ""}, free_tries, longest_wait_of_name});
  seconds wait{0};
  for (const Rule& rule : rules) wait = std::max(wait, wait_of(rule, now));
  if (wait > seconds{0}) return wait;
  if (tries_.size() >= most_kept) forget_old(now);
  for (const Rule& rule : rules) {
    Tries& tries = tries_[rule.key];
    if (now - tries.latest >= forgotten_after) tries.failed = 0;
    ++tries.failed;
    tries.latest = now;
  }
  return std::nullopt;
}

void SignInLimits::succeeded(const std::string& user, const Origin& from) {
  tries_.erase({user, from.address});
  tries_.erase({user, ""});
  const auto address = tries_.find({"", from.address});  // others from there may still have failed
  if (address != tries_.end() && --address->second.failed == 0) tries_.erase(address);
  if (known_.size() < most_kept) known_.insert({user, from.address});
}

seconds SignInLimits::wait_of(const Rule& rule, Time now) const {
  const auto found = tries_.find(rule.key);
  if (found == tries_.end() || now - found->second.latest >= forgotten_after) return seconds{0};
  const auto until = found->second.latest + delay_after(found->second.failed, rule.free, rule.longest);
  return std::max(seconds{0}, std::chrono::ceil<seconds>(until - now));
}

/// The old ones; and where all are new, an attack with ever new names, the older half.
void SignInLimits::forget_old(Time now) {
  std::erase_if(tries_, [&](const auto& entry) { return now - entry.second.latest >= forgotten_after; });
  if (tries_.size() < most_kept) return;
  std::vector<Time> times;
  for (const auto& [key, tries] : tries_) times.push_back(tries.latest);
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::ranges::nth_element(times, middle);
  const Time from = *middle;
  std::erase_if(tries_, [&](const auto& entry) { return entry.second.latest < from; });
  if (tries_.size() >= most_kept) tries_.clear();
}

}  // namespace isocenter::access
