#include <fmt/format.h>

#include "shared/wire/topic.hpp"
#include "tests/bench/bare_sqlite.hpp"
#include "tests/bench/collector_process.hpp"
#include "tests/bench/parts.hpp"
#include "tests/bench/sender.hpp"
#include "tests/fakes/mosquitto.hpp"
#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::bench {
namespace {

using namespace std::chrono_literals;

constexpr double target_ratio = 0.7;
constexpr std::size_t events_per_batch = 100;

}  // namespace

void measure_backlog(Options& options, Results& results) {
  std::vector<double> bare_rates, rates, ratios;
  for (int round = 0; round < options.repeats; ++round) {
    const auto now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
    Load load =
        make_load(options.department, mixed_events(options.department, options.backlog_events, now), events_per_batch);
    const fakes::TemporaryFolder folder;
    const fakes::MosquittoProcess broker{broker_settings};
    CollectorProcess collector{options.department, broker.url(), folder.path(), load.begins};
    RawMqtt line{broker.port(), "bench.load"};
    line.subscribe({wire::filter(bench_site(), "collector/status"), wire::filter(bench_site(), "collector/ack/+")});
    if (!wait_for_collector(line, 20s)) return results.trouble("backlog: the collector does not come up");
    const Sent sent = send_as_nodes(load, line, 0);
    if (!sent.all_acknowledged) results.trouble("backlog: not all was acknowledged");
    if (!collector.stop()) results.trouble("backlog: the collector did not end well: " + collector.output());
    if (collector.stored_rows() != load.events) results.trouble("backlog: not all that was acknowledged is stored");
    if (round == 0) {
      if (const std::string said = collector.verify(); !said.empty()) results.trouble("backlog: " + said);
    }
    const BareInserts bare = insert_bare(collector.store(), folder / "bare.db");
    const double bare_rate = double(load.events) / bare.took.count();
    bare_rates.push_back(bare_rate);
    rates.push_back(sent.rate());
    ratios.push_back(sent.rate() / bare_rate);
    fmt::print("           round {}: bare SQLite {:.0f}/s ({} events, {} derived rows), collector {:.0f}/s ({:.2f})\n",
               round + 1, bare_rate, bare.events, bare.derived, sent.rate(), ratios.back());
  }
  results.add({"backlog", "bare SQLite, the same rows, 1000 a transaction", median(bare_rates), "rows/s"});
  results.add({"backlog", "the collector, batches of 100 events", median(rates), "rows/s"});
  results.add({"backlog", "ratio", median(ratios), "", Target{Target::Kind::at_least, target_ratio}});
}

}  // namespace isocenter::bench
