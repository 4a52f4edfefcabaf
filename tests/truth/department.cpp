#include "tests/truth/department.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <stdexcept>

namespace isocenter::truth {
namespace {

const SiteName site = SiteName::parse("truth").value();
constexpr std::string_view kiosk_name = "kiosk";
/// The collector's loop turns every second; its watch over the clocks takes over five for a pause.
constexpr std::chrono::seconds longest_step{5};
/// The longest time between two turns that a program takes for work.
constexpr std::chrono::seconds longest_unsaid{5};

std::string agent_name(const DeviceName& device) { return "agent-" + device.text(); }
std::string client_id(const std::string& node) { return fmt::format("isocenter.{}.{}", site.text(), node); }
std::string events_topic(const std::string& node) {
  return fmt::format("isocenter/1/{}/node/{}/events", site.text(), node);
}

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

FaultId fault_id(const DeviceName& device, std::size_t episode) {
  return fmt::format("fault-{}-{}", device.text(), episode);
}

KeyedHash exam_hash(const DeviceName& device, std::size_t number) {
  const std::string digits = fmt::format("{}{:06}", device.text().back(), number);
  return "k1:" + std::string(64 - digits.size(), '0') + digits;
}

}  // namespace

/// A node of its own: outbox, connection, heartbeats.
struct Department::Peer {
  Peer(fakes::MemoryBroker& broker, const std::filesystem::path& folder, const std::string& name, Instant now)
      : outbox{folder / (name + ".outbox"), limits()},
        client{broker, client_id(name)},
        node{{.site = site, .name = NodeName::parse(name).value(), .software = "truth", .heartbeat = heartbeat},
             outbox,
             client} {
    node.start(now);
  }
  outbox::Outbox outbox;
  fakes::MemoryClient client;
  node::Node node;
};

/// An agent's machine stood still with its clocks, and what hears its heartbeats has yet to find that out: it takes
/// three of them, over two heartbeats' time at least.
struct Suspected {
  Period when;
  Instant last_heard;            ///< before
  bool was_said_silent = false;  ///< by its will
  std::optional<Instant> since;  ///< the first heartbeat after
  Instant latest;
  int heard = 0;
};

/// A device and the agent beside it.
struct Department::Watched {
  explicit Watched(const DeviceName& device) : configuration{agent_configuration(device)} {}
  agent::AgentConfiguration configuration;
  std::unique_ptr<Peer> peer;
  std::unique_ptr<agent::Agent> agent;
  bool console_is_on = true;
  Instant next_probe{};
  std::optional<Instant> first_missed;
  int missed = 0;
  std::optional<Instant> will_received;  ///< in the present epoch
  bool is_awake() const { return peer && !stands_still; }
  bool stands_still = false;
  Instant last_turn{};
  bool was_said_silent = false;  ///< since it stands still
  std::optional<Suspected> suspected;
  Milliseconds stood{0};   ///< the machine, in all: what runs since its boot lacks it
  Milliseconds behind{0};  ///< its wall clock, until somebody sets it
};

void Knowable::cut_out(Period hole) {
  if (hole.from < observed.back().from) throw std::logic_error{"nothing was observed before the hole"};
  observed.back().to = hole.from;
  observed.push_back({hole.to, end_of_time});
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

void Department::plan() {
  for (const DeviceScript& device : script_.devices) {
    for (std::size_t i = 0; i < device.episodes.size(); ++i) plan_episode(device.device, device.episodes[i], i);
    for (std::size_t i = 0; i < device.mistakes.size(); ++i) plan_mistake(device.device, device.mistakes[i], i);
    for (const Away& away : device.absences) plan_absence(device.device, away);
    for (const Correction& correction : device.corrections) {
      at(correction.said, [this, name = device.device, correction] {
        say_on_page(name, correction.how);
        ++happened_.corrected;
      });
    }
  }
  for (const Period& period : script_.kiosk_cut) {
    at(period.from, [this] { cut(std::string{kiosk_name}); });
    at(period.to, [this] { mend(std::string{kiosk_name}); });
  }
  for (const Period& period : script_.broker_down) {
    at(period.from, [this] { broker_.kill(); });
    at(period.to, [this] { broker_.start(); });
  }
  for (const Period& period : script_.collector_down) {
    at(period.from, [this] { kill_collector(); });
    at(period.to, [this] { start_collector(); });
  }
}

void Department::plan_episode(const DeviceName& device, const Episode& episode, std::size_t number) {
  const FaultId fault = fault_id(device, number);
  const auto tell = [=, this, on_page = episode.on_page](EventBody body) {
    if (on_page && collector_) {
      say_on_page(device, std::move(body));
      ++happened_.said_on_page;
      return;
    }
    const BirthName name = say(device, std::move(body));
    if (episode.undone_late && now_ == episode.when.from) {
      at(*episode.undone_late, [=, this] {
        undo(device, name);
        ++happened_.undone_too_late;
      });
    }
  };
  const auto declare = [this, tell](Instant when, EquipmentState state, Cause cause, std::optional<Instant> until) {
    at(when, [=] {
      tell(DeviceDeclared{.state = state, .from = when, .until = until, .cause = cause, .role = "technologist"});
    });
  };
  const auto step = [this, tell, fault](std::optional<Instant> when, FaultStep done) {
    if (when) at(*when, [=] { tell(FaultStepped{.step = done, .fault = fault, .at = when}); });
  };
  const auto [from, to] = episode.when;
  switch (episode.kind) {
    case Kind::exam: {
      const ExamFacts facts{.exam = exam_hash(device, number), .procedure = "MR HEAD"};
      at(from, [=, this] {
        see(device, "mpps", ExamStarted{.facts = facts, .subject = Subject::patient, .at = from, .source = "mpps"});
      });
      at(to, [=, this] { see(device, "mpps", ExamEnded{.facts = facts, .at = to, .status = ExamStatus::completed}); });
      break;
    }
    case Kind::log_down:
    case Kind::log_limited: {
      const Effect effect = episode.kind == Kind::log_down ? Effect::down : Effect::limited;
      at(from, [=, this, cause = episode.cause] {
        see(device, "log",
            FaultReported{.fault = fault, .code = "X", .effect = effect, .cause = cause, .source = "log"});
      });
      at(to, [=, this] { see(device, "log", FaultStepped{.step = FaultStep::repaired, .fault = fault}); });
      break;
    }
    case Kind::person_down:
      at(from, [=, cause = episode.cause] {
        tell(FaultReported{.fault = fault, .code = "table", .cause = cause, .source = "person", .at = from});
      });
      step(to, FaultStep::repaired);
      break;
    case Kind::declared_down: declare(from, EquipmentState::down, episode.cause, {}); break;
    case Kind::planned: declare(from, EquipmentState::planned_down, episode.cause, episode.planned_until); break;
    case Kind::quality_control: declare(from, EquipmentState::quality_control, episode.cause, {}); break;
  }
  const bool is_declared =
      episode.kind == Kind::declared_down || episode.kind == Kind::planned || episode.kind == Kind::quality_control;
  if (is_declared) declare(to, EquipmentState::ready, Cause::unexplained, {});
  step(episode.called, FaultStep::called);
  step(episode.released, FaultStep::released);
}

void Department::plan_mistake(const DeviceName& device, const Mistake& mistake, std::size_t number) {
  const auto declared = [&](EquipmentState state, std::optional<Instant> until = {}) {
    return DeviceDeclared{
        .state = state, .from = mistake.said, .until = until, .cause = mistake.cause, .role = "technologist"};
  };
  const auto stepped = [&](FaultStep step) {
    return FaultStepped{.step = step, .fault = fault_id(device, mistake.episode), .at = mistake.said};
  };
  const auto body = [&]() -> EventBody {
    switch (mistake.what) {
      case Mistaken::down: return declared(EquipmentState::down);
      case Mistaken::planned: return declared(EquipmentState::planned_down, mistake.said + std::chrono::minutes{90});
      case Mistaken::quality_control: return declared(EquipmentState::quality_control);
      case Mistaken::ready: return declared(EquipmentState::ready);
      case Mistaken::fault: break;
      case Mistaken::called: return stepped(FaultStep::called);
      case Mistaken::repaired: return stepped(FaultStep::repaired);
      case Mistaken::released: return stepped(FaultStep::released);
    }
    return FaultReported{.fault = fmt::format("mistake-{}-{}", device.text(), number),
                         .code = "table",
                         .cause = mistake.cause,
                         .source = "person",
                         .at = mistake.said};
  };
  at(mistake.said, [=, this, body = body()] {
    const BirthName name = say(device, body);
    at(mistake.undone, [=, this] {
      undo(device, name);
      ++happened_.undone;
      if (is_heard_late(mistake)) ++happened_.undone_at_last;
    });
  });
}

void Department::plan_absence(const DeviceName& device, const Away& away) {
  const std::string node = agent_name(device);
  switch (away.kind) {
    case Absence::dead:
      at(away.when.from, [=, this] { kill_agent(device); });
      at(away.when.to, [=, this] { start_agent(device); });
      break;
    case Absence::dead_while_cut:
      at(away.when.from, [=, this] { cut(node); });
      at(away.dies, [=, this] { kill_agent(device); });
      at(away.when.to, [=, this] {
        mend(node);
        start_agent(device);
      });
      break;
    case Absence::cut:
      at(away.when.from, [=, this] { cut(node); });
      at(away.when.to, [=, this] { mend(node); });
      break;
    case Absence::console_off:
      at(away.when.from, [=, this] { agents_.at(device)->console_is_on = false; });
      at(away.when.to, [=, this] { agents_.at(device)->console_is_on = true; });
      break;
    case Absence::stopped:
    case Absence::suspended:
      at(away.when.from, [=, this] { stand_still(device); });
      at(away.when.to, [=, this] { go_on(device, away); });
      if (away.expires < away.when.to) at(away.expires, [=, this] { expire(device); });
      if (away.kind == Absence::suspended) at(away.clock_set, [=, this] { agents_.at(device)->behind = {}; });
      break;
  }
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
