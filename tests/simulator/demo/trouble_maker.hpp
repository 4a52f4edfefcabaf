#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/core/time.hpp"
#include "tests/fakes/cable.hpp"
#include "tests/simulator/demo/folder.hpp"
#include "tests/simulator/demo/programs.hpp"
#include "tests/simulator/trouble.hpp"

namespace isocenter::simulator {

/// An agent's network that did not work for a while.
struct NetworkCut {
  std::string agent;
  Period period;
  bool swallowed = false;  ///< half open, else cut
};

/// What was done to the programs and the cables between them.
struct TroublesMade {
  std::vector<NetworkCut> cuts;
  std::vector<Instant> kills;  ///< of the collector
};

/// Cuts cables and kills the collector as its `Troubles` say. One thread at a time.
class TroubleMaker {
 public:
  using Tell = std::function<void(const std::string&)>;

  /// Lays a cable for each agent that the folder has a port for; `begin` lets the troubles come.
  TroubleMaker(const DemoFolder& folder, Troubles troubles, Tell tell);

  void begin(Instant now);
  /// Does what is due; to be called a few times a second.
  void turn(Instant now, Programs& programs);
  /// All cables work again, and no trouble comes any more.
  void end(Instant now);

  const TroublesMade& made() const { return made_; }

 private:
  void strike(Instant now, Programs& programs);
  void mend(Instant now);

  Troubles troubles_;
  Tell tell_;
  std::map<std::string, std::unique_ptr<fakes::Cable>> cables_;
  std::optional<Trouble> next_;  ///< waited for; none: not begun, or ended
  std::optional<Trouble> now_;   ///< a cut under way
  Instant due_{}, struck_{};
  TroublesMade made_;
};

}  // namespace isocenter::simulator
