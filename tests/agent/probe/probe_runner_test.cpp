#include "agent/probe/probe_runner.hpp"

#include <gtest/gtest.h>

#include "tests/agent/support/kept_sightings.hpp"

namespace isocenter::agent {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const DeviceName ct1 = *DeviceName::parse("ct1");

/// Does what it is told at each turn.
class ScriptedProbe : public Probe {
 public:
  ScriptedProbe(std::string name, std::function<void(Sink&, int)> turn)
      : name_{std::move(name)}, turn_{std::move(turn)} {}
  std::string name() const override { return name_; }
  milliseconds interval() const override { return milliseconds{1}; }
  void look(Sink& sink, Instant) override { turn_(sink, turns_++); }

 private:
  std::string name_;
  std::function<void(Sink&, int)> turn_;
  int turns_ = 0;
};

void answer(Sink& sink) { sink.take({Sighting{ct1, Instant{}, "tcp", Reached{true, "ok"}}}); }

class ProbeRunnerTest : public testing::Test {
 protected:
  void run(std::vector<std::unique_ptr<Probe>> probes) {
    runner_ = std::make_unique<ProbeRunner>(
        std::move(probes), kept_, [] { return Instant{}; },
        [this](const std::string& line) { lines_.push_back(line); });
    runner_->start();
  }

  KeptSightings kept_;
  std::vector<std::string> lines_;
  std::unique_ptr<ProbeRunner> runner_;
};

TEST_F(ProbeRunnerTest, LooksAgainAndAgain) {
  std::vector<std::unique_ptr<Probe>> probes;
  probes.push_back(std::make_unique<ScriptedProbe>("good", [](Sink& sink, int) { answer(sink); }));
  run(std::move(probes));
  EXPECT_TRUE(kept_.wait_for(3));
}

TEST_F(ProbeRunnerTest, FailingProbeHurtsNoOtherAndIsSaidOnce) {
  std::vector<std::unique_ptr<Probe>> probes;
  probes.push_back(std::make_unique<ScriptedProbe>("bad", [](Sink&, int) { throw std::runtime_error{"Doe^John"}; }));
  probes.push_back(std::make_unique<ScriptedProbe>("good", [](Sink& sink, int) { answer(sink); }));
  run(std::move(probes));
  ASSERT_TRUE(kept_.wait_for(20));
  while (runner_->failures() < 3) std::this_thread::yield();
  runner_->stop();
  ASSERT_EQ(lines_.size(), 1U);
  EXPECT_EQ(lines_[0], "bad: failed (std::runtime_error); it is tried again");
}

TEST_F(ProbeRunnerTest, SaysWhatTheSystemSaysOfAnErrno) {
  std::vector<std::unique_ptr<Probe>> probes;
  probes.push_back(std::make_unique<ScriptedProbe>("bad", [](Sink&, int) {
    throw std::system_error{ESTALE, std::generic_category(), "/logs/Doe^John"};
  }));
  run(std::move(probes));
  while (runner_->failures() < 1) std::this_thread::yield();
  runner_->stop();
  ASSERT_EQ(lines_.size(), 1U);
  EXPECT_EQ(lines_[0], "bad: failed (Stale file handle); it is tried again");
}

TEST_F(ProbeRunnerTest, SlowProbeHoldsUpNobody) {
  std::mutex mutex;
  std::condition_variable go;
  bool may_end = false;
  std::vector<std::unique_ptr<Probe>> probes;
  probes.push_back(std::make_unique<ScriptedProbe>("slow", [&](Sink&, int) {
    std::unique_lock lock{mutex};
    go.wait(lock, [&] { return may_end; });
  }));
  probes.push_back(std::make_unique<ScriptedProbe>("good", [](Sink& sink, int) { answer(sink); }));
  run(std::move(probes));
  EXPECT_TRUE(kept_.wait_for(3));
  {
    const std::lock_guard lock{mutex};
    may_end = true;
  }
  go.notify_all();
  runner_->stop();  // before what the slow probe waits for is gone
}

TEST_F(ProbeRunnerTest, SaysThatAProbeWorksAgain) {
  std::vector<std::unique_ptr<Probe>> probes;
  probes.push_back(std::make_unique<ScriptedProbe>("flaky", [](Sink& sink, int turn) {
    if (turn < 2) throw sqlite::StoreError{13, "database or disk is full"};
    answer(sink);
  }));
  run(std::move(probes));
  ASSERT_TRUE(kept_.wait_for(2));
  runner_->stop();
  ASSERT_EQ(lines_.size(), 2U);
  EXPECT_EQ(lines_[0], "flaky: failed (the outbox's disk is full; make room); it is tried again");
  EXPECT_EQ(lines_[1], "flaky: works again after 2 failures");
}

TEST_F(ProbeRunnerTest, StopsWithoutWaitingForTheNextTurn) {
  class Rare : public ScriptedProbe {
   public:
    using ScriptedProbe::ScriptedProbe;
    milliseconds interval() const override { return std::chrono::hours{1}; }
  };
  std::vector<std::unique_ptr<Probe>> probes;
  probes.push_back(std::make_unique<Rare>("rare", [](Sink& sink, int) { answer(sink); }));
  run(std::move(probes));
  ASSERT_TRUE(kept_.wait_for(1));
  const auto began = std::chrono::steady_clock::now();
  runner_->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - began, seconds{1});
}

TEST(PauseAfter, DoublesUpToItsLimit) {
  EXPECT_EQ(pause_after(seconds{1}, 0), seconds{1});
  EXPECT_EQ(pause_after(seconds{1}, 3), seconds{8});
  EXPECT_EQ(pause_after(seconds{1}, 100), seconds{60});
  EXPECT_EQ(pause_after(seconds{30}, 1), seconds{60});
  EXPECT_EQ(pause_after(seconds{300}, 5), seconds{300});
}

}  // namespace
}  // namespace isocenter::agent
