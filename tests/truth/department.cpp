#include "tests/truth/department.hpp"

#include <algorithm>
#include <future>
#include <stdexcept>

#include "tests/truth/department_parts.hpp"

namespace isocenter::truth {
namespace {

/// The collector's loop turns every second; its watch over the clocks takes over five for a pause.
constexpr std::chrono::seconds longest_step{5};

}  // namespace

outbox::OutboxLimits limits() {
  outbox::OutboxLimits made;
  made.ballast_bytes = 0;
  made.keep = std::chrono::hours{1};
  return made;
}

agent::AgentConfiguration agent_configuration(const DeviceName& device) {
  agent::AgentConfiguration made{NodeName::parse(agent_name(device)).value(), {}, {}, "ISOCENTER", {}, {}, {}};
  made.common.site = site;
  agent::DeviceSettings settings{device};
  settings.modality = "MR";
  settings.address = "127.0.0.1";
  settings.dicom_port = 104;
  made.devices.push_back(std::move(settings));
  return made;
}

Department::Department(const Script& script, std::vector<contract::Contract> contracts)
    : script_{script}, contracts_{std::move(contracts)}, now_{script.when.from} {
  broker_.set_fate([this](const fakes::MemoryBroker::Flight& flight) {
    if (collector_ && flight.to == client_id("collector")) hear(flight.topic);
    return fakes::MemoryBroker::Fate::deliver;
  });
  for (const DeviceScript& device : script_.devices) {
    agents_[device.device] = std::make_unique<Watched>(device.device);
  }
  plan();
}

Department::~Department() = default;

ConfigurationLoaded Department::configuration() const {
  ConfigurationLoaded loaded{.zone = "America/New_York", .tzdata = "truth"};
  ConfiguredNode kiosk{NodeName::parse(kiosk_name).value(), {}, {}};
  for (const auto& [device, watched] : agents_) {
    loaded.devices.push_back(
        {.name = device, .title = device.text(), .modality = "MR", .node = watched->configuration.node});
    kiosk.declares.push_back(device);
  }
  loaded.nodes.push_back(kiosk);
  return loaded;
}

BirthName Department::say(const DeviceName& device, EventBody body) {
  return kiosk_->node.record(NewEvent{now_, device, std::move(body)}).front();
}

void Department::undo(const DeviceName& device, const BirthName& name) {
  say(device, EventWithdrawn{name.epoch, name.seq, name.digest});
}

/// The collector hears what was said at once, and over an hour later that it was taken back.
bool Department::is_heard_late(const Mistake& mistake) const {
  const auto parts_them = [&](const Period& period) {
    return mistake.said < period.from && period.from <= mistake.undone &&
           mistake.undone + std::chrono::hours{1} < period.to;
  };
  return std::ranges::any_of(script_.kiosk_cut, parts_them) || std::ranges::any_of(script_.broker_down, parts_them) ||
         std::ranges::any_of(script_.collector_down, parts_them);
}

/// As its web server does, from a thread of its own, while the collector's loop turns.
void Department::say_on_page(const DeviceName& device, EventBody body) {
  auto answer = std::async(std::launch::async, [&] {
    return collector_->say({NewEvent{now_, device, std::move(body)}}, std::chrono::minutes{1});
  });
  do turn();
  while (answer.wait_for(std::chrono::milliseconds{1}) != std::future_status::ready);
  if (const auto said = answer.get(); !said) throw std::runtime_error{to_string(said.error())};
}

void Department::see(const DeviceName& device, std::string source, std::variant<agent::Reached, EventBody> seen) {
  Watched& watched = *agents_.at(device);
  if (watched.stands_still) throw std::logic_error{"who stands still sees nothing"};
  watched.agent->take({agent::Sighting{device, clocks_of(watched).wall, std::move(source), std::move(seen)}});
}

void Department::start_agent(const DeviceName& device) {
  Watched& watched = *agents_.at(device);
  watched.peer = std::make_unique<Peer>(broker_, folder_.path(), agent_name(device), now_);
  watched.agent = std::make_unique<agent::Agent>(watched.configuration, watched.peer->node);
  watched.agent->start();
  watched.missed = 0;
  watched.first_missed.reset();
  watched.will_received.reset();
  watched.next_probe = now_;
  knowable_[device].observed.push_back({now_, end_of_time});
  probe(device);
}

/// The last instant of which the agent left a trace: an event, its sign of life on its disk, a heartbeat that arrived,
/// its will.
Instant Department::last_trace(const DeviceName& device) {
  Watched& watched = *agents_.at(device);
  outbox::Outbox& outbox = watched.peer->outbox;
  Instant last = watched.will_received.value_or(Instant{});
  if (const auto event = outbox.find(outbox.epoch(), outbox.epochs().back().last)) last = std::max(last, event->t);
  sqlite::Statement alive{outbox.database(), "SELECT value FROM outbox_facts WHERE name = 'alive_ms'"};
  if (alive.step()) last = std::max(last, from_unix_ms(alive.integer(0)));
  const auto heard = received_.find(events_topic(agent_name(device)));
  if (heard != received_.end()) last = std::max(last, heard->second);
  return last;
}

void Department::kill_agent(const DeviceName& device) {
  Watched& watched = *agents_.at(device);
  const bool will_arrives = watched.peer->client.is_connected() && collector_ != nullptr && broker_.is_running();
  if (will_arrives) watched.will_received = now_;
  Knowable& knowable = knowable_[device];
  knowable.observed.back().to = last_trace(device);
  if (!knowable.reached.empty()) knowable.reached.back().to = std::min(knowable.reached.back().to, now_);
  watched.agent.reset();
  watched.peer.reset();
}

void Department::probe(const DeviceName& device) {
  Watched& watched = *agents_.at(device);
  watched.next_probe += probe_interval;
  see(device, "echo", agent::Reached{watched.console_is_on, watched.console_is_on ? "ok" : "no_answer"});
  std::vector<Period>& reached = knowable_[device].reached;
  const bool was_reached = !reached.empty() && reached.back().to == end_of_time;
  if (watched.console_is_on) {
    watched.missed = 0;
    if (!was_reached) reached.push_back({now_, end_of_time});
    return;
  }
  if (watched.missed++ == 0) watched.first_missed = now_;
  if (watched.missed == agent::ObserverRules{}.missed_probes && was_reached) reached.back().to = *watched.first_missed;
}

void Department::cut(const std::string& node) {
  for (auto& [device, watched] : agents_) {
    const bool is_it = watched->peer && agent_name(device) == node;
    const bool will_arrives = is_it && watched->peer->client.is_connected() && collector_ != nullptr;
    if (will_arrives) watched->will_received = now_;
  }
  broker_.lock_out(client_id(node));
  broker_.cut(client_id(node));
}

void Department::mend(const std::string& node) { broker_.let_in(client_id(node)); }

void Department::start_collector() {
  own_outbox_ = std::make_unique<outbox::Outbox>(folder_ / "collector.outbox", limits());
  collector_ = std::make_unique<collector::Collector>(
      collector::CollectorOptions{site, "truth", heartbeat, store_path(), configuration(), contracts_}, *own_outbox_,
      [this](std::string id) { return std::make_unique<fakes::MemoryClient>(broker_, std::move(id)); }, figures_,
      [this] { return now_; });
}

void Department::kill_collector() {
  collector_.reset();
  own_outbox_.reset();
}

void Department::play() {
  start_collector();
  kiosk_ = std::make_unique<Peer>(broker_, folder_.path(), std::string{kiosk_name}, now_);
  for (const auto& [device, watched] : agents_) start_agent(device);
  while (!actions_.empty()) {
    advance_to(actions_.begin()->first);
    const Action action = std::move(actions_.extract(actions_.begin()).mapped());
    action();
    turn();
  }
  advance_to(script_.when.to + std::chrono::hours{2});
}

void Department::advance_to(Instant until) {
  while (now_ < until) {
    Instant next = std::min(until, now_ + longest_step);
    for (const auto& [device, watched] : agents_) {
      if (watched->is_awake()) next = std::min(next, std::max(watched->next_probe, now_));
    }
    now_ = next;
    for (const auto& [device, watched] : agents_) {
      if (watched->is_awake() && watched->next_probe <= now_) probe(device);
    }
    turn();
  }
}

void Department::turn() {
  const process::ClockReading reading = clocks();
  do {
    kiosk_->node.turn(reading);
    for (auto& [device, watched] : agents_) {
      if (!watched->is_awake()) continue;
      watched->last_turn = now_;
      watched->peer->node.turn(clocks_of(*watched));
    }
    if (collector_) collector_->turn(reading);
  } while (broker_.deliver() > 0);
  judge_suspended();
}

/// No clock drifts here.
process::ClockReading Department::clocks() const {
  const auto running = now_.time_since_epoch();
  return {.wall = now_,
          .monotonic = std::chrono::steady_clock::time_point{running},
          .since_boot = running,
          .undisciplined = running,
          .synchronised = true};
}

process::ClockReading Department::clocks_of(const Watched& watched) const {
  process::ClockReading reading = clocks();
  reading.wall -= watched.behind;
  reading.monotonic -= watched.stood;
  reading.since_boot -= watched.stood;
  reading.undisciplined -= watched.stood;
  return reading;
}

std::uint64_t Department::unacknowledged() const {
  std::uint64_t sum = kiosk_->node.unacknowledged();
  for (const auto& [device, watched] : agents_) {
    if (watched->peer) sum += watched->peer->node.unacknowledged();
  }
  return sum;
}

}  // namespace isocenter::truth
