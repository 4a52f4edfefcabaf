#include "collector/collector.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "shared/wire/topic.hpp"

namespace isocenter::collector {
namespace {

/// A gulp is one transaction: a thousand messages, or some thousand events where they come many at once.
constexpr std::size_t most_messages = 1000;
/// Where events come one by one but fast, a commit for each few of them would cost more than the events.
constexpr std::chrono::milliseconds between_commits{5};
constexpr std::size_t most_bytes = 1024 * 1024;
constexpr int deaths_make_unreadable = 2;
constexpr std::chrono::milliseconds longest_reopen{10'000};

}  // namespace

Collector::Collector(CollectorOptions options, outbox::Outbox& outbox, MakeClient make_client, Figures& figures,
                     std::function<Instant()> clock)
    : options_{std::move(options)},
      figures_{figures},
      lock_{options_.store},
      suspects_{options_.store},
      inbox_{clock},
      spoken_{[this] { inbox_.wake(); }},
      own_{outbox, options_.version, clock()},
      ledger_{options_.store, options_.loaded, options_.contracts},
      liveness_{own_.read_heard()},
      connection_{options_.site, options_.heartbeat, options_.version, clock(), std::move(make_client), inbox_},
      publisher_{options_.site},
      now_{clock()} {
  ledger_.open(own_, now_);
  for (const auto& [lost, count] : ledger_.store().log().gaps_since(now_ - std::chrono::hours{24})) {
    alerts_.events_lost(lost.first, lost.second, count, now_);
  }
  figures_.update([&](FigureValues& values) { values.started = now_; });
}

Collector::~Collector() = default;

void Collector::run(std::stop_token stop) {
  while (!stop.stop_requested()) {
    turn(process::read_clocks());
    inbox_.wait(stop, until_next_turn());
    inbox_.gather(stop, last_commit_ + between_commits, most_messages);
  }
}

/// An event whose node's clock is a little ahead is derived from when its time has come, not at the next second.
std::chrono::milliseconds Collector::until_next_turn() const {
  constexpr std::chrono::milliseconds usual{1000}, least{1};
  std::chrono::milliseconds rest = usual;
  if (next_snapshot_) {
    const auto until_due = *next_snapshot_ - std::chrono::steady_clock::now();
    rest = std::min(rest, std::chrono::ceil<std::chrono::milliseconds>(until_due));
  }
  const auto change = ledger_.is_open() ? ledger_.deriver().next_change() : std::nullopt;
  if (change) rest = std::min(rest, *change - now_);
  return std::clamp(rest, least, usual);
}

void Collector::stop(std::chrono::milliseconds patience) {
  try {
    write_own();
  } catch (const sqlite::StoreError& error) {
    spdlog::warn("what was heard last is not on disk: {}", error.what());
  }
  connection_.stop(patience, now_);
}

void Collector::turn(const process::ClockReading& clocks) {
  now_ = clocks.wall;
  monotonic_ = clocks.monotonic;
  watch_clocks(clocks);
  watch_connection(clocks.monotonic);
  const bool is_due = monotonic_ >= next_beat_;
  if (is_due) next_beat_ = monotonic_ + options_.heartbeat;
  take_arrivals(is_due);
  try {
    publish_snapshots();
  } catch (const sqlite::StoreError& error) {
    fail_store(error);
  }
  if (std::exchange(joined_, false)) publisher_.publish_all(connection_, now_);
  beat(is_due);
  publish_alerts();
  show_figures();
}

/// What the collector itself lived through is an event as any node's; and it must not be taken for the nodes' silence.
void Collector::watch_clocks(const process::ClockReading& clocks) {
  const process::ClockWatch::Seen seen = clock_watch_.observe(clocks);
  if (seen.paused) {
    waiting_.push_back({now_, std::nullopt, *seen.paused});
    if (connection_.is_online()) liveness_.begin_listening(now_);
  }
  if (seen.stepped) {
    waiting_.push_back({now_, std::nullopt, *seen.stepped});
    liveness_.step_own_clock(seen.stepped->by, now_);
    ledger_.forget_clocks();
  }
}

void Collector::watch_connection(std::chrono::steady_clock::time_point monotonic) {
  switch (connection_.turn(monotonic)) {
    case Connection::Change::none: return;
    case Connection::Change::lost:
      liveness_.stop_listening();
      online_since_.reset();
      return;
    case Connection::Change::online:
      liveness_.begin_listening(now_);
      online_since_ = now_;
      spdlog::info("online for the nodes of site {}", options_.site.text());
      joined_ = true;
      next_beat_ = monotonic;
      return;
  }
}

void Collector::take_arrivals(bool beat) {
  std::vector<Arrival> arrivals = inbox_.take(most_messages, most_bytes);
  std::size_t begin = 0;
  // A batch over which the program died stands alone, so that a second death convicts the right one.
  for (std::size_t at = 0; suspects_.any() && at < arrivals.size(); ++at) {
    const auto topic = wire::parse_topic(arrivals[at].message.topic);
    const auto* events = topic ? std::get_if<wire::NodeEventsTopic>(&topic->path) : nullptr;
    if (events == nullptr || suspects_.deaths(events->node, arrivals[at].message.payload) == 0) continue;
    if (at > begin) take_group({arrivals.data() + begin, at - begin}, false);
    take_group({arrivals.data() + at, 1}, false);
    begin = at + 1;
  }
  take_group({arrivals.data() + begin, arrivals.size() - begin}, beat);
}

void Collector::take_group(std::span<Arrival> group, bool beat) {
  Deliveries deliveries;
  std::vector<Digest> keys;
  try {
    for (const Arrival& arrival : group) {
      const auto topic = wire::parse_topic(arrival.message.topic);
      const auto* events = topic ? std::get_if<wire::NodeEventsTopic>(&topic->path) : nullptr;
      const auto key = events == nullptr ? std::nullopt : Suspects::key_of(events->node, arrival.message.payload);
      if (key) keys.push_back(*key);
    }
    suspects_.mark(keys);  // only this and a StoreError clear it: whatever else ends the program over them is a death
    for (const Arrival& arrival : group) read(arrival, deliveries);
    commit(deliveries, beat);
    for (const Digest& key : keys) {
      if (suspects_.any() && suspects_.deaths(key) < deaths_make_unreadable) suspects_.acquit(key);
    }
    suspects_.clear_marks();
  } catch (const sqlite::StoreError& error) {
    suspects_.clear_marks();
    fail_store(error);
    answer_store_away(deliveries);
  }
}

void Collector::read(const Arrival& arrival, Deliveries& deliveries) {
  const mqtt::Message& message = arrival.message;
  const auto topic = wire::parse_topic(message.topic);
  if (!topic || topic->site != options_.site) {
    figures_.update([](FigureValues& values) { ++values.messages_foreign; });
    return;
  }
  if (const auto* events = std::get_if<wire::NodeEventsTopic>(&topic->path)) {
    if (events->node != collector_node()) read_batch(events->node, arrival, deliveries);
    return;
  }
  if (const auto* status_of = std::get_if<wire::NodeStatusTopic>(&topic->path)) {
    const auto status = wire::parse_node_status(message.payload);
    if (!status || status_of->node == collector_node()) return;
    note_instance(status_of->node, *status);
    liveness_.hear_status(status_of->node, *status, message.retained, arrival.received);
    return;
  }
  publisher_.take_back(message.topic, message.payload, connection_);
}

void Collector::read_batch(const NodeName& node, const Arrival& arrival, Deliveries& deliveries) {
  const std::string& payload = arrival.message.payload;
  if (suspects_.any() && suspects_.deaths(node, payload) >= deaths_make_unreadable) {
    answer_unreadable(node, arrival, "the collector died over it");
    return;
  }
  auto batch = wire::parse_batch(payload);
  if (!batch) {
    answer_unreadable(node, arrival, fmt::format("{} {}", word(batch.error().kind), batch.error().where));
    return;
  }
  liveness_.hear_batch(node, *batch, arrival.received);
  deliveries.push_back({node, std::move(*batch), arrival.received});
}

void Collector::commit(const Deliveries& deliveries, bool beat) {
  std::ranges::move(liveness_.due(now_), std::back_inserter(waiting_));
  // In the outbox before the commit, so that node.silent is never later in the log than the epoch it made way for; and
  // while the store is away, so that no restart finds it remembered as said but not written.
  if (!waiting_.empty() || spoken_.any()) write_own();
  if (!ledger_.is_open() && !open_store()) {
    answer_store_away(deliveries);
    return;
  }
  const bool was_away = store_word_ != "ok";
  const auto began = std::chrono::steady_clock::now();
  const Gulp gulp = ledger_.commit(deliveries, own_, now_, beat || was_away);
  if (gulp.committed) last_commit_ = began;
  const bool has_heard_people = answer_spoken();
  if (options_.on_commit && (has_heard_people || !gulp.changed.empty())) {
    options_.on_commit(gulp.changed, has_heard_people);
  }
  store_word_ = "ok";
  const auto brings = [](const Gulp::Answer& answer) { return answer.added > 0; };
  if (std::ranges::any_of(gulp.answers, brings)) note_store_mended();
  answer(deliveries, gulp);
  note(deliveries, gulp);
  untold_.insert(gulp.changed.begin(), gulp.changed.end());
}

/// Own events and what is remembered of the nodes, which takes them for written.
void Collector::write_own() {
  std::ranges::move(liveness_.due(now_), std::back_inserter(waiting_));
  own_.write(waiting_, liveness_.remembered());
  waiting_.clear();
  write_spoken();
}

void Collector::write_spoken() {
  std::vector<Spoken::Pending> taken = spoken_.take();
  try {
    while (!taken.empty()) {
      unanswered_.emplace_back(taken.front(), own_.write(taken.front()->events, {}));
      taken.erase(taken.begin());
    }
  } catch (...) {
    spoken_.put_back(std::move(taken));
    throw;
  }
}

/// Answers what people said and the log now holds; whether there was any.
bool Collector::answer_spoken() {
  const auto is_held = [&](const auto& told) {
    const auto& [utterance, names] = told;
    const ChainHead head = ledger_.head(collector_node(), names.back().epoch);
    if (head.through < names.back().seq) return false;
    std::vector<Said> said;
    for (const BirthName& name : names) said.push_back({{collector_node(), name.epoch, name.seq}, name.digest});
    spoken_.answer(utterance, std::move(said));
    return true;
  };
  return std::erase_if(unanswered_, is_held) > 0;
}

bool Collector::open_store() {
  if (monotonic_ < next_open_) return false;
  next_open_ = monotonic_ + reopen_after_;
  reopen_after_ = std::min(reopen_after_ * 2, longest_reopen);
  ledger_.open(own_, now_);
  for (const DeviceName& device : ledger_.deriver().devices()) untold_.insert(device);
  return true;
}

/// What memory says may be ahead of what is on disk, or behind: it is read anew.
void Collector::fail_store(const sqlite::StoreError& error) {
  const std::string word = error.is_full() ? "full" : "failed";
  if (monotonic_ >= next_complaint_) {
    spdlog::error("the store is {}: {}; nodes wait until it is mended", word, error.what());
    next_complaint_ = monotonic_ + std::chrono::minutes{1};
    complained_ = true;
  }
  store_word_ = word;
  ledger_.close();
  if (error.is_full()) own_.outbox().make_room();
  next_open_ = monotonic_ + reopen_after_;
}

/// Only events prove it: a store may open and yet take nothing.
void Collector::note_store_mended() {
  if (std::exchange(complained_, false)) spdlog::info("the store takes events again");
  reopen_after_ = std::chrono::milliseconds{1000};
}

void Collector::beat(bool is_due) {
  if (!is_due) return;
  publisher_.publish_status(connection_, now_);
  watch_silence();
  alerts_.expire(now_);
  try {
    write_own();
    own_.outbox().note_alive(now_);
    if (monotonic_ >= next_forget_) {
      next_forget_ = monotonic_ + std::chrono::minutes{1};
      own_.outbox().forget(now_);
    }
  } catch (const sqlite::StoreError& error) {
    spdlog::error("the collector's outbox: {}", error.what());
  }
  if (monotonic_ < next_quarantine_) return;
  next_quarantine_ = monotonic_ + std::chrono::hours{1};
  ledger_.forget_aside(now_);
}

}  // namespace isocenter::collector
