#include "collector/ingest/judge.hpp"

#include <algorithm>

#include "shared/wire/event_codec.hpp"

namespace isocenter::collector {
namespace {

/// A reason is a word such as "full"; anything else might be anything, and is not repeated in the log.
std::string clean_reason(std::string_view reason) {
  const bool clean = reason.size() <= 64 && std::all_of(reason.begin(), reason.end(),
                                                        [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
  return clean ? std::string{reason} : std::string{};
}

/// Kind and field, e.g. "invalid data.status": `what` might quote the value, and is left out.
std::string reason_of(const Error& error) {
  std::string reason{word(error.kind)};
  if (!error.where.empty()) reason += " " + error.where.substr(0, 80);
  return reason;
}

/// Fate, reason and content of `entry`, whose bytes and digest are set.
void decide(LogEntry& entry, const NodeName& node, const Epoch& epoch, const Permissions& permissions,
            const HoldsBirth& holds) {
  const BirthName own_name{epoch, entry.seq, entry.digest};
  if (holds(entry.was.value_or(own_name))) {
    entry.fate = Fate::repeated;
    entry.bytes.clear();
    return;
  }
  auto parsed = wire::parse_event(entry.bytes);
  if (!parsed) {
    entry.fate = Fate::rejected;
    entry.why = reason_of(parsed.error());
    entry.device.clear();
    return;
  }
  if (auto refusal = permissions.refusal(node, *parsed)) {
    entry.fate = Fate::not_allowed;
    entry.why = std::move(*refusal);
  }
  entry.parsed = std::move(*parsed);
}

void note_gap(LogEntry& entry) {
  auto gap = wire::parse_event(entry.bytes);
  if (!gap) return;
  if (const auto* body = std::get_if<OutboxGap>(&gap->body)) entry.why = clean_reason(body->reason);
  entry.parsed = std::move(*gap);
}

/// Brings `t` to the collector's clock; what claims to come from over a day ahead counts from its receipt.
void place_in_time(LogEntry& entry, Milliseconds shift) {
  entry.shift = shift;
  entry.when = entry.t + shift;
  if (entry.when <= entry.received + std::chrono::hours{24}) return;
  entry.when = entry.received;
  if (entry.why.empty()) entry.why = "ahead";
}

/// By how much the node's clock was set there.
std::optional<Milliseconds> clock_step(const LogEntry& entry) {
  if (entry.fate != Fate::stored || !entry.parsed) return std::nullopt;
  const auto* step = std::get_if<ClockStepped>(&entry.parsed->body);
  return step == nullptr ? std::nullopt : std::optional{step->by};
}

/// Times of the batch's rows. Its difference was measured after the clock steps that stand in it, and is the more by
/// them before; rows before the first one are placed by what was known before, where anything was.
void place_all(std::vector<LogEntry>& entries, Instant received, Milliseconds difference, ClockDifference& clock) {
  bool has_steps = false;
  Milliseconds later{0};
  for (const LogEntry& entry : entries) {
    const auto by = clock_step(entry);
    has_steps = has_steps || by;
    later += by.value_or(Milliseconds{0});
  }
  if (!has_steps || !clock.least()) clock.note(received, difference + later);
  for (LogEntry& entry : entries) {
    if (const auto by = clock_step(entry)) {
      later -= *by;
      clock.restart();
      clock.note(received, difference + later);
    }
    place_in_time(entry, clock.shift());
  }
}

LogEntry entry_of(const wire::WireEvent& event, const Digest& before) {
  LogEntry entry;
  entry.seq = event.seq;
  entry.last = event.to;
  entry.digest = wire::digest_after(before, event);
  entry.t = event.t;
  entry.type = event.type;
  entry.device = event.device;
  entry.was = event.was;
  entry.bytes = event.bytes;
  return entry;
}

}  // namespace

Verdict judge(const NodeName& node, const wire::Batch& batch, Instant received, const ChainHead& held,
              const Permissions& permissions, const HoldsBirth& holds, ClockDifference& clock) {
  Verdict verdict{
      .continues = batch.first == held.through + 1 && batch.after == held.digest, .head = held, .entries = {}};
  const Milliseconds difference = received - batch.sent;
  if (!verdict.continues || batch.events.empty()) {
    // A heartbeat that knows of more than is here may have been sent after a clock step that is still to come.
    if (batch.last <= held.through) clock.note(received, difference);
    return verdict;
  }
  for (const wire::WireEvent& event : batch.events) {
    LogEntry entry = entry_of(event, verdict.head.digest);
    entry.received = received;
    entry.difference = difference;
    if (event.stated) {
      entry.fate = Fate::gap;
      note_gap(entry);
    } else {
      decide(entry, node, batch.epoch, permissions, holds);
    }
    verdict.head = {entry.last, entry.digest};
    verdict.entries.push_back(std::move(entry));
  }
  place_all(verdict.entries, received, difference, clock);
  return verdict;
}

}  // namespace isocenter::collector
