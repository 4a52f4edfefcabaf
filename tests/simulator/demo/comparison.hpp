#pragma once

#include <string>
#include <vector>

namespace isocenter::simulator {

/// One figure beside what the simulator knows it did.
struct Comparison {
  std::string figure;
  std::string collector;
  std::string simulator;
  std::vector<std::string> differences;  ///< empty where they agree
};

/// One that agrees where both numbers do.
inline Comparison compare_numbers(std::string figure, std::size_t collector, std::size_t simulator) {
  Comparison result{std::move(figure), std::to_string(collector), std::to_string(simulator), {}};
  if (collector != simulator) result.differences.emplace_back("the numbers differ");
  return result;
}

}  // namespace isocenter::simulator
