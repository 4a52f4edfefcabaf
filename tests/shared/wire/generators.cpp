#include "tests/shared/wire/generators.hpp"

#include <rapidcheck.h>

#include <algorithm>

#include "shared/wire/event_codec.hpp"

namespace isocenter::wire::generate {

std::array<std::uint8_t, 16> sixteen_bytes() {
  std::array<std::uint8_t, 16> made;
  for (std::uint8_t& byte : made) byte = *rc::gen::arbitrary<std::uint8_t>();
  return made;
}

std::string text() {
  static const std::vector<std::string> characters{"a", "Z", "0", " ", "\"", "\\", "/",  "{", "}",     "[",
                                                   "]", ",", ":", "'", "é",  "ß",  "中", "𝄞", "\u2028"};
  std::string made;
  const int length = *rc::gen::inRange(1, 20);
  for (int i = 0; i < length; ++i) made += *rc::gen::elementOf(characters);
  return made;
}

namespace {

std::string text_or_empty() { return *rc::gen::arbitrary<bool>() ? text() : std::string{}; }

std::vector<std::string> texts() {
  std::vector<std::string> made(*rc::gen::inRange<std::size_t>(0, 4));
  for (std::string& each : made) each = text();
  return made;
}

std::string characters(std::string_view alphabet, std::size_t length) {
  std::string made;
  while (made.size() < length) made += alphabet[*rc::gen::inRange<std::size_t>(0, alphabet.size())];
  return made;
}

template <typename NameType>
NameType name() {
  return *NameType::parse(characters("abcxyz0189-", *rc::gen::inRange<std::size_t>(1, 33)));
}

KeyedHash hash() { return "k1:" + characters("0123456789abcdef", 64); }

std::vector<KeyedHash> hashes() {
  std::vector<KeyedHash> made(*rc::gen::inRange<std::size_t>(0, 4));
  for (KeyedHash& each : made) each = hash();
  return made;
}

Instant instant() { return from_unix_ms(*rc::gen::inRange<std::int64_t>(0, to_unix_ms(end_of_time))); }

}  // namespace

std::uint64_t number(std::uint64_t min) { return *rc::gen::inRange<std::uint64_t>(min, (1ull << 53) + 1); }

namespace {

Milliseconds milliseconds() { return Milliseconds{*rc::gen::inRange<std::int64_t>(-4'000'000'000, 4'000'000'000)}; }

template <typename Make>

auto maybe(Make make) -> std::optional<decltype(make())> {
  return *rc::gen::arbitrary<bool>() ? std::optional{make()} : std::nullopt;
}

double real() {
  return *rc::gen::map(rc::gen::arbitrary<double>(), [](double x) { return x + 0.0; });
}

Effect effect() { return *rc::gen::element(Effect::down, Effect::limited, Effect::none); }

Subject subject() { return *rc::gen::element(Subject::patient, Subject::phantom, Subject::unknown); }

Grade grade() { return *rc::gen::element(Grade::a, Grade::b, Grade::c, Grade::d); }

EquipmentState state() { return equipment_states[*rc::gen::inRange<std::size_t>(0, equipment_states.size())]; }

Activity activity() {
  return *rc::gen::element(Activity::unknown, Activity::idle, Activity::exam, Activity::quality_control);
}

Cause cause() {
  return *rc::gen::element(Cause::equipment, Cause::accessory, Cause::facility, Cause::it, Cause::user,
                           Cause::consumable, Cause::third_party, Cause::access, Cause::unexplained);
}

ExamFacts facts() { return {hash(), hashes(), maybe(hash), maybe(text)}; }

NodeStarted node_started() {
  NodeStarted made{text_or_empty(), maybe(hex<Epoch>), 0, maybe(instant)};
  if (made.epoch_before) made.last_before = number();
  return made;
}

NodePaused node_paused() {
  const Instant a = instant();
  const Instant b = instant();
  return {std::min(a, b), std::max(a, b)};
}

ConfiguredDevice configured_device() {
  ConfiguredDevice made{name<DeviceName>(),
                        text_or_empty(),
                        text_or_empty(),
                        text_or_empty(),
                        maybe(name<NodeName>),
                        {},
                        *rc::gen::inRange(-1000, 1000),
                        text_or_empty(),
                        text_or_empty(),
                        text_or_empty(),
                        text_or_empty(),
                        text_or_empty(),
                        text_or_empty()};
  const int spans = *rc::gen::inRange(0, 4);
  for (int i = 0; i < spans; ++i) {
    const int from = *rc::gen::inRange(0, 1440);
    made.hours.push_back({*rc::gen::inRange(1, 8), from, *rc::gen::inRange(from + 1, 2881)});
  }
  return made;
}

ConfigurationLoaded configuration_loaded() {
  ConfigurationLoaded made{text(), text(), {}, {}};
  const int count = *rc::gen::inRange(0, 4);
  for (int i = 0; i < count; ++i) {
    made.devices.push_back(configured_device());
    made.nodes.push_back({name<NodeName>(), {name<DeviceName>()}, texts()});
  }
  return made;
}

DeviceDeclared device_declared() {
  using enum EquipmentState;
  DeviceDeclared made{*rc::gen::element(ready, limited, quality_control, planned_down, down),
                      instant(),
                      std::nullopt,
                      cause(),
                      text_or_empty(),
                      text_or_empty(),
                      text_or_empty()};
  if (made.state == planned_down && made.from + Milliseconds{1} < end_of_time) {
    made.until = maybe([&] { return made.from + Milliseconds{1}; });
  }
  return made;
}

ExamStarted exam_started() {
  return {facts(), subject(), maybe(instant), maybe([] { return std::chrono::seconds{*rc::gen::inRange(1, 100'000)}; }),
          text_or_empty()};
}

ExamEnded exam_ended() {
  return {facts(), maybe(instant), *rc::gen::element(ExamStatus::completed, ExamStatus::discontinued), text_or_empty(),
          maybe([] { return *rc::gen::inRange<std::int64_t>(0, 100'000); })};
}

FaultStepped fault_stepped() {
  using enum FaultStep;
  return {*rc::gen::element(called, acknowledged, on_site, repaired, released, noted),
          text(),
          maybe(instant),
          text_or_empty(),
          text_or_empty(),
          text_or_empty(),
          text_or_empty()};
}

std::int64_t positive() { return *rc::gen::inRange<std::int64_t>(1, 1'000'000); }

IntervalCorrected interval_corrected() {
  IntervalCorrected made{
      .reading = *rc::gen::element(Reading::explained, Reading::reclassified, Reading::disputed, Reading::restored)};
  made.from = std::min(instant(), end_of_time - Milliseconds{2});
  made.to = made.from + Milliseconds{1};
  if (made.reading == Reading::reclassified) made.state = EquipmentState::planned_down;
  if (made.reading == Reading::explained) made.cause = cause();
  made.reason = text();
  made.by = text();
  return made;
}

VendorTime vendor_time() {
  VendorTime made{.from = std::min(instant(), end_of_time - Milliseconds{2})};
  made.to = made.from + Milliseconds{1};
  made.vendor_from = maybe(instant);
  if (made.vendor_from) made.vendor_to = made.vendor_from;
  return made;
}

ClaimStepped claim_stepped() {
  ClaimStepped made{.step = *rc::gen::element(ClaimStep::claimed, ClaimStep::answered, ClaimStep::paid)};
  made.statement = text();
  made.on = text();
  made.amount = text();
  made.currency = text();
  made.reference = text_or_empty();
  if (made.step == ClaimStep::answered) made.outcome = *rc::gen::element<std::string>("accepted", "contested");
  const int count = *rc::gen::inRange(0, 3);
  for (int i = 0; i < count; ++i) made.times.push_back(vendor_time());
  made.note = text_or_empty();
  made.by = text();
  return made;
}

FeedbackAnswered feedback_answered() {
  const int of = *rc::gen::element(4, 5);
  return {*rc::gen::inRange(1, of + 1), of, texts(), text_or_empty(), text_or_empty()};
}

/// A body of the variant's alternative `index`, so that a test can go through all of them.
EventBody body(std::size_t index) {
  switch (index) {
    case 0: return node_started();
    case 1: return node_paused();
    case 2: return ClockStepped{milliseconds()};
    case 3: return OutboxGap{text()};
    case 4: return NodeSilent{name<NodeName>(), maybe(hex<Epoch>), instant(), instant(), text()};
    case 5:
      return NodeHeard{name<NodeName>(), maybe(hex<Epoch>), instant(),
                       milliseconds(),   milliseconds(),    *rc::gen::arbitrary<bool>()};
    case 6: return configuration_loaded();
    case 7: return DeviceObserved{*rc::gen::arbitrary<bool>(), activity(), instant(), text_or_empty(), text_or_empty()};
    case 8: return device_declared();
    case 9: return exam_started();
    case 10: return ExamUpdated{facts()};
    case 11: return exam_ended();
    case 12: return ExamStepped{maybe(hash), text(), maybe(instant)};
    case 13: return FaultReported{text(), text(), effect(), cause(), text(), maybe(instant), text_or_empty()};
    case 14: return fault_stepped();
    case 15: return EventWithdrawn{hex<Epoch>(), number(1), hex<Digest>()};
    case 16: return ReadingTaken{text(), real(), text_or_empty()};
    case 17: return CheckDone{text(), *rc::gen::element<std::string>("passed", "failed")};
    case 18: return feedback_answered();
    case 19: return ContractLoaded{text(), texts(), hex<Digest>()};
    case 20: return ContractRemoved{text()};
    case 21: return interval_corrected();
    case 22: return StatementPage{text(), positive(), texts()};
    case 23:
      return StatementIssued{text(),     text(),     hex<Digest>(), text(), text(),
                             positive(), positive(), hex<Digest>(), text()};
    case 24: return claim_stepped();
    case 25: return UserChanged{text(), text(), text_or_empty(), text()};
    case 26: return SessionOpened{text(), text()};
    case 27: return SessionEnded{text(), text()};
    case 28: return AccessRefused{text_or_empty(), text(), text(), text(), positive()};
    default: return UnknownEvent{"dose." + characters("abcdefgh_", 8)};
  }
}

}  // namespace

NewEvent event(std::size_t index) { return {instant(), name<DeviceName>(), body(index)}; }

NewEvent event() { return event(*rc::gen::inRange<std::size_t>(0, body_count)); }

WireEvent wire_event(std::uint64_t seq, const NewEvent& from) {
  return {seq,
          seq,
          from.t,
          std::string{event_type(from.body)},
          from.device ? from.device->text() : "",
          std::nullopt,
          std::nullopt,
          format_event(seq, from)};
}

/// A batch of events of all types but gaps, and gaps as a node writes them.
Batch batch() {
  Batch made{.from = text(),
             .epoch = hex<Epoch>(),
             .first = *rc::gen::inRange<std::uint64_t>(1, 1ull << 40),
             .after = hex<Digest>(),
             .last = 0,
             .sent = instant(),
             .events = {}};
  std::uint64_t next = made.first;
  for (int left = *rc::gen::inRange(0, 6); left > 0; --left) {
    const NewEvent from = event();
    if (std::holds_alternative<OutboxGap>(from.body)) {
      const std::uint64_t to = next + *rc::gen::inRange<std::uint64_t>(0, 1000);
      const Digest digest = hex<Digest>();
      made.events.push_back({next, to, from.t, "outbox.gap", "", std::nullopt, digest,
                             format_gap(next, to, from.t, "forgotten", digest)});
    } else {
      WireEvent plain = wire_event(next, from);
      if (*rc::gen::arbitrary<bool>()) {
        plain.was = BirthName{hex<Epoch>(), number(1), hex<Digest>()};
        plain.bytes = rename_event(plain.bytes, next, *plain.was);
      }
      made.events.push_back(plain);
    }
    next = made.events.back().to + 1;
  }
  made.last = next - 1 + *rc::gen::inRange<std::uint64_t>(0, 10);
  return made;
}

Acknowledgement acknowledgement() {
  Acknowledgement made{.from = text()};
  made.store = *rc::gen::element<std::string>("ok", "full", "failed");
  made.unreadable = *rc::gen::arbitrary<bool>();
  if (made.store == "ok" && *rc::gen::arbitrary<bool>()) {
    made.epoch = hex<Epoch>();
    made.through = number();
    made.digest = hex<Digest>();
  }
  return made;
}

namespace {

std::chrono::seconds heartbeat() { return std::chrono::seconds{*rc::gen::inRange(1, 3600)}; }

}  // namespace

NodeStatus node_status() {
  NodeStatus made{text(),
                  instant(),
                  *rc::gen::arbitrary<bool>(),
                  heartbeat(),
                  {},
                  *rc::gen::arbitrary<bool>(),
                  *rc::gen::element<std::string>("ok", "low", "full")};
  const int count = *rc::gen::inRange(0, 4);
  for (int i = 0; i < count; ++i) made.epochs.push_back({hex<Epoch>(), number(), hex<Digest>()});
  return made;
}

CollectorStatus collector_status() {
  return {text(), instant(), *rc::gen::arbitrary<bool>(), text_or_empty(), heartbeat(), number(), instant()};
}

NodeAbout node_about() {
  NodeAbout made{text(), {}};
  const int count = *rc::gen::inRange(0, 3);
  for (int i = 0; i < count; ++i) {
    made.devices.push_back({name<DeviceName>().text(), text_or_empty(), texts(), {}});
    made.devices.back().sensors.push_back({text(), text_or_empty(), maybe(real), maybe(real)});
  }
  return made;
}

ObservedDevice observed_device() {
  return {instant(), *rc::gen::arbitrary<bool>(), activity(), instant(), text_or_empty(), text_or_empty()};
}

DeviceSnapshot device_snapshot() {
  DeviceSnapshot made{.at = instant(),
                      .title = text_or_empty(),
                      .room = text_or_empty(),
                      .modality = text_or_empty(),
                      .order = *rc::gen::inRange(-100, 100),
                      .state = state(),
                      .since = instant(),
                      .reason = text_or_empty(),
                      .cause = maybe(cause),
                      .grade = grade(),
                      .until = maybe(instant)};
  const auto usual = [] { return std::chrono::seconds{*rc::gen::inRange(0, 10'000)}; };
  if (*rc::gen::arbitrary<bool>()) {
    made.exam =
        DeviceSnapshot::Exam{hash(), text_or_empty(), instant(), subject(), maybe(usual), maybe(usual), number()};
  }
  const int count = *rc::gen::inRange(0, 4);
  for (int i = 0; i < count; ++i) {
    made.intervals.push_back({state(), instant(), maybe(instant), grade(), *rc::gen::arbitrary<bool>()});
    made.faults.push_back({text(), text(), effect(), cause(), instant(), text_or_empty(), maybe(instant),
                           maybe(instant), maybe(instant)});
    made.due.push_back({text(), instant()});
  }
  return made;
}

Alert alert() {
  return {characters("abc-:.", 12), instant(), *rc::gen::element<std::string>("warning", "critical"), text_or_empty(),
          text()};
}

}  // namespace isocenter::wire::generate
