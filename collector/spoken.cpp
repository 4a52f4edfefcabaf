#include "collector/spoken.hpp"

#include <algorithm>
#include <utility>

#include "shared/wire/batch.hpp"
#include "shared/wire/event_codec.hpp"
#include "shared/wire/json_limits.hpp"

namespace isocenter::collector {
namespace {

Result<void> check(const NewEvent& event) {
  const std::string bytes = wire::format_event(wire::json::max_number, event);
  if (bytes.size() > wire::max_event_bytes) return fail(ErrorKind::invalid, "", "is too long; write less");
  if (const auto read = wire::parse_event(bytes); !read) return tl::unexpected<Error>{read.error()};
  return {};
}

}  // namespace

Result<std::vector<Said>> Spoken::say(std::vector<NewEvent> events, std::chrono::milliseconds patience) {
  for (const NewEvent& event : events) {
    if (const auto checked = check(event); !checked) return tl::unexpected<Error>{checked.error()};
  }
  if (events.empty()) return std::vector<Said>{};
  const auto utterance = std::make_shared<Utterance>(Utterance{.events = std::move(events)});
  std::unique_lock lock{mutex_};
  if (waiting_.size() >= most_waiting) {
    return fail(ErrorKind::unavailable, "", "too many changes wait; nothing was changed, try again in some seconds");
  }
  waiting_.push_back(utterance);
  lock.unlock();
  wake_();
  lock.lock();
  const std::size_t count = utterance->events.size();
  if (answered_.wait_for(lock, patience, [&] { return utterance->said.size() == count; })) return utterance->said;
  if (std::erase(waiting_, utterance) > 0) {
    return fail(ErrorKind::unavailable, "", "the collector is busy; nothing was changed, try again in some seconds");
  }
  return fail(ErrorKind::unavailable, "kept",
              "the store does not take it now; it is kept and counts once the store takes events again");
}

bool Spoken::any() const {
  const std::lock_guard lock{mutex_};
  return !waiting_.empty();
}

std::vector<Spoken::Pending> Spoken::take() {
  const std::lock_guard lock{mutex_};
  return std::exchange(waiting_, {});
}

void Spoken::put_back(std::vector<Pending> untaken) {
  const std::lock_guard lock{mutex_};
  waiting_.insert(waiting_.begin(), untaken.begin(), untaken.end());
}

void Spoken::answer(const Pending& utterance, std::vector<Said> said) {
  {
    const std::lock_guard lock{mutex_};
    utterance->said = std::move(said);
  }
  answered_.notify_all();
}

}  // namespace isocenter::collector
