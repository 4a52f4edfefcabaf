#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "shared/core/time.hpp"

namespace isocenter::simulator {

enum class TroubleKind {
  cut,                ///< the agents' connections break, and no new one comes about
  swallowed,          ///< half open: what is sent goes nowhere, and nobody is told
  collector_killed,   ///< SIGKILL, and started again at once
  killed_during_cut,  ///< both
};

/// Something that goes wrong between the programs.
struct Trouble {
  TroubleKind kind = TroubleKind::cut;
  Milliseconds after{0};            ///< of quiet since the one before
  Milliseconds lasts{0};            ///< a cut
  std::vector<std::string> agents;  ///< which of them are cut
};

/// The troubles of a day, one after the other, drawn from the seed: each kind once in a shuffled round, then again.
class Troubles {
 public:
  Troubles(std::uint64_t seed, std::vector<std::string> agents);
  Trouble next();

 private:
  Milliseconds draw(Milliseconds low, Milliseconds high);

  std::mt19937_64 random_;
  std::vector<std::string> agents_;
  std::vector<TroubleKind> round_;
};

}  // namespace isocenter::simulator
