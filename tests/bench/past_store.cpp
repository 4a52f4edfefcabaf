#include "tests/bench/past_store.hpp"

#include <fmt/format.h>

#include "collector/store/store.hpp"

namespace isocenter::bench {

PastStore make_past_store(const std::filesystem::path& path, const PastDepartment& department, const char* part,
                          Results& results) {
  const auto start = std::chrono::steady_clock::now();
  const PastCounts counts = make_past(path, department);
  const double took = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  fmt::print("           {} years: {} events, {} intervals, {:.1f} GB, made in {:.0f} s\n", department.years,
             counts.events, counts.intervals, static_cast<double>(std::filesystem::file_size(path)) / 1e9, took);
  results.add({part, "events in the store", static_cast<double>(counts.events) / 1e6, "million"});
  results.add({part, "intervals in it", static_cast<double>(counts.intervals) / 1e6, "million"});
  return {path, department};
}

PastStore open_past_store(const std::filesystem::path& path, int years) {
  return {path, {.years = years, .until = collector::Store{path}.derived_until().value()}};
}

}  // namespace isocenter::bench
