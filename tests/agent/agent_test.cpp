#include "agent/agent.hpp"

#include <gtest/gtest.h>

#include "agent/probe/probe_runner.hpp"
#include "shared/wire/event_codec.hpp"
#include "tests/fakes/memory_broker.hpp"
#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::agent {
namespace {

constexpr int disk_full = 13;  ///< SQLITE_FULL

const DeviceName ct1 = *DeviceName::parse("ct1");

Instant at(int seconds) { return from_unix_ms(1'795'000'000'000 + 1000LL * seconds); }

Sighting answered(int t) { return {ct1, at(t), "echo", Reached{true, "ok"}}; }
Sighting started(int t, const std::string& exam) {
  ExamStarted body;
  body.facts.exam = exam;
  body.subject = Subject::patient;
  body.source = "mpps";
  return {ct1, at(t), "mpps", EventBody{body}};
}
Sighting ended(int t, const std::string& exam) {
  ExamEnded body;
  body.facts.exam = exam;
  return {ct1, at(t), "mpps", EventBody{body}};
}
Sighting reading(int t) { return {std::nullopt, at(t), "workstation", EventBody{ReadingTaken{"load", 0.5, "1"}}}; }

AgentConfiguration configuration() {
  AgentConfiguration made{*NodeName::parse("agent-ct1"), {}, {}, "ISOCENTER", MppsSettings{}, {}, {}};
  made.common.site = *SiteName::parse("general");
  DeviceSettings device{ct1};
  device.modality = "CT";
  device.address = "127.0.0.1";
  device.dicom_port = 104;
  device.profile.sensors.push_back({"tube.heat", "MHU", std::nullopt, 6.5});
  made.devices.push_back(std::move(device));
  return made;
}

/// One start of an agent on an outbox in `folder`.
struct Started {
  Started(const AgentConfiguration& made, fakes::MemoryBroker& broker, const std::filesystem::path& folder)
      : outbox{folder / "agent.outbox", {}},
        client{broker, "isocenter.general.agent-ct1"},
        node{{*made.common.site, made.node, "isocenter-agent test", std::chrono::seconds{10}}, outbox, client},
        agent{made, node} {
    node.start(at(0));
    agent.start();
  }

  /// "seq type [activity]" of this start's events after node.started.
  std::vector<std::string> events() {
    std::vector<std::string> told;
    for (const wire::WireEvent& event : outbox.read(outbox.epoch(), 2, 1000, 1'000'000, at(0))) {
      std::string line = std::to_string(event.seq) + " " + event.type;
      const auto read = wire::parse_event(event.bytes);
      if (const auto* const observed = read ? std::get_if<DeviceObserved>(&read->body) : nullptr) {
        line += " " + std::string{word(observed->activity)};
      }
      told.push_back(line);
    }
    return told;
  }

  outbox::Outbox outbox;
  fakes::MemoryClient client;
  node::Node node;
  Agent agent;
};

class AgentTest : public testing::Test {
 protected:
  void start() { started_.emplace(configuration_, broker_, folder_.path()); }
  void turn(int t) {
    for (int round = 0; round < 5; ++round) {
      broker_.settle();
      started_->node.turn(at(t), std::chrono::steady_clock::time_point{std::chrono::seconds{t}});
    }
    broker_.settle();
  }

  AgentConfiguration configuration_ = configuration();
  fakes::TemporaryFolder folder_;
  fakes::MemoryBroker broker_;
  std::optional<Started> started_;
};

TEST_F(AgentTest, KeepsWhatTheSourcesSeeAndPublishesWhatTheDeviceDoes) {
  start();
  started_->agent.take({answered(1)});
  started_->agent.take({started(5, "k1:a")});
  EXPECT_EQ(started_->events(),
            (std::vector<std::string>{"2 device.observed unknown", "3 exam.started", "4 device.observed exam"}));
  turn(6);
  const auto topic = broker_.retained().find("isocenter/1/general/node/agent-ct1/device/ct1");
  ASSERT_NE(topic, broker_.retained().end());
  const auto observed = wire::parse_observed_device(topic->second);
  ASSERT_TRUE(observed);
  EXPECT_EQ(*observed, (wire::ObservedDevice{at(5), true, Activity::exam, at(5), "exam_started", "mpps"}));
}

TEST_F(AgentTest, SaysWhatItIsAbout) {
  start();
  turn(1);
  const auto topic = broker_.retained().find("isocenter/1/general/node/agent-ct1/about");
  ASSERT_NE(topic, broker_.retained().end());
  const auto about = wire::parse_node_about(topic->second);
  ASSERT_TRUE(about);
  ASSERT_EQ(about->devices.size(), 1U);
  EXPECT_EQ(about->devices[0].sources, (std::vector<std::string>{"echo", "mpps"}));
  EXPECT_EQ(about->devices[0].sensors[0], (wire::NodeAbout::Sensor{"tube.heat", "MHU", std::nullopt, 6.5}));
}

TEST_F(AgentTest, CommitsTheSourcesOwnStateWithTheEvents) {
  start();
  started_->agent.take({answered(1)}, [](sqlite::Database& database) {
    database.execute("CREATE TABLE position(at INTEGER) STRICT; INSERT INTO position VALUES(42)");
  });
  started_.reset();
  start();
  std::int64_t read = 0;
  started_->agent.take({}, [&](sqlite::Database& database) {
    sqlite::Statement position{database, "SELECT at FROM position"};
    ASSERT_TRUE(position.step());
    read = position.integer(0);
  });
  EXPECT_EQ(read, 42);
}

TEST_F(AgentTest, ForgetsWhatCouldNotBeCommitted) {
  start();
  started_->agent.take({answered(1)});
  const auto fail = [](sqlite::Database&) { throw sqlite::StoreError{disk_full, "full"}; };
  EXPECT_THROW(started_->agent.take({started(5, "k1:a")}, fail), sqlite::StoreError);
  EXPECT_EQ(started_->events().size(), 1U);
  started_->agent.take({started(6, "k1:a")});
  EXPECT_EQ(started_->events(),
            (std::vector<std::string>{"2 device.observed unknown", "3 exam.started", "4 device.observed exam"}));
}

TEST_F(AgentTest, KeepsReadingsOfNoDevice) {
  start();
  started_->agent.take({reading(1)});
  EXPECT_EQ(started_->events(), (std::vector<std::string>{"2 reading.taken"}));
}

TEST_F(AgentTest, KnowsAfterARestartThatAnExamIsUnderWay) {
  start();
  started_->agent.take({started(5, "k1:a")});
  started_.reset();
  start();
  started_->agent.take({answered(20)});
  started_->agent.take({ended(30, "k1:a")});
  EXPECT_EQ(started_->events(),
            (std::vector<std::string>{"2 device.observed exam", "3 exam.ended", "4 device.observed idle"}));
}

TEST_F(AgentTest, IsFedByProbesWhileOneOfThemFails) {
  class Fails : public Probe {
   public:
    std::string name() const override { return "fails"; }
    std::chrono::milliseconds interval() const override { return std::chrono::milliseconds{1}; }
    void look(Sink&, Instant) override { throw std::runtime_error{"no"}; }
  };
  class Alternates : public Probe {
   public:
    std::string name() const override { return "alternates"; }
    std::chrono::milliseconds interval() const override { return std::chrono::milliseconds{1}; }
    void look(Sink& sink, Instant) override {
      const int t = turn_++;
      if (t < 10) sink.take({t % 2 == 0 ? started(t, "k1:a") : ended(t, "k1:a")});
      if (t == 10) done_.request_stop();
    }
    std::stop_source done_;

   private:
    int turn_ = 0;
  };
  start();
  std::vector<std::unique_ptr<Probe>> probes;
  probes.push_back(std::make_unique<Fails>());
  auto alternates = std::make_unique<Alternates>();
  const std::stop_token done = alternates->done_.get_token();
  probes.push_back(std::move(alternates));
  ProbeRunner runner{std::move(probes), started_->agent, [] { return at(0); }, [](const std::string&) {}};
  runner.start();
  while (!done.stop_requested()) std::this_thread::yield();
  runner.stop();
  EXPECT_EQ(started_->events().size(), 20U);
}

}  // namespace
}  // namespace isocenter::agent
