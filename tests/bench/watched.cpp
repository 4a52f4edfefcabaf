#include <fmt/format.h>
#include <fmt/ranges.h>

#include <atomic>
#include <thread>

#include "collector/access/secret.hpp"
#include "collector/access/users_file.hpp"
#include "collector/contract/format_contract.hpp"
#include "shared/wire/topic.hpp"
#include "tests/bench/collector_process.hpp"
#include "tests/bench/five_years.hpp"
#include "tests/bench/parts.hpp"
#include "tests/bench/sender.hpp"
#include "tests/fakes/mosquitto.hpp"
#include "tests/fakes/raw_peer.hpp"
#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::bench {
namespace {

using namespace std::chrono_literals;

constexpr int browsers = 20;
constexpr double target_ratio = 0.8;

Instant now() { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); }

/// What the fleet's page does in a browser: it hears what changed, and fetches the fleet again.
class Browsers {
 public:
  Browsers(std::uint16_t port, std::string token) : port_{port}, token_{std::move(token)} {
    for (int i = 0; i < browsers; ++i) threads_.emplace_back([this] { watch(); });
  }
  ~Browsers() {
    ends_ = true;
    for (std::thread& thread : threads_) thread.join();
  }
  Browsers(const Browsers&) = delete;
  Browsers& operator=(const Browsers&) = delete;

  int fetched() const { return fetched_; }
  int refused() const { return refused_; }

 private:
  std::string request(std::string_view target, std::string_view connection) const {
    return fmt::format(
        "GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: {}\r\nX-Unattended: 1\r\nAuthorization: Bearer {}\r\n\r\n",
        target, connection, token_);
  }

  void watch() {
    try {
      fakes::RawPeer stream{port_};
      stream.send(request("/api/v1/live", "keep-alive"));
      while (!ends_ && !stream.is_closed()) {
        if (stream.receive(200ms).find("event: changed") == std::string::npos) continue;
        std::this_thread::sleep_for(150ms);  // as the page does, for what else may come
        fetch();
      }
      if (!ends_) ++refused_;
    } catch (const std::system_error&) {
      ++refused_;
    }
  }

  void fetch() {
    fakes::RawPeer peer{port_};
    peer.send(request("/api/v1/fleet", "close"));
    ++(peer.receive_all().starts_with("HTTP/1.1 200") ? fetched_ : refused_);
  }

  std::uint16_t port_;
  std::string token_;
  std::atomic<bool> ends_ = false;
  std::atomic<int> fetched_ = 0, refused_ = 0;
  std::vector<std::thread> threads_;
};

/// All rooms are under contract, so that each has its row with projection and thirty days.
std::string contracts_text(const Options& options) {
  std::string text;
  for (const contract::Contract& terms : contracts_of({.years = 2, .rooms = options.department, .until = now()})) {
    text += fmt::format("{}\n", fmt::join(contract::format_contract(terms), "\n"));
  }
  return text;
}

/// Rows a second of a department sent as fast as they are acknowledged; nothing where that went wrong.
std::optional<double> ingest_rate(Options& options, bool is_watched, Results& results) {
  const auto events = mixed_events(options.department, options.ingest_events, now());
  Load load = make_load(options.department, events, 1);
  const fakes::TemporaryFolder folder;
  const fakes::MosquittoProcess broker{broker_settings};
  access::UsersFile users{folder / "isocenter.db.users"};
  const std::string token = access::make_secret();
  const auto made = users.add("bench", access::Role::technologist, "no password", "bench", now());
  const auto added =
      users.add_token("bench", "bench", access::Role::technologist, access::hash_of(token), "bench", now());
  if (!made || !added) throw std::runtime_error{"no token could be made"};
  CollectorProcess collector{options.department, broker.url(), folder.path(), load.begins, {}, contracts_text(options)};
  RawMqtt line{broker.port(), "bench.load"};
  line.subscribe({wire::filter(bench_site(), "collector/status"), wire::filter(bench_site(), "collector/ack/+")});
  if (!wait_for_collector(line, 20s)) {
    results.trouble("watched: the collector does not come up");
    return std::nullopt;
  }
  std::optional<Browsers> watching;
  if (is_watched) watching.emplace(collector.web_port(), token);
  const Sent sent = send_as_nodes(load, line, 0);
  if (watching) {
    fmt::print("           {} browsers fetched the fleet {} times\n", browsers, watching->fetched());
    if (watching->refused() > 0 || watching->fetched() < browsers) results.trouble("watched: browsers were not served");
  }
  watching.reset();
  if (!sent.all_acknowledged) results.trouble("watched: not all was acknowledged");
  if (!collector.stop()) results.trouble("watched: the collector did not end well: " + collector.output());
  return sent.rate();
}

}  // namespace

void measure_watched(Options& options, Results& results) {
  std::vector<double> alone, watched, ratios;
  for (int round = 0; round < options.repeats; ++round) {
    const auto without = ingest_rate(options, false, results), with = ingest_rate(options, true, results);
    if (!without || !with) return;
    alone.push_back(*without);
    watched.push_back(*with);
    ratios.push_back(*with / *without);
    fmt::print("           round {}: alone {:.0f}/s, watched {:.0f}/s ({:.2f})\n", round + 1, *without, *with,
               ratios.back());
  }
  results.add({"watched", "the collector, single-event batches, nobody watching", median(alone), "rows/s"});
  results.add({"watched", fmt::format("… while {} browsers show the fleet", browsers), median(watched), "rows/s"});
  results.add({"watched", "ratio", median(ratios), "", Target{Target::Kind::at_least, target_ratio}});
}

}  // namespace isocenter::bench
