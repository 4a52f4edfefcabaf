#pragma once

#include <string>
#include <vector>

#include "tests/simulator/demo/folder.hpp"
#include "tests/simulator/truth.hpp"

namespace isocenter::simulator {

/// One figure beside what the simulator knows it did.
struct Comparison {
  std::string figure;
  std::string collector;
  std::string simulator;
  std::vector<std::string> differences;  ///< empty where they agree
};

struct DemoResult {
  std::vector<Comparison> comparisons;
  std::size_t exams = 0, faults = 0, answers = 0, events = 0, lost = 0;
  bool agrees() const;
};

/// Asks the collector's own reports (the program at `collector_program`) and the nodes' outboxes, after all have
/// stopped, and holds them against the truth. Exams must agree in every field and to the second, faults to 2 s, states
/// in every stretch longer than twice `slack`, but for `slack` at its edges.
DemoResult check_demo(const DemoFolder& folder, const std::filesystem::path& collector_program, const Truth& truth,
                      Period observed, Milliseconds slack);

}  // namespace isocenter::simulator
