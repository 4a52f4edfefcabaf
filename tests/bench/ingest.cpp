#include <fmt/format.h>

#include "shared/wire/topic.hpp"
#include "tests/bench/collector_process.hpp"
#include "tests/bench/do_nothing.hpp"
#include "tests/bench/parts.hpp"
#include "tests/bench/sender.hpp"
#include "tests/fakes/mosquitto.hpp"
#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::bench {
namespace {

using namespace std::chrono_literals;

constexpr double target_ratio = 0.9;

Instant now() { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); }

struct Trial {
  double rate = 0;  ///< batches a second, as they really went
  bool clean = false;
};

Trial try_blindly(Load& load, double rate) {
  const fakes::TemporaryFolder folder;
  const fakes::MosquittoProcess broker{broker_settings};
  const DoNothing subscriber{broker.url(), folder.path()};
  RawMqtt line{broker.port(), "bench.load"};
  const Sent sent = send_blindly(load, line, rate);
  const std::uint64_t received = subscriber.wait_for(load.batches, 500ms);
  return {double(load.batches) / sent.took.count(), received == load.batches};
}

/// The highest rate at which the subscriber that does nothing gets all that was sent: doubled until it does not, then
/// halved in between.
double find_clean_rate(Load& load) {
  double clean = 0, wanted = 8'000, unclean = 0;
  for (int trial = 0; trial < 9; ++trial) {
    const Trial got = try_blindly(load, wanted);
    fmt::print("           do nothing: {:6.0f}/s wanted, {:6.0f}/s sent, {}\n", wanted, got.rate,
               got.clean ? "all received" : "some dropped");
    if (got.clean) clean = std::max(clean, got.rate);
    // What cannot be sent faster cannot be told from what is not received.
    const bool is_limit = !got.clean || got.rate < wanted * 0.9;
    if (is_limit) unclean = unclean == 0 ? wanted : std::min(unclean, wanted);
    if (unclean != 0 && clean > unclean * 0.93) break;
    wanted = unclean == 0 ? wanted * 2 : (std::max(clean, wanted / 4) + unclean) / 2;
    if (unclean != 0 && wanted >= unclean) wanted = unclean * 0.9;
  }
  return clean;
}

}  // namespace

void measure_ingest(Options& options, Results& results) {
  std::vector<double> limits, rates, ratios;
  for (int round = 0; round < options.repeats; ++round) {
    const auto events = mixed_events(options.department, options.ingest_events, now());
    Load load = make_load(options.department, events, 1);
    const double limit = options.limit > 0 ? options.limit : find_clean_rate(load);

    const fakes::TemporaryFolder folder;
    const fakes::MosquittoProcess broker{broker_settings};
    CollectorProcess collector{options.department, broker.url(), folder.path(), load.begins};
    RawMqtt line{broker.port(), "bench.load"};
    line.subscribe({wire::filter(bench_site(), "collector/status"), wire::filter(bench_site(), "collector/ack/+")});
    if (!wait_for_collector(line, 20s)) return results.trouble("ingest: the collector does not come up");
    const Sent sent = send_as_nodes(load, line, limit);
    if (!sent.all_acknowledged) results.trouble("ingest: not all was acknowledged");
    if (!collector.stop()) results.trouble("ingest: the collector did not end well: " + collector.output());
    if (collector.stored_rows() != load.events) results.trouble("ingest: not all that was acknowledged is stored");
    if (round == 0) {
      if (const std::string said = collector.verify(); !said.empty()) results.trouble("ingest: " + said);
    }
    limits.push_back(limit);
    rates.push_back(sent.rate());
    ratios.push_back(sent.rate() / limit);
    fmt::print("           round {}: do nothing {:.0f}/s, collector {:.0f}/s ({:.2f}), {} batches sent again\n",
               round + 1, limit, sent.rate(), ratios.back(), sent.sent_again);
  }
  options.ingest_rate = median(rates);
  results.add({"ingest", "a subscriber that does nothing, highest rate without a loss", median(limits), "msg/s"});
  results.add({"ingest", "the collector, single-event batches, stored and acknowledged", median(rates), "rows/s"});
  results.add({"ingest", "ratio", median(ratios), "", Target{Target::Kind::at_least, target_ratio}});
}

}  // namespace isocenter::bench
