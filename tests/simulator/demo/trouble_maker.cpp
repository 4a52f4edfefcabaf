#include "tests/simulator/demo/trouble_maker.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace isocenter::simulator {

TroubleMaker::TroubleMaker(const DemoFolder& folder, Troubles troubles, Tell tell)
    : troubles_{std::move(troubles)}, tell_{std::move(tell)} {
  for (const auto& [agent, port] : folder.cable_ports) {
    cables_[agent] = std::make_unique<fakes::Cable>(folder.broker_port, port);
  }
}

void TroubleMaker::begin(Instant now) {
  if (cables_.empty()) return;
  next_ = troubles_.next();
  due_ = now + next_->after;
}

void TroubleMaker::turn(Instant now, Programs& programs) {
  if (now_ && now >= struck_ + now_->lasts) mend(now);
  if (next_ && !now_ && now >= due_) strike(now, programs);
}

void TroubleMaker::end(Instant now) {
  if (now_) mend(now);
  next_.reset();
}

void TroubleMaker::strike(Instant now, Programs& programs) {
  const Trouble trouble = *next_;
  const bool swallows = trouble.kind == TroubleKind::swallowed;
  for (const std::string& agent : trouble.agents) swallows ? cables_.at(agent)->swallow() : cables_.at(agent)->cut();
  if (!trouble.agents.empty()) {
    tell_(fmt::format("{} for {:.1f} s: {}", swallows ? "A network swallows all" : "A network is cut",
                      std::chrono::duration<double>{trouble.lasts}.count(), fmt::join(trouble.agents, ", ")));
    now_ = trouble;
    struck_ = now;
  }
  if (trouble.kind == TroubleKind::collector_killed || trouble.kind == TroubleKind::killed_during_cut) {
    tell_("The collector is killed, and started again");
    programs.kill_collector();
    made_.kills.push_back(now);
  }
  next_ = troubles_.next();
  due_ = now + trouble.lasts + next_->after;
}

void TroubleMaker::mend(Instant now) {
  for (const std::string& agent : now_->agents) {
    cables_.at(agent)->mend();
    made_.cuts.push_back({agent, {struck_, now}, now_->kind == TroubleKind::swallowed});
  }
  now_.reset();
}

}  // namespace isocenter::simulator
