#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>

#include "tests/bench/mix.hpp"
#include "tests/bench/results.hpp"

/// The parts of `dev bench`. Each starts its own broker and programs and ends them.
namespace isocenter::bench {

/// As firmware-configs/broker has them.
inline constexpr const char* broker_settings = "set_tcp_nodelay true\nmessage_size_limit 131072";

struct Options {
  Department department;
  std::filesystem::path folder;        ///< on the disk that is to be measured
  std::size_t ingest_events = 60'000;  ///< of one run
  std::size_t backlog_events = 100'000;
  int repeats = 3;
  double limit = 0;  ///< messages a second of the subscriber that does nothing, where it is not to be found out
  std::chrono::seconds rest{60};        ///< how long programs are watched while nothing happens
  int years = 5;                        ///< of the past that pages look back on
  std::filesystem::path store{};        ///< of such a past: where it is kept, and used again
  std::optional<double> ingest_rate{};  ///< of `ingest` in this run: what the latency's background is half of
};

/// Single-event batches into the real collector, against a subscriber that does nothing.
void measure_ingest(Options& options, Results& results);
/// Batches of a hundred into the real collector, against bare SQLite.
void measure_backlog(Options& options, Results& results);
/// From a node's outbox to a kiosk's model, with half of the ingest rate going on beside.
void measure_latency(Options& options, Results& results);
/// Memory and CPU of agents and kiosk at rest; the kiosk's first picture.
void measure_footprint(Options& options, Results& results);
/// Single-event batches into the real collector while browsers show the fleet, against the same without.
void measure_watched(Options& options, Results& results);
/// Pages of a department with five years behind it, on one core.
void measure_pages(Options& options, Results& results);

}  // namespace isocenter::bench
