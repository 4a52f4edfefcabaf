#include <algorithm>
#include <utility>

#include "collector/access/access.hpp"

/// What Access does by itself, on a thread of its own: it notices what the command line changed, ends sessions, and
/// tells the log.
namespace isocenter::access {
namespace {

constexpr std::chrono::seconds between_looks{1};
constexpr std::size_t most_unsaid = 1000;
constexpr std::size_t most_at_once = 50;

}  // namespace

void Access::keep(const std::stop_token& stop) {
  nobodys_hash();  // made now, so that the first unknown user does not take longer than the second
  while (!stop.stop_requested()) {
    try {
      keep_once();
    } catch (const sqlite::StoreError& error) {
      const Time now = options_.steady();
      if (options_.complain && now >= next_complaint_) {
        options_.complain(std::string{"the file of users: "} + error.what());
        next_complaint_ = now + std::chrono::minutes{1};
      }
    }
    std::unique_lock lock{mutex_};
    poked_.wait_for(lock, stop, between_looks, [this] { return has_news_; });
    has_news_ = false;
  }
}

void Access::keep_once() {
  take_changes_of_others();
  {
    const std::lock_guard lock{mutex_};
    const Time now = options_.steady();
    for (const std::string& user : sessions_.end_overdue(now)) say(SessionEnded{.user = user, .why = "expired"});
    say_all(refusals_.due(now));
  }
  if (options_.tell) {
    tell_of_the_rest();
    tell_of_changes();
  }
  note_uses();  // last: on a full disk this fails, and what is to be told must not wait for it
}

void Access::take_changes_of_others() {
  const std::lock_guard lock{file_mutex_};
  const std::int64_t version = file_.version();
  if (version == version_) return;
  version_ = version;
  reload();
}

void Access::note_uses() {
  std::map<std::int64_t, Instant> tokens;
  std::map<std::string, Instant> users;
  {
    const std::lock_guard lock{mutex_};
    tokens.swap(used_tokens_);
    users.swap(signed_in_users_);
  }
  const std::lock_guard lock{file_mutex_};
  for (const auto& [token, when] : tokens) file_.note_used(token, when);
  for (const auto& [user, when] : users) file_.note_signed_in(user, when);
}

/// A change is forgotten here once the log has it; where the program ends between the two, the log hears it twice, with
/// the same time.
void Access::tell_of_changes() {
  while (true) {
    std::vector<PendingAudit> pending;
    {
      const std::lock_guard lock{file_mutex_};
      pending = file_.pending_audits();
    }
    if (pending.empty()) return;
    std::vector<NewEvent> events;
    for (const PendingAudit& audit : pending) {
      if (audit.id > told_up_to_) events.push_back({audit.t, std::nullopt, audit.change});
    }
    if (!events.empty() && !options_.tell(events)) return;
    told_up_to_ = pending.back().id;  // told once, even where the file cannot be written now
    const std::lock_guard lock{file_mutex_};
    for (const PendingAudit& audit : pending) file_.forget_audit(audit.id);
  }
}

void Access::tell_of_the_rest() {
  for (std::vector<NewEvent> events; !(events = take_unsaid()).empty();) {
    if (options_.tell(events)) continue;
    put_back(std::move(events));
    return;
  }
}

std::vector<NewEvent> Access::take_unsaid() {
  const std::lock_guard lock{mutex_};
  const auto end = unsaid_.begin() + static_cast<std::ptrdiff_t>(std::min(unsaid_.size(), most_at_once));
  std::vector<NewEvent> taken{unsaid_.begin(), end};
  unsaid_.erase(unsaid_.begin(), end);
  return taken;
}

void Access::put_back(std::vector<NewEvent> untold) {
  const std::lock_guard lock{mutex_};
  unsaid_.insert(unsaid_.begin(), std::make_move_iterator(untold.begin()), std::make_move_iterator(untold.end()));
}

/// With mutex_.
void Access::say(EventBody body) {
  if (unsaid_.size() >= most_unsaid) unsaid_.pop_front();
  unsaid_.push_back({options_.wall(), std::nullopt, std::move(body)});
  has_news_ = true;
  poked_.notify_all();
}

void Access::say_all(std::vector<AccessRefused> refused) {
  for (AccessRefused& each : refused) say(std::move(each));
}

}  // namespace isocenter::access
