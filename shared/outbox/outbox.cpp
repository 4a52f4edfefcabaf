#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cassert>

#include "shared/core/random.hpp"
#include "shared/outbox/outbox_state.hpp"
#include "shared/wire/event_codec.hpp"

namespace isocenter::outbox {
namespace {

using sqlite::StoreError;

constexpr std::size_t longest_event = wire::max_event_bytes - 256;  // leaves room for a birth name
constexpr std::uint64_t low_room = 64ull * 1024 * 1024;

wire::WireEvent as_wire(const Row& row, std::uint64_t first, Instant now) {
  if (!row.is_gap()) {
    return {row.seq, row.through, row.t, row.type, row.device, row.was, std::nullopt, row.bytes};
  }
  return {first,      row.through,  now,        row.type,
          row.device, std::nullopt, row.digest, wire::format_gap(first, row.through, now, *row.reason, row.digest)};
}

/// What a smaller step makes older by mistake is forgotten a little early.
bool is_great(const ClockStepped& step) { return std::chrono::abs(step.by) >= std::chrono::hours{1}; }

}  // namespace

void Outbox::State::load() {
  std::vector<HeldEpoch> read;
  std::vector<std::int64_t> their_numbers;
  sqlite::Statement all{database,
                        "SELECT number, epoch, last, digest, acknowledged FROM outbox_epochs WHERE closed_ms IS NULL"
                        " ORDER BY number"};
  while (all.step()) {
    const auto epoch = parse_epoch(all.text_view(1));
    if (!epoch) throw StoreError::damaged(fmt::format("{}: an epoch has no name", database.path().string()));
    const HeldEpoch one{.epoch = *epoch,
                        .acknowledged = static_cast<std::uint64_t>(all.integer(4)),
                        .last = static_cast<std::uint64_t>(all.integer(2)),
                        .digest = digest_from(all.blob(3))};
    read.push_back(one);
    their_numbers.push_back(all.integer(0));
  }
  held = std::move(read);
  numbers = std::move(their_numbers);
}

std::size_t Outbox::State::index_of(const Epoch& epoch) const {
  const auto found = std::find_if(held.rbegin(), held.rend(), [&](const HeldEpoch& one) { return one.epoch == epoch; });
  return found == held.rend() ? held.size() : static_cast<std::size_t>(held.rend() - found) - 1;
}

Outbox::State::Head Outbox::State::read_present_head() {
  read_head.bind(1, numbers.back());
  const bool found = read_head.step();
  assert(found);
  const Head head{static_cast<std::uint64_t>(read_head.integer(0)), digest_from(read_head.blob(1))};
  read_head.reset();
  return head;
}

NodeStarted Outbox::State::describe_start(Instant now) {
  NodeStarted started{
      .software = software, .epoch_before = std::nullopt, .last_before = 0, .alive_until = std::nullopt};
  sqlite::Statement latest{database, "SELECT epoch, last FROM outbox_epochs ORDER BY number DESC LIMIT 1"};
  if (latest.step()) {
    if (const auto epoch = parse_epoch(latest.text_view(0))) started.epoch_before = *epoch;
    started.last_before = static_cast<std::uint64_t>(latest.integer(1));
  }
  latest.reset();
  if (const auto alive = fact("alive_ms")) started.alive_until = from_unix_ms(*alive);
  if (has_begun) started.alive_until = now;  // the same program goes on under a new epoch
  return started;
}

void Outbox::State::insert_new_epoch(const Epoch& epoch) {
  const Digest first = wire::first_digest(epoch);
  insert_epoch.bind(1, to_string(epoch)).bind_blob(2, as_blob(first)).run();
  held.push_back({.epoch = epoch, .acknowledged = 0, .last = 0, .digest = first});
  numbers.push_back(database.last_insert_id());
}

BirthName Outbox::State::insert_event(const NewEvent& event, std::string bytes) {
  const std::uint64_t seq = writing.last + 1;
  const Digest digest = wire::next_digest(writing.digest, bytes);
  const std::string type{event_type(event.body)};
  rows.insert(Row{.epoch = numbers.back(),
                  .seq = seq,
                  .through = seq,
                  .t = event.t,
                  .type = type,
                  .device = event.device ? event.device->text() : std::string{},
                  .bytes = std::move(bytes),
                  .digest = digest,
                  .telemetry = is_telemetry(type),
                  .reason = std::nullopt,
                  .was = std::nullopt,
                  .acknowledged = std::nullopt});
  writing.last = seq;
  writing.digest = digest;
  if (const auto* const stepped = std::get_if<ClockStepped>(&event.body); stepped && is_great(*stepped)) {
    set_fact.bind(1, stepped_fact).bind(2, to_unix_ms(event.t)).run();
  }
  return {held.back().epoch, seq, digest};
}

std::optional<std::int64_t> Outbox::State::fact(std::string_view name) {
  get_fact.bind(1, name);
  std::optional<std::int64_t> value;
  if (get_fact.step()) value = get_fact.integer(0);
  get_fact.reset();
  return value;
}

Outbox::Outbox(const std::filesystem::path& path, OutboxLimits limits) : state_{std::make_unique<State>(path, limits)} {
  state_->load();
  if (damage()) spdlog::error("outbox: {}", *damage());
}
Outbox::~Outbox() = default;

void Outbox::begin_epoch(std::string software, Instant now) {
  assert(!state_->has_begun);
  state_->software = std::move(software);
  const NodeStarted started = state_->describe_start(now);
  const auto begin = [&] {
    {
      sqlite::Transaction transaction{state_->database};
      state_->insert_new_epoch(Epoch{random_128_bits()});
      transaction.commit();
    }
    state_->has_begun = true;
    const NewEvent event{now, std::nullopt, started};
    write({&event, 1});
  };
  try {
    begin();
  } catch (const StoreError& error) {
    state_->has_begun = false;
    state_->load();
    if (!error.is_full()) throw;
    make_room();
    begin();
  }
}

const Epoch& Outbox::epoch() const {
  assert(state_->has_begun);
  return state_->held.back().epoch;
}

std::vector<BirthName> Outbox::append(std::span<const NewEvent> events) {
  assert(state_->has_begun && state_->database.in_transaction());
  state_->writing = state_->read_present_head();
  std::vector<BirthName> names;
  names.reserve(events.size());
  for (const NewEvent& event : events) {
    if (is_telemetry(event_type(event.body)) && !state_->ballast.is_there()) {
      ++state_->refused;
      continue;
    }
    std::string bytes = wire::format_event(state_->writing.last + 1, event);
    if (bytes.size() > longest_event) {
      throw EventTooLong{fmt::format("an event {} is {} bytes long, at most {} are possible; shorten its text or lists",
                                     event_type(event.body), bytes.size(), longest_event)};
    }
    names.push_back(state_->insert_event(event, std::move(bytes)));
  }
  state_->update_head.bind(1, state_->numbers.back()).bind(2, as_sql(state_->writing.last));
  state_->update_head.bind_blob(3, as_blob(state_->writing.digest)).run();
  return names;
}

/// Whatever the transaction came to, the database knows.
void Outbox::settle() {
  const State::Head head = state_->read_present_head();
  HeldEpoch& present = state_->held.back();
  present.last = head.last;
  present.digest = head.digest;
}

std::vector<BirthName> Outbox::write(std::span<const NewEvent> events) {
  std::vector<BirthName> names;
  try {
    sqlite::Transaction transaction{state_->database};
    names = append(events);
    transaction.commit();
  } catch (...) {
    settle();
    throw;
  }
  settle();
  return names;
}

void Outbox::note_alive(Instant now) { state_->set_fact.bind(1, "alive_ms").bind(2, to_unix_ms(now)).run(); }

const std::vector<HeldEpoch>& Outbox::epochs() const { return state_->held; }

std::optional<Digest> Outbox::digest_at(const Epoch& epoch, std::uint64_t seq) {
  const std::size_t index = state_->index_of(epoch);
  if (index == state_->held.size() || seq > state_->held[index].last) return std::nullopt;
  if (seq == 0) return wire::first_digest(epoch);
  if (seq == state_->held[index].last) return state_->held[index].digest;
  const std::optional<Row> row = state_->rows.covering(state_->numbers[index], seq);
  if (!row || row->through != seq) return std::nullopt;
  return row->digest;
}

std::vector<wire::WireEvent> Outbox::read(const Epoch& epoch, std::uint64_t first, std::size_t max_events,
                                          std::size_t max_bytes, Instant now) {
  std::vector<wire::WireEvent> events;
  const std::size_t index = state_->index_of(epoch);
  if (index == state_->held.size() || first == 0) return events;
  const std::int64_t number = state_->numbers[index];
  std::optional<Digest> before = digest_at(epoch, first - 1);
  std::size_t bytes = 0;
  for (std::uint64_t seq = first; seq <= state_->held[index].last && events.size() < max_events;) {
    std::optional<Row> row = state_->rows.covering(number, seq);
    if (!row) {  // lost by damage to the file: what follows tells the digest that the chain goes on with
      row = state_->rows.at_or_after(number, seq);
      if (!row) {
        row.emplace();
        row->through = state_->held[index].last;
        row->digest = state_->held[index].digest;
      }
      row->type = "outbox.gap";
      row->reason = "damaged";
    } else if (!row->is_gap() && before && wire::next_digest(*before, row->bytes) != row->digest) {
      spdlog::error("outbox: event {} of epoch {} is damaged; it is given up", seq, to_string(epoch));
      state_->make_gap(row->id, "damaged");
      row = state_->rows.covering(number, seq);
    }
    wire::WireEvent event = as_wire(*row, seq, now);
    if (!events.empty() && bytes + event.bytes.size() + 1 > max_bytes) break;
    bytes += event.bytes.size() + 1;
    before = row->digest;
    seq = row->through + 1;
    events.push_back(std::move(event));
  }
  return events;
}

std::optional<wire::WireEvent> Outbox::find(const Epoch& epoch, std::uint64_t seq) {
  const std::size_t index = state_->index_of(epoch);
  if (index == state_->held.size()) return std::nullopt;
  const std::optional<Row> row = state_->rows.covering(state_->numbers[index], seq);
  if (!row || row->is_gap()) return std::nullopt;
  return as_wire(*row, seq, row->t);
}

void Outbox::acknowledge(const Epoch& epoch, std::uint64_t through, Instant now) {
  const std::size_t index = state_->index_of(epoch);
  if (index == state_->held.size()) return;
  HeldEpoch& held = state_->held[index];
  assert(through <= held.last);
  if (through <= held.acknowledged) return;
  sqlite::Transaction transaction{state_->database};
  state_->rows.acknowledge(state_->numbers[index], held.acknowledged, through, now);
  state_->update_acknowledged.bind(1, state_->numbers[index]).bind(2, as_sql(through)).run();
  transaction.commit();
  held.acknowledged = through;
}

void Outbox::unacknowledge(const Epoch& epoch, std::uint64_t through) {
  const std::size_t index = state_->index_of(epoch);
  if (index == state_->held.size() || through >= state_->held[index].acknowledged) return;
  sqlite::Transaction transaction{state_->database};
  state_->rows.unacknowledge(state_->numbers[index], through);
  state_->update_acknowledged.bind(1, state_->numbers[index]).bind(2, as_sql(through)).run();
  transaction.commit();
  state_->held[index].acknowledged = through;
}

void Outbox::adopt_digest(const Epoch& epoch, std::uint64_t through, const Digest& digest) {
  const std::size_t index = state_->index_of(epoch);
  if (index == state_->held.size()) return;
  sqlite::Transaction transaction{state_->database};
  const std::optional<Row> row = state_->rows.covering(state_->numbers[index], through);
  if (!row) {  // lost by damage to the file
    state_->rows.insert_gap_before(state_->numbers[index], through, digest);
  } else if (row->is_gap() && row->through != through) {
    state_->rows.split(*row, through, digest);
  } else {
    return;
  }
  transaction.commit();
}

std::uint64_t Outbox::unacknowledged() const {
  std::uint64_t sum = 0;
  for (const HeldEpoch& one : state_->held) sum += one.last - one.acknowledged;
  return sum;
}

std::string_view Outbox::disk() const {
  if (!state_->ballast.is_there()) return "full";
  if (state_->ballast.room() < low_room) return "low";
  return damage() ? "damaged" : "ok";
}

std::uint64_t Outbox::refused() const { return state_->refused; }
const std::optional<std::string>& Outbox::damage() const { return state_->file.damage; }
sqlite::Database& Outbox::database() { return state_->database; }

}  // namespace isocenter::outbox
