#include "tests/bench/results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace isocenter::bench {
namespace {

std::string number(double value) {
  const double size = std::abs(value);
  if (size >= 1000) return fmt::format("{:.0f}", value);
  return size >= 10 ? fmt::format("{:.1f}", value) : fmt::format("{:.3f}", value);
}

std::string wish(const Figure& figure) {
  if (!figure.target) return {};
  const bool at_least = figure.target->kind == Target::Kind::at_least;
  return fmt::format("{} {}{}", at_least ? ">=" : "<=", number(figure.target->value),
                     figure.misses() ? "  MISSED" : "  reached");
}

void print(const Figure& figure) {
  fmt::print("{:<10} {:<66} {:>10} {:<9} {}\n", figure.part, figure.what, number(figure.value), figure.unit,
             wish(figure));
  std::fflush(stdout);
}

}  // namespace

bool Figure::misses() const {
  if (!target) return false;
  return target->kind == Target::Kind::at_least ? value < target->value : value > target->value;
}

void Results::add(Figure figure) {
  print(figure);
  figures.push_back(std::move(figure));
}

void Results::trouble(std::string what) {
  fmt::print("NOT VALID: {}\n", what);
  troubles.push_back(std::move(what));
}

void print(const Results& results) {
  fmt::print("\n");
  for (const Figure& figure : results.figures) print(figure);
  for (const std::string& trouble : results.troubles) fmt::print("NOT VALID: {}\n", trouble);
}

void write_json(const Results& results, const std::filesystem::path& file) {
  nlohmann::json all;
  for (const Figure& figure : results.figures) {
    nlohmann::json one{{"part", figure.part}, {"what", figure.what}, {"value", figure.value}, {"unit", figure.unit}};
    if (figure.target) {
      one[figure.target->kind == Target::Kind::at_least ? "at_least" : "at_most"] = figure.target->value;
      one["reached"] = !figure.misses();
    }
    all["figures"].push_back(std::move(one));
  }
  all["valid"] = results.troubles.empty();
  all["troubles"] = results.troubles;
  std::ofstream out{file};
  out << all.dump(2) << '\n';
  out.close();
  if (!out) throw std::runtime_error{fmt::format("{}: cannot be written", file.string())};
}

double median(std::vector<double> values) { return percentile(std::move(values), 0.5); }

double percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const double rank = std::ceil(share * static_cast<double>(values.size()));
  return values[static_cast<std::size_t>(std::clamp(rank, 1.0, static_cast<double>(values.size()))) - 1];
}

}  // namespace isocenter::bench
