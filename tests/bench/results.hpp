#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace isocenter::bench {

/// What a figure should be; nothing where it is only said.
struct Target {
  enum class Kind { at_least, at_most } kind = Kind::at_least;
  double value = 0;
};

struct Figure {
  std::string part;  ///< ingest | backlog | latency | footprint | watched | pages
  std::string what;
  double value = 0;
  std::string unit;
  std::optional<Target> target{};

  bool misses() const;
};

/// All that a run measured. A run is valid where nothing got lost; a missed target is marked, and leaves it valid.
struct Results {
  std::vector<Figure> figures;
  std::vector<std::string> troubles;  ///< what makes the run invalid

  void add(Figure figure);
  void trouble(std::string what);
};

void print(const Results& results);
void write_json(const Results& results, const std::filesystem::path& file);

double median(std::vector<double> values);
/// `share` from 0 to 1; the nearest rank.
double percentile(std::vector<double> values, double share);

}  // namespace isocenter::bench
