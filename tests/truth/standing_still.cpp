#include <stdexcept>
#include <utility>

#include "tests/truth/department_parts.hpp"

/// Programs and machines that stand still and go on, and what can be known of that.
namespace isocenter::truth {
namespace {

/// The longest time between two turns that a program takes for work.
constexpr std::chrono::seconds longest_unsaid{5};

}  // namespace

void Knowable::cut_out(Period hole) {
  if (hole.from < observed.back().from) throw std::logic_error{"nothing was observed before the hole"};
  observed.back().to = hole.from;
  observed.push_back({hole.to, end_of_time});
}

/// What reaches it meanwhile it reads when it goes on; and it does not connect again before that.
void Department::stand_still(const DeviceName& device) {
  agents_.at(device)->stands_still = true;
  broker_.lock_out(client_id(agent_name(device)));
}

/// The broker gives it up, and sends its will.
void Department::expire(const DeviceName& device) {
  Watched& watched = *agents_.at(device);
  const bool will_arrives = watched.peer->client.is_connected() && collector_ != nullptr;
  cut(agent_name(device));
  if (!will_arrives) return;
  ++happened_.wills_of_the_still;
  watched.was_said_silent = true;
}

void Department::go_on(const DeviceName& device, const Away& away) {
  Watched& watched = *agents_.at(device);
  broker_.let_in(client_id(agent_name(device)));
  watched.stands_still = false;
  watched.next_probe = now_;
  const bool was_said_silent = std::exchange(watched.was_said_silent, false);
  const bool is_long = away.when.length() >= 3 * heartbeat;
  if (away.kind == Absence::suspended) {
    watched.stood += away.when.length();
    watched.behind = away.when.length();
    if (away.clock_set == now_) watched.behind = {};
    watched.suspected =
        Suspected{away.when, received_.at(events_topic(agent_name(device))), was_said_silent, {}, {}, 0};
  } else if (now_ - watched.last_turn <= longest_unsaid) {
    ++happened_.briefly_stopped;
  } else {
    ++(is_long ? happened_.long_stopped : happened_.stopped);
    knowable_[device].cut_out({watched.last_turn, now_});
  }
}

/// A message of a node has reached the collector.
void Department::hear(const std::string& topic) {
  received_[topic] = now_;
  for (auto& [device, watched] : agents_) {
    auto& suspected = watched->suspected;
    if (!suspected || topic != events_topic(agent_name(device))) continue;
    constexpr Milliseconds in_time = heartbeat * 3 / 2;
    const bool was_missed = now_ - suspected->last_heard > in_time || suspected->was_said_silent;
    if (!suspected->since && !was_missed) {  // no heartbeat came late
      suspected.reset();
      continue;
    }
    if (!suspected->since || now_ - suspected->latest > in_time) {
      suspected->since = now_;
      suspected->heard = 0;
    }
    ++suspected->heard;
    suspected->latest = now_;
  }
}

/// Whoever hears three heartbeats that all lie late knows that nobody observed since the one before.
void Department::judge_suspended() {
  for (auto& [device, watched] : agents_) {
    auto& suspected = watched->suspected;
    if (!collector_ || !suspected || !suspected->since) continue;
    if (suspected->heard < 3 || now_ - *suspected->since < 2 * heartbeat) continue;
    knowable_[device].cut_out({suspected->last_heard, now_});
    ++(suspected->when.length() >= 3 * heartbeat ? happened_.long_suspended : happened_.suspended);
    suspected.reset();
  }
}

}  // namespace isocenter::truth
