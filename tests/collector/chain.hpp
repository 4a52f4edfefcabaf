#pragma once

#include <span>
#include <string>
#include <vector>

#include "shared/wire/batch.hpp"
#include "shared/wire/event_codec.hpp"

namespace isocenter::collector::test {

inline Instant at(std::int64_t seconds) { return from_unix_ms(1'795'000'000'000 + seconds * 1000); }
inline NodeName node(std::string_view name) { return *NodeName::parse(name); }
inline DeviceName device(std::string_view name) { return *DeviceName::parse(name); }

inline Epoch epoch(std::uint8_t number) {
  Epoch made;
  made.bytes.fill(number);
  return made;
}

/// One epoch of a node as it writes it, to cut batches from.
class Chain {
 public:
  explicit Chain(Epoch name) : name_{name}, digests_{wire::first_digest(name)} {}

  Chain& say(const NewEvent& event) { return say_bytes(event, wire::format_event(events_.size() + 1, event)); }
  /// Bytes that need not be a valid event.
  Chain& say_bytes(const NewEvent& event, std::string bytes) {
    wire::WireEvent wired{.seq = events_.size() + 1,
                          .to = events_.size() + 1,
                          .t = event.t,
                          .type = std::string{event_type(event.body)},
                          .device = event.device ? event.device->text() : "",
                          .bytes = std::move(bytes)};
    digests_.push_back(wire::next_digest(digests_.back(), wired.bytes));
    events_.push_back(std::move(wired));
    return *this;
  }
  Chain& say_again(const NewEvent& event, const BirthName& was) {
    say_bytes(event, wire::rename_event(wire::format_event(1, event), events_.size() + 1, was));
    events_.back().was = was;
    return *this;
  }

  wire::Batch batch(std::uint64_t first, std::size_t count, Instant sent) const {
    const auto from = events_.begin() + static_cast<std::ptrdiff_t>(first - 1);
    return {.from = "instance",
            .epoch = name_,
            .first = first,
            .after = digests_[first - 1],
            .last = events_.size(),
            .sent = sent,
            .events = {from, from + static_cast<std::ptrdiff_t>(count)}};
  }
  wire::Batch all(Instant sent) const { return batch(1, events_.size(), sent); }
  wire::Batch heartbeat(Instant sent) const { return batch(events_.size() + 1, 0, sent); }
  /// A stand-in for `from` to `to`, followed by nothing.
  wire::Batch gap(std::uint64_t from, std::uint64_t to, std::string_view reason, Instant sent) const {
    wire::Batch made = batch(from, 0, sent);
    const Digest digest = digests_[to];
    made.events.push_back({.seq = from,
                           .to = to,
                           .t = sent,
                           .type = "outbox.gap",
                           .stated = digest,
                           .bytes = wire::format_gap(from, to, sent, reason, digest)});
    return made;
  }

  const Epoch& name() const { return name_; }
  BirthName birth(std::uint64_t seq) const { return {name_, seq, digests_[seq]}; }
  const Digest& digest(std::uint64_t seq) const { return digests_[seq]; }
  std::uint64_t last() const { return events_.size(); }

 private:
  Epoch name_;
  std::vector<Digest> digests_;
  std::vector<wire::WireEvent> events_;
};

inline NewEvent started(Instant t) { return {t, std::nullopt, NodeStarted{.software = "test 1"}}; }
inline NewEvent observed(std::string_view name, Instant t, Activity activity = Activity::idle, bool reachable = true) {
  return {t, device(name), DeviceObserved{reachable, activity, t, "echo", "echo"}};
}
inline NewEvent declared(std::string_view name, Instant t, EquipmentState state) {
  return {t, device(name),
          DeviceDeclared{.state = state, .from = t, .cause = Cause::equipment, .role = "technologist"}};
}
inline std::string hash(int number) {
  std::string digits = std::to_string(number);
  return "k1:" + std::string(64 - digits.size(), '0') + digits;
}
inline NewEvent exam_started(std::string_view name, Instant t, int exam) {
  return {t, device(name),
          ExamStarted{.facts = {.exam = hash(exam), .procedure = "CT CHEST"},
                      .subject = Subject::patient,
                      .at = t,
                      .source = "mpps"}};
}
inline NewEvent exam_ended(std::string_view name, Instant t, int exam) {
  return {t, device(name), ExamEnded{.facts = {.exam = hash(exam)}, .at = t, .status = ExamStatus::completed}};
}
inline NewEvent fault(std::string_view name, Instant t, std::string id, std::string source) {
  return {t, device(name),
          FaultReported{.fault = std::move(id),
                        .code = "table",
                        .effect = Effect::down,
                        .cause = Cause::equipment,
                        .source = std::move(source)}};
}

/// agent-ct1 observes ct1, agent-mr1 mr1; kiosk-ct1 declares for ct1, kiosk-exit answers for "exit".
inline ConfigurationLoaded department() {
  ConfigurationLoaded loaded{.zone = "America/New_York", .tzdata = "test"};
  loaded.devices.push_back({.name = device("ct1"), .title = "CT 1", .modality = "CT", .node = node("agent-ct1")});
  loaded.devices.push_back({.name = device("mr1"), .title = "MR 1", .modality = "MR", .node = node("agent-mr1")});
  loaded.nodes.push_back({node("kiosk-ct1"), {device("ct1")}, {}});
  loaded.nodes.push_back({node("kiosk-exit"), {}, {"exit"}});
  return loaded;
}

}  // namespace isocenter::collector::test
