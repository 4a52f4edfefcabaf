#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/simulator/demo/comparison.hpp"
#include "tests/simulator/demo/folder.hpp"
#include "tests/simulator/demo/trouble_maker.hpp"
#include "tests/simulator/truth.hpp"

namespace isocenter::simulator {

/// What `--messy` did to the department, beside what its truth knows.
struct MessMade {
  TroublesMade troubles;
  std::set<std::string> sharing_ae_titles;  ///< devices that have their AE title with another
  bool all_collected = false;               ///< in the end all nodes were there, and had told all they knew
};

struct DemoResult {
  std::vector<Comparison> comparisons;
  std::optional<std::size_t> inferred;  ///< of the exams; told of a messy day only
  std::size_t exams = 0, faults = 0, answers = 0, events = 0, lost = 0;
  bool agrees() const;
};

/// Asks the collector's own reports (the program at `collector_program`) and the nodes' outboxes, after all have
/// stopped, and holds them against the truth. Exams must agree in every field and to the second, faults to 2 s, states
/// in every stretch longer than twice `slack`, but for `slack` at its edges. With `mess` there are rows about that,
/// too.
DemoResult check_demo(const DemoFolder& folder, const std::filesystem::path& collector_program, const Truth& truth,
                      Period observed, Milliseconds slack, const std::optional<MessMade>& mess);

}  // namespace isocenter::simulator
