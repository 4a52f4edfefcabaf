#include "tests/simulator/trouble.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>

namespace isocenter::simulator {

using namespace std::chrono_literals;

Troubles::Troubles(std::uint64_t seed, std::vector<std::string> agents) : random_{seed}, agents_{std::move(agents)} {}

Trouble Troubles::next() {
  if (round_.empty()) {
    round_ = {TroubleKind::cut, TroubleKind::swallowed, TroubleKind::collector_killed, TroubleKind::killed_during_cut};
    std::shuffle(round_.begin(), round_.end(), random_);
  }
  Trouble trouble{.kind = round_.back(), .after = draw(3s, 7s), .lasts = 0ms, .agents = {}};
  round_.pop_back();
  if (trouble.kind == TroubleKind::collector_killed) return trouble;
  trouble.lasts = draw(3s, 7s);
  const std::size_t how_many = 1 + random_() % 2;
  std::sample(agents_.begin(), agents_.end(), std::back_inserter(trouble.agents), how_many, random_);
  return trouble;
}

Milliseconds Troubles::draw(Milliseconds low, Milliseconds high) {
  return Milliseconds{std::uniform_int_distribution<std::int64_t>{low.count(), high.count()}(random_)};
}

}  // namespace isocenter::simulator
