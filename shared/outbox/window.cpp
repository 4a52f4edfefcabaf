#include "shared/outbox/window.hpp"

#include <algorithm>
#include <cassert>

namespace isocenter::outbox {
namespace {

using namespace std::chrono_literals;

constexpr int answers_before_giving_up = 3;

/// Late answers about what else was in flight must not count against the next event: so a pause comes first, and a
/// longer one each time.
std::chrono::milliseconds pause_after_unreadable(int times, double jitter) {
  const auto base = std::chrono::milliseconds{1000} * (1 << std::min(times, 5));
  return std::chrono::duration_cast<std::chrono::milliseconds>(base * (1.0 + jitter / 2));
}

}  // namespace

void Window::set_epochs(const std::vector<HeldEpoch>& epochs) {
  std::vector<Track> tracks;
  tracks.reserve(epochs.size());
  auto known = tracks_.begin();
  for (const HeldEpoch& held : epochs) {
    // Both are in order of birth, so what is passed over here is gone.
    const auto same = std::find_if(known, tracks_.end(), [&](const Track& track) { return track.epoch == held.epoch; });
    if (same != tracks_.end()) {
      tracks.push_back(std::move(*same));
      known = same + 1;
    } else {
      tracks.push_back(Track{.epoch = held.epoch,
                             .acknowledged = held.acknowledged,
                             .last = held.last,
                             .next = held.acknowledged + 1,
                             .flights = {},
                             .heard = std::nullopt});
    }
    tracks.back().last = held.last;
  }
  tracks_ = std::move(tracks);
  if (in_flight() == 0) deadline_.reset();
}

void Window::grow(const Epoch& epoch, std::uint64_t last) {
  if (Track* track = find(epoch)) track->last = std::max(track->last, last);
}

void Window::set_collector(const std::optional<std::string>& instance) {
  if (instance == collector_) return;
  collector_ = instance;
  store_ok_ = true;
  allowed_ = 1;
  time_out_ = first_time_out;
  for (Track& track : tracks_) track.heard.reset();
  start_all_again();
}

Heeded Window::heed(const wire::Acknowledgement& answer,
                    const std::function<std::optional<Digest>(const Epoch&, std::uint64_t)>& own_digest, Moment now) {
  if (!collector_ || answer.from != *collector_) return {};
  hear_store(answer.store == "ok");
  if (!store_ok_) return {};
  if (!answer.epoch) {
    const Track* track = answer.unreadable ? sending() : nullptr;
    return track != nullptr ? heed_unreadable(*find(track->epoch), now) : Heeded{};
  }
  Track* track = find(*answer.epoch);
  if (track == nullptr) return {};  // closed by a rollback, or forgotten
  track->heard = answer.through;
  if (answer.unreadable && answer.through == track->acknowledged) return heed_unreadable(*track, now);
  const bool is_written = answer.through <= track->last;
  return heed_number(*track, answer, is_written ? own_digest(*answer.epoch, answer.through) : std::nullopt, now);
}

void Window::hear_store(bool is_ok) {
  // While the store is down nothing is sent and no time-out counts; afterwards all goes again.
  if (store_ok_ != is_ok) start_all_again();
  store_ok_ = is_ok;
}

Heeded Window::heed_number(Track& track, const wire::Acknowledgement& answer, const std::optional<Digest>& own,
                           Moment now) {
  const std::uint64_t through = answer.through;
  if (through > track.last) return {RolledBack{track.epoch}, {}};
  if (through > 0 && own && *own != answer.digest) return {RolledBack{track.epoch}, {}};
  Heeded heeded;
  if (through > 0 && !own) heeded.adopt = answer.digest;

  if (through > track.acknowledged) {
    track.acknowledged = through;
    track.next = std::max(track.next, through + 1);
    while (!track.flights.empty() && track.flights.front().through <= through) track.flights.pop_front();
    track.unreadable = 0;
    track.hold = {};
    allowed_ = std::min(allowed_ + 1, most_in_flight);
    time_out_ = first_time_out;
    rearm(now);
    heeded.consequence = MovedOn{track.epoch, through};
  } else if (through < track.acknowledged) {
    track.acknowledged = through;
    start_again(track);
    shrink();
    rearm(now);
    heeded.consequence = TakenBack{track.epoch, through};
  }
  return heeded;
}

Heeded Window::heed_unreadable(Track& track, Moment now) {
  if (track.flights.empty()) return {};  // about something that was on its way before
  const bool was_single = track.acknowledged < track.single_until;
  if (was_single) {
    ++track.unreadable;
  } else {
    track.single_until = track.flights.front().through;
  }
  track.hold = now.at + pause_after_unreadable(track.unreadable, now.jitter);
  start_again(track);
  shrink();
  rearm(now);
  if (track.unreadable != answers_before_giving_up) return {};
  return {GiveUp{track.epoch, track.acknowledged + 1}, {}};
}

bool Window::time_out(Moment now) {
  if (!deadline_ || now.at < *deadline_) return false;
  time_out_ = std::min<std::chrono::milliseconds>(time_out_ * 2, longest_time_out);
  shrink();
  start_all_again();
  return true;
}

std::optional<Errand> Window::next(Moment now) const {
  if (!collector_ || !store_ok_) return std::nullopt;
  const Track* track = sending();
  if (track == nullptr || track->next > track->last || now.at < track->hold) return std::nullopt;
  if (track->acknowledged < track->single_until) {
    if (!track->flights.empty()) return std::nullopt;
    return Errand{track->epoch, track->next, 1};
  }
  if (in_flight() >= allowed_) return std::nullopt;
  return Errand{track->epoch, track->next, most_events};
}

void Window::sent(const Errand& errand, std::uint64_t through, Moment now) {
  Track* track = find(errand.epoch);
  assert(track != nullptr && errand.first == track->next && through >= errand.first && through <= track->last);
  track->flights.push_back({errand.first, through});
  track->next = through + 1;
  if (!deadline_) rearm(now);
}

std::vector<Epoch> Window::unanswered() const {
  std::vector<Epoch> epochs;
  for (const Track& track : tracks_) {
    if (!track.heard) epochs.push_back(track.epoch);
  }
  return epochs;
}

bool Window::is_confirmed(const Epoch& epoch, std::uint64_t through) const {
  const Track* track = find(epoch);
  return track == nullptr || (track->heard && track->acknowledged >= through);
}

std::size_t Window::in_flight() const {
  std::size_t count = 0;
  for (const Track& track : tracks_) count += track.flights.size();
  return count;
}

const Window::Track* Window::find(const Epoch& epoch) const {
  const auto found =
      std::find_if(tracks_.rbegin(), tracks_.rend(), [&](const Track& track) { return track.epoch == epoch; });
  return found != tracks_.rend() ? &*found : nullptr;  // from the back: mostly the present one is meant
}

/// Strictly one epoch after the other, so that the order of a node's events is kept across its starts.
const Window::Track* Window::sending() const {
  const auto found =
      std::find_if(tracks_.begin(), tracks_.end(), [](const Track& track) { return track.acknowledged < track.last; });
  return found != tracks_.end() ? &*found : nullptr;
}

void Window::start_again(Track& track) {
  track.flights.clear();
  track.next = track.acknowledged + 1;
}

void Window::start_all_again() {
  for (Track& track : tracks_) start_again(track);
  deadline_.reset();
}

void Window::rearm(Moment now) {
  if (in_flight() == 0) {
    deadline_.reset();
    return;
  }
  deadline_ = now.at + std::chrono::duration_cast<std::chrono::milliseconds>(time_out_ * (1.0 + now.jitter / 2));
}

}  // namespace isocenter::outbox
