#include "shared/node/node.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <cassert>

#include "shared/node/node_state.hpp"
#include "shared/wire/topic.hpp"

namespace isocenter::node {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t most_unwritten = 1000;

}  // namespace

Node::State::State(NodeOptions given, outbox::Outbox& its_outbox, mqtt::Client& its_client)
    : options{std::move(given)},
      prefix{wire::filter(options.site, "node/" + options.name.text() + "/")},
      collector_topic{wire::format_topic({options.site, wire::CollectorStatusTopic{}})},
      ack_topic{wire::format_topic({options.site, wire::CollectorAckTopic{options.name}})},
      status_topic{wire::format_topic({options.site, wire::NodeStatusTopic{options.name}})},
      about_topic{wire::format_topic({options.site, wire::NodeAboutTopic{options.name}})},
      events_topic{wire::format_topic({options.site, wire::NodeEventsTopic{options.name}})},
      device_prefix{prefix + "device/"},
      outbox{its_outbox},
      client{its_client} {}

bool Node::State::with_store(const std::function<void()>& work) {
  try {
    work();
    return true;
  } catch (const sqlite::StoreError& error) {
    if (said_error != error.what()) spdlog::error("outbox: {}", error.what());
    said_error = error.what();
    if (error.is_full()) outbox.make_room();
    return false;
  }
}

/// Sees to it that what is on disk, and nothing else, is what the sender sees.
void Node::State::settle() {
  try {
    outbox.settle();
    is_unsettled = false;
    window.grow(outbox.epoch(), outbox.epochs().back().last);
  } catch (const sqlite::StoreError&) {
    is_unsettled = true;
  }
}

void Node::State::turn(const process::ClockReading& clocks, bool watches_clocks) {
  std::vector<mqtt::Message> others;
  {
    const std::lock_guard lock{mutex};
    const Now now{clocks.wall, clocks.monotonic};
    wall = clocks.wall;
    if (is_unsettled) settle();
    watches_clock = watches_clocks;
    if (watches_clocks) watch_clocks(clocks);
    for (const Happening& happening : inbox->take()) take(happening, now, others);
    look_at_collector(now);
    note_acknowledged();
    if (!is_unsettled) send(now);
    beat_when_due(now);
    tend(now);
  }
  for (const mqtt::Message& message : others) options.on_message(message);
}

void Node::State::watch_clocks(const process::ClockReading& clocks) {
  clock_synchronised = clocks.synchronised;
  const process::ClockWatch::Seen seen = clock_watch.observe(clocks);
  if (seen.paused) unwritten.push_back({clocks.wall, std::nullopt, *seen.paused});
  if (seen.stepped) unwritten.push_back({clocks.wall, std::nullopt, *seen.stepped});
  if (unwritten.empty()) return;
  if (unwritten.size() > most_unwritten) unwritten.erase(unwritten.begin());
  const bool written = with_store([&] { outbox.write(unwritten); });
  settle();
  if (written) unwritten.clear();
}

/// What happens every minute on disk, and every ten seconds while nobody but the disk could tell that we were here.
void Node::State::tend(const Now& now) {
  const auto alive_every = window.has_collector() ? 60s : 10s;
  if (!alive_noted_at || now.monotonic - *alive_noted_at >= alive_every) {
    alive_noted_at = now.monotonic;
    with_store([&] { outbox.note_alive(now.wall); });
  }
  if (!tended_at) tended_at = now.monotonic;
  if (now.monotonic - *tended_at >= 60s) {
    tended_at = now.monotonic;
    if (with_store([&] { outbox.forget(now.wall, !watches_clock || clock_synchronised); })) said_error.clear();
    window.set_epochs(outbox.epochs());
  }
}

Node::Node(NodeOptions options, outbox::Outbox& outbox, mqtt::Client& client)
    : state_{std::make_unique<State>(std::move(options), outbox, client)} {}
Node::~Node() = default;

void Node::start(Instant now) {
  const std::lock_guard lock{state_->mutex};
  state_->started = state_->wall = now;
  state_->outbox.begin_epoch(state_->options.software, now);
  state_->window.set_epochs(state_->outbox.epochs());
  state_->inbox->set_will(state_->status(false));
  state_->client.start(Inbox::callbacks(state_->inbox, state_->status_topic));
}

std::vector<BirthName> Node::record(const std::function<std::vector<NewEvent>(sqlite::Database&)>& work) {
  std::vector<BirthName> names;
  {
    const std::lock_guard lock{state_->mutex};
    try {
      sqlite::Transaction transaction{state_->outbox.database()};
      const std::vector<NewEvent> events = work(state_->outbox.database());
      names = state_->outbox.append(events);
      transaction.commit();
    } catch (const sqlite::StoreError& error) {
      state_->settle();
      if (error.is_full()) state_->outbox.make_room();
      throw;
    } catch (...) {
      state_->settle();
      throw;
    }
    state_->settle();
  }
  state_->inbox->wake();
  return names;
}

std::vector<BirthName> Node::record(const NewEvent& event) {
  const auto only = [&](sqlite::Database&) { return std::vector<NewEvent>{event}; };
  try {
    return record(only);
  } catch (const sqlite::StoreError& error) {
    if (!error.is_full()) throw;
    return record(only);  // room has been made, or telemetry is refused now
  }
}

void Node::set_about(const wire::NodeAbout& about) {
  const std::lock_guard lock{state_->mutex};
  state_->about = wire::format_node_about(about);
  if (state_->instance) state_->client.publish_retained(state_->about_topic, state_->about);
}

void Node::set_device(const DeviceName& device, const std::optional<wire::ObservedDevice>& observed) {
  const std::lock_guard lock{state_->mutex};
  const std::string topic = state_->device_prefix + device.text();
  if (observed) {
    state_->devices[topic] = wire::format_observed_device(*observed);
  } else {
    state_->devices.erase(topic);
  }
  state_->publish_device(topic);
}

void Node::clear_devices() {
  const std::lock_guard lock{state_->mutex};
  const std::map<std::string, std::string> gone = std::exchange(state_->devices, {});
  for (const auto& [topic, payload] : gone) state_->publish_device(topic);
}

void Node::turn(const process::ClockReading& clocks) { state_->turn(clocks, true); }

void Node::turn(Instant now, std::chrono::steady_clock::time_point monotonic) {
  state_->turn({.wall = now, .monotonic = monotonic}, false);
}

void Node::run(std::stop_token stop) {
  while (!stop.stop_requested()) {
    turn(process::read_clocks());
    state_->inbox->wait(stop, 1s);
  }
}

void Node::stop(std::chrono::milliseconds patience) {
  {
    const std::lock_guard lock{state_->mutex};
    if (state_->instance) {
      state_->client.publish_retained(state_->status_topic, wire::format_node_status(state_->status(false)));
    }
    state_->instance.reset();
    state_->window.set_collector(std::nullopt);
  }
  state_->client.stop(patience);
}

std::uint64_t Node::unacknowledged() const {
  const std::lock_guard lock{state_->mutex};
  return state_->outbox.unacknowledged();
}

bool Node::is_collector_online() const {
  const std::lock_guard lock{state_->mutex};
  return state_->window.has_collector();
}

std::string_view Node::disk() const {
  const std::lock_guard lock{state_->mutex};
  return state_->outbox.disk();
}

std::uint64_t Node::refused() const {
  const std::lock_guard lock{state_->mutex};
  return state_->outbox.refused();
}

}  // namespace isocenter::node
