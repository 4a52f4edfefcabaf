#include "collector/ingest/liveness.hpp"

#include <algorithm>

namespace isocenter::collector {
namespace {

constexpr int missed_heartbeats = 3;
constexpr std::size_t differences_kept = 3;
constexpr Milliseconds least_slip = std::chrono::seconds{2};

/// What a good clock may drift (200 ppm) while nobody heard it, beyond the 2 s.
Milliseconds tolerance(Milliseconds away) { return least_slip + away / 5000; }

template <typename Differences>
std::optional<Milliseconds> least_of(const Differences& differences) {
  const auto least = std::min_element(differences.begin(), differences.end());
  return least == differences.end() ? std::nullopt : std::optional{*least};
}

}  // namespace

Liveness::Liveness(std::span<const HeardNode> remembered) {
  for (const HeardNode& heard : remembered) {
    nodes_.emplace(heard.node,
                   Presence{.heard = heard, .instance = {}, .ever_heard = true, .returning = {}, .slip = {}});
  }
}

Liveness::Presence& Liveness::presence(const NodeName& node) {
  const auto found = nodes_.find(node);
  if (found != nodes_.end()) return found->second;
  return nodes_.emplace(node, Presence{.heard = {.node = node}, .instance = {}, .returning = {}, .slip = {}})
      .first->second;
}

void Liveness::step_own_clock(Milliseconds by, Instant now) {
  for (auto& [name, node] : nodes_) {
    for (Milliseconds& difference : node.heard.differences) difference += by;
    if (node.returning && node.returning->before) *node.returning->before += by;
  }
  if (listening_since_) listening_since_ = now;
}

void Liveness::say_silent(Presence& node, Instant until, std::string why, Instant now) {
  if (node.heard.silent) return;
  const Instant last_receipt = node.returning ? node.returning->last_receipt : node.heard.last_receipt;
  due_.push_back(
      {now, std::nullopt, NodeSilent{node.heard.node, node.heard.epoch, last_receipt, until, std::move(why)}});
  node.heard.silent = true;
}

void Liveness::begin_epoch(Presence& node, const Epoch& epoch, Instant now) {
  if (node.heard.epoch == epoch) return;
  if (node.heard.epoch) say_silent(node, node.heard.last_receipt, "new_epoch", now);
  node.heard.epoch = epoch;
  node.heard.differences.clear();
  node.heard.silent = false;
  node.returning.reset();
  node.through = 0;
}

void Liveness::receive(Presence& node, Instant now) {
  // Half a heartbeat of grace: a heartbeat that comes late is no absence.
  const bool was_away = now - node.heard.last_receipt > node.heard.heartbeat * 3 / 2;
  if (node.ever_heard && (was_away || node.heard.silent) && !node.returning) {
    node.returning = Return{
        .last_receipt = node.heard.last_receipt, .since = now, .before = least_of(node.heard.differences), .after = {}};
  }
  if (was_away && node.returning) {
    node.returning->since = now;
    node.returning->after.clear();
  }
  node.ever_heard = true;
  node.heard.last_receipt = now;
}

void Liveness::hear_status(const NodeName& name, const wire::NodeStatus& status, bool retained, Instant now) {
  Presence& node = presence(name);
  if (!status.online) {
    const bool is_theirs = node.instance.empty() || node.instance == status.instance;
    if (retained || !is_theirs || !node.ever_heard) return;
    const bool in_time = now < node.heard.last_receipt + node.heard.heartbeat;
    say_silent(node, in_time ? now : node.heard.last_receipt, "will", now);
    return;
  }
  node.instance = status.instance;
  node.heard.heartbeat = std::max(status.heartbeat, std::chrono::seconds{1});
  if (!node.ever_heard) node.heard.last_receipt = std::min(status.started, now);
  if (!status.epochs.empty()) begin_epoch(node, status.epochs.back().epoch, now);
  if (!retained) receive(node, now);
}

void Liveness::hear_batch(const NodeName& name, const wire::Batch& batch, Instant now) {
  Presence& node = presence(name);
  const bool starts = batch.first == 1 && !batch.events.empty() && batch.events.front().type == "node.started";
  // Without a status the batches tell: one that starts an epoch, else the first that is heard at all. With one they do
  // not: an epoch that starts may be an older one, sent again.
  if ((starts && node.instance.empty()) || !node.heard.epoch) begin_epoch(node, batch.epoch, now);
  receive(node, now);
  const Milliseconds difference = now - batch.sent;
  if (node.returning) {
    if (batch.epoch == node.heard.epoch) node.returning->after.push_back({difference, batch.last});
    return;
  }
  node.heard.differences.push_back(difference);
  if (node.heard.differences.size() > differences_kept) node.heard.differences.erase(node.heard.differences.begin());
}

void Liveness::note_log(const NodeName& name, const Epoch& epoch, std::uint64_t through,
                        std::optional<Milliseconds> stepped) {
  Presence& node = presence(name);
  if (node.heard.epoch != epoch) return;
  node.through = through;
  if (!stepped) return;
  if (node.returning) {
    node.returning->stepped += *stepped;
  } else if (node.heard.differences.size() > 1) {  // only the last was measured after the step
    node.heard.differences.erase(node.heard.differences.begin(), node.heard.differences.end() - 1);
  }
}

std::vector<Milliseconds> Liveness::counted_after(const Presence& node) {
  std::vector<Milliseconds> counted;
  for (const Measured& measured : node.returning->after) {
    if (measured.last <= node.through) counted.push_back(measured.difference);
  }
  return counted;
}

std::optional<Milliseconds> Liveness::slip_of(const Presence& node) {
  if (!node.returning || !node.returning->before) return std::nullopt;
  const auto after = least_of(counted_after(node));
  if (!after) return std::nullopt;
  return *after - *node.returning->before + node.returning->stepped;
}

/// A slip that most of at least three nodes show alike is the collector's own: its clock was set while it was down.
bool Liveness::is_own_slip(Milliseconds slip, Instant now) const {
  std::size_t seen = 0;
  std::size_t alike = 0;
  for (const auto& [name, node] : nodes_) {
    std::optional<Milliseconds> other = slip_of(node);
    if (!other && node.slip && now - node.judged < node.heard.heartbeat * 10) other = node.slip;
    if (!other) continue;
    ++seen;
    if (std::chrono::abs(*other - slip) <= least_slip) ++alike;
  }
  return seen >= 3 && alike * 2 > seen;
}

void Liveness::judge_return(Presence& node, Instant now) {
  const Return& back = *node.returning;
  const std::vector<Milliseconds> counted = counted_after(node);
  if (counted.empty()) return;
  const Milliseconds away = node.heard.last_receipt - back.last_receipt;
  // Without a difference from before there was no batch either, and so nothing that it could have failed to observe.
  const std::optional<Milliseconds> slip = slip_of(node);
  const bool slipped = slip && *slip > tolerance(away);
  // One heartbeat without slip clears it. A mended cable delivers at once what it held up, so counting alone won't do.
  const bool may_still_clear = counted.size() < std::max(differences_kept, back.after.size()) ||
                               now - back.since < node.heard.heartbeat * (differences_kept - 1);
  if (slipped && may_still_clear) return;
  const bool stood_still = slipped && !is_own_slip(*slip, now);
  if (node.heard.silent || stood_still) {
    const Milliseconds after = *least_of(counted);
    due_.push_back({now, std::nullopt,
                    NodeHeard{node.heard.node, node.heard.epoch, back.last_receipt, back.before.value_or(after), after,
                              stood_still}});
  }
  node.heard.silent = false;
  node.heard.differences = counted;
  if (node.heard.differences.size() > differences_kept) {
    node.heard.differences.erase(node.heard.differences.begin(), node.heard.differences.end() - differences_kept);
  }
  node.slip = slip;
  node.judged = now;
  node.returning.reset();
}

std::vector<NewEvent> Liveness::due(Instant now) {
  for (auto& [name, node] : nodes_) {
    if (node.returning) judge_return(node, now);
    if (!listening_since_ || node.heard.silent || !node.heard.epoch) continue;
    const Instant since = std::max(node.heard.last_receipt, *listening_since_);
    if (now - since >= node.heard.heartbeat * missed_heartbeats)
      say_silent(node, node.heard.last_receipt, "missed", now);
  }
  return std::exchange(due_, {});
}

std::vector<HeardNode> Liveness::remembered() const {
  std::vector<HeardNode> all;
  for (const auto& [name, node] : nodes_) {
    if (!node.ever_heard) continue;
    all.push_back(node.heard);
    if (!node.returning) continue;  // an absence not yet judged must be judged after a restart too
    all.back().last_receipt = node.returning->last_receipt;
    all.back().differences.clear();
    // What it was set by since, as if it had been set before: the log does not tell that again.
    if (node.returning->before) all.back().differences.push_back(*node.returning->before - node.returning->stepped);
  }
  return all;
}

bool Liveness::is_up(const NodeName& node, Instant now) const {
  const auto found = nodes_.find(node);
  if (found == nodes_.end() || !found->second.ever_heard) return false;
  const Presence& presence = found->second;
  const bool is_heard = now - presence.heard.last_receipt < presence.heard.heartbeat * missed_heartbeats;
  return !presence.heard.silent || (presence.returning && is_heard);
}

}  // namespace isocenter::collector
