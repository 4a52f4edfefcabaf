#include <benchmark/benchmark.h>

#include "collector/ledger.hpp"
#include "kiosk/model/department.hpp"
#include "shared/outbox/outbox.hpp"
#include "shared/wire/batch.hpp"
#include "shared/wire/event_codec.hpp"
#include "shared/wire/snapshot.hpp"
#include "shared/wire/topic.hpp"
#include "tests/bench/load.hpp"
#include "tests/bench/mix.hpp"
#include "tests/fakes/temporary_folder.hpp"

/// The parts an event passes, each on its own: where the time of `isocenter-bench` goes.
namespace isocenter::bench {
namespace {

const Instant until = from_unix_ms(1'795'000'000'000);

/// One node's epoch, cut into batches of so many events of the mix.
std::vector<wire::Batch> batches(const std::vector<MixedEvent>& events, std::size_t node, std::size_t most) {
  std::vector<wire::Batch> cut;
  wire::Batch next;
  next.from = "bench";
  next.epoch.bytes.fill(static_cast<std::uint8_t>(node + 1));
  next.sent = until;
  Digest digest = wire::first_digest(next.epoch);
  std::uint64_t seq = 0;
  const auto add = [&](const NewEvent& event) {
    if (next.events.empty()) {
      next.first = seq + 1;
      next.after = digest;
    }
    ++seq;
    next.events.push_back({.seq = seq, .to = seq, .bytes = wire::format_event(seq, event)});
    digest = wire::next_digest(digest, next.events.back().bytes);
    next.last = seq;
    if (next.events.size() < most) return;
    cut.push_back(*wire::parse_batch(wire::format_batch(next)));
    next.events.clear();
  };
  add({events.front().event.t, std::nullopt, NodeStarted{.software = "bench"}});
  for (const MixedEvent& mixed : events) {
    if (mixed.node == node) add(mixed.event);
  }
  return cut;
}

std::string batch_of(std::size_t events) {
  return wire::format_batch(batches(mixed_events({.nodes = 1}, events + 1, until), 0, events).front());
}

void ReadBatch(benchmark::State& state) {
  const std::string payload = batch_of(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(wire::parse_batch(payload));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(ReadBatch)->Arg(1)->Arg(100);

void WriteBatch(benchmark::State& state) {
  const auto batch = wire::parse_batch(batch_of(static_cast<std::size_t>(state.range(0))));
  for (auto _ : state) benchmark::DoNotOptimize(wire::format_batch(*batch));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(WriteBatch)->Arg(1)->Arg(100);

void ReadEvent(benchmark::State& state) {
  const auto batch = wire::parse_batch(batch_of(20));
  std::size_t at = 0;
  for (auto _ : state) benchmark::DoNotOptimize(wire::parse_event(batch->events[at++ % batch->events.size()].bytes));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(ReadEvent);

/// An event into a node's outbox on the disk, committed.
void OutboxAppend(benchmark::State& state) {
  const fakes::TemporaryFolder folder;
  outbox::Outbox outbox{folder / "node.outbox", {}};
  outbox.begin_epoch("bench", until);
  const auto events = mixed_events({.nodes = 1}, 1000, until);
  std::size_t at = 0;
  for (auto _ : state) outbox.write(std::vector<NewEvent>{events[at++ % events.size()].event});
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(OutboxAppend)->Unit(benchmark::kMicrosecond)->UseRealTime();

/// A collector's transaction without a broker: so many single-event batches judged, stored, derived from, committed.
void LedgerCommit(benchmark::State& state) {
  const Department department{.nodes = 1};
  const auto gulp = static_cast<std::size_t>(state.range(0));
  const auto events = mixed_events(department, 100'000, until);
  const auto cut = batches(events, 0, 1);
  ConfigurationLoaded loaded{.zone = "UTC", .tzdata = "bench"};
  for (const DeviceName& name : department.device_names()) {
    loaded.devices.push_back(
        {.name = name, .title = name.text(), .modality = "CT", .node = department.node_names().front()});
  }
  const fakes::TemporaryFolder folder;
  outbox::Outbox outbox{folder / "collector.outbox", {}};
  const Instant begins = events.front().event.t - std::chrono::minutes{1};
  collector::OwnEvents own{outbox, "bench", begins};
  collector::Ledger ledger{folder / "isocenter.db", loaded};
  ledger.open(own, begins);
  std::size_t at = 0;
  for (auto _ : state) {
    if (at + gulp > cut.size()) {
      state.SkipWithError("too few events were made");
      break;
    }
    std::vector<collector::Delivery> deliveries;
    for (std::size_t i = 0; i < gulp; ++i) deliveries.push_back({department.node_names().front(), cut[at++], until});
    benchmark::DoNotOptimize(ledger.commit(deliveries, own, until, false));
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(at));
}
BENCHMARK(LedgerCommit)->Arg(1)->Arg(30)->Arg(300)->Iterations(100)->Unit(benchmark::kMicrosecond)->UseRealTime();

/// A room's snapshot of a day's strip into a kiosk's model.
void KioskTakesSnapshot(benchmark::State& state) {
  wire::DeviceSnapshot snapshot{.at = until, .title = "CT 1", .modality = "CT", .since = until, .reason = "ready"};
  for (int i = 0; i < 72; ++i) {
    const Instant from = until - std::chrono::minutes{10 * (72 - i)};
    snapshot.intervals.push_back({i % 2 == 0 ? EquipmentState::in_use : EquipmentState::ready, from,
                                  from + std::chrono::minutes{10}, Grade::a, i % 2 == 0});
  }
  kiosk::Department department{bench_site()};
  department.connected(until);
  const std::string topic = wire::format_topic({bench_site(), wire::CollectorDeviceTopic{*DeviceName::parse("ct1")}});
  const std::string payload = wire::format_device_snapshot(snapshot);
  for (auto _ : state) department.take(topic, payload, until);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(KioskTakesSnapshot)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace isocenter::bench

BENCHMARK_MAIN();
