#include <fmt/format.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

#include "shared/outbox/outbox.hpp"
#include "shared/wire/event_codec.hpp"
#include "shared/wire/status.hpp"
#include "tests/fakes/mosquitto.hpp"
#include "tests/fakes/silent_listener.hpp"

/// The program itself, beside a real broker.
namespace isocenter::agent {
namespace {

namespace fs = std::filesystem;
using fakes::ChildProcess;
using std::chrono::seconds;

const std::string program = ISOCENTER_BIN_DIR "/isocenter-agent";

class AgentProgramTest : public testing::Test {
 protected:
  AgentProgramTest() {
    std::ofstream{folder_ / "site.key"} << std::string(32, 'k');
    fs::permissions(folder_ / "site.key", fs::perms::owner_read);
  }

  void configure(const std::string& broker, int mpps_port, const std::string& more = "") const {
    std::ofstream{folder_ / "agent.toml"} << fmt::format(R"(site = "general"
zone = "America/New_York"
node = "agent-ct1"
heartbeat_s = 1
[broker]
url = "{}"
[site_key]
file = "site.key"
[outbox]
path = "agent.outbox"
[mpps]
listen = "127.0.0.1:{}"
[[device]]
name = "ct1"
modality = "CT"
address = "127.0.0.1"
tcp_port = {}
ae_titles = ["CT1"]
{})",
                                                         broker, mpps_port, reachable_port_, more);
  }

  /// Runs the program to its end.
  struct Ended {
    int code;
    std::string output;
  };
  Ended end_of(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), program);
    ChildProcess process{{.command = std::move(arguments),
                          .output = folder_ / fmt::format("{}.log", ++runs_),
                          .folder = folder_.path(),
                          .environment = {}}};
    const auto code = process.wait();
    return {code.value_or(-1), process.output()};
  }

  std::unique_ptr<ChildProcess> run() const {
    return std::make_unique<ChildProcess>(
        ChildProcess::Options{.command = {program, "run", "--config", (folder_ / "agent.toml").string()},
                              .output = folder_ / fmt::format("{}.log", ++runs_),
                              .folder = {},
                              .environment = {}});
  }

  fakes::TemporaryFolder folder_;
  int reachable_port_ = 1;
  mutable int runs_ = 0;
};

class AgentBesideABrokerTest : public AgentProgramTest {
 protected:
  AgentBesideABrokerTest() {
    reachable_port_ = broker_.port();  // something that certainly listens
    configure(broker_.url(), 0);
  }

  /// The payload of the next message under `topic` (the retained one, if there is one).
  std::string heard(const std::string& topic) {
    ChildProcess listener{{.command = {"mosquitto_sub", "-h", "127.0.0.1", "-p", std::to_string(broker_.port()), "-t",
                                       "isocenter/1/general/node/agent-ct1/" + topic, "-C", "1", "-W", "10"},
                           .output = folder_ / fmt::format("heard-{}.log", ++runs_),
                           .folder = {},
                           .environment = {}}};
    EXPECT_EQ(listener.wait(seconds{15}), 0) << topic;
    return listener.output();
  }

  /// The next status that says `online`.
  wire::NodeStatus status(bool online) {
    for (int attempt = 0; attempt < 20; ++attempt) {
      const auto read = wire::parse_node_status(heard("status"));
      if (read && read->online == online) return *read;
    }
    ADD_FAILURE() << "no status with online " << online;
    return {};
  }

  fakes::MosquittoProcess broker_;
};

TEST_F(AgentBesideABrokerTest, PublishesItsStatusAboutAndDevices) {
  const auto agent = run();
  ASSERT_TRUE(agent->wait_for_output("ready")) << agent->output();
  EXPECT_EQ(status(true).epochs.size(), 1U);

  const auto about = wire::parse_node_about(heard("about"));
  ASSERT_TRUE(about);
  EXPECT_EQ(about->devices.at(0).name, "ct1");
  EXPECT_EQ(about->devices.at(0).sources, (std::vector<std::string>{"tcp", "mpps"}));

  const auto device = wire::parse_observed_device(heard("device/ct1"));
  ASSERT_TRUE(device);
  EXPECT_TRUE(device->reachable);
  EXPECT_EQ(device->source, "tcp");

  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(agent->stop(), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - began, seconds{4});
  EXPECT_FALSE(status(false).online);
}

TEST_F(AgentBesideABrokerTest, BeginsANewEpochAfterSigkill) {
  auto agent = run();
  ASSERT_TRUE(agent->wait_for_output("ready")) << agent->output();
  const wire::NodeStatus before = status(true);
  agent->kill();
  EXPECT_FALSE(status(false).online);

  agent = run();
  ASSERT_TRUE(agent->wait_for_output("ready")) << agent->output();
  const wire::NodeStatus after = status(true);
  EXPECT_NE(after.instance, before.instance);
  ASSERT_EQ(after.epochs.size(), 2U);
  EXPECT_EQ(after.epochs[0].epoch, before.epochs[0].epoch);
  EXPECT_EQ(agent->stop(), 0);

  outbox::Outbox outbox{folder_ / "agent.outbox", {}};
  const auto first = outbox.find(after.epochs[1].epoch, 1);
  ASSERT_TRUE(first);
  const auto event = wire::parse_event(first->bytes);
  ASSERT_TRUE(event);
  const auto& started = std::get<NodeStarted>(event->body);
  EXPECT_EQ(started.epoch_before, before.epochs[0].epoch);
  EXPECT_EQ(started.last_before, after.epochs[0].last);
}

TEST_F(AgentBesideABrokerTest, LeavesNoCore) {
  const auto agent = run();
  ASSERT_TRUE(agent->wait_for_output("ready")) << agent->output();
  std::ifstream limits{fmt::format("/proc/{}/limits", agent->pid())};
  std::string line;
  while (std::getline(limits, line) && !line.starts_with("Max core file size")) {
  }
  EXPECT_EQ(line.substr(26, 2), "0 ") << line;
}

TEST_F(AgentProgramTest, RunsWithoutABroker) {
  configure(fmt::format("mqtt://127.0.0.1:{}", fakes::free_port()), 0);
  const auto agent = run();
  EXPECT_TRUE(agent->wait_for_output("ready")) << agent->output();
  EXPECT_EQ(agent->stop(), 0);
}

TEST_F(AgentProgramTest, StopsWhileAModalityKeepsItWaiting) {
  const fakes::SilentListener modality;
  configure(fmt::format("mqtt://127.0.0.1:{}", fakes::free_port()), 0,
            fmt::format("dicom_port = {}\n", modality.port()));
  const auto agent = run();
  ASSERT_TRUE(agent->wait_for_output("ready")) << agent->output();
  ASSERT_TRUE(modality.wait_for_a_connection());
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(agent->stop(), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - began, seconds{4});
}

TEST_F(AgentProgramTest, SaysThatItsPortIsTaken) {
  const fakes::MosquittoProcess other;
  configure("mqtt://127.0.0.1:1883", other.port());
  for (const std::string command : {"run", "check"}) {
    const Ended ended = end_of({command, "--config", "agent.toml"});
    EXPECT_EQ(ended.code, 1) << ended.output;
    EXPECT_NE(ended.output.find(fmt::format("127.0.0.1:{}", other.port())), std::string::npos) << ended.output;
  }
  EXPECT_FALSE(fs::exists(folder_ / "agent.outbox")) << "what cannot start must not begin an epoch";
}

TEST_F(AgentProgramTest, CheckOnlyNotesThePortOfTheAgentThatRunsAlready) {
  const int port = fakes::free_port();
  configure(fmt::format("mqtt://127.0.0.1:{}", fakes::free_port()), port);
  const auto agent = run();
  ASSERT_TRUE(agent->wait_for_output("ready")) << agent->output();
  const Ended ended = end_of({"check", "--config", "agent.toml"});
  EXPECT_EQ(ended.code, 0) << ended.output;
  EXPECT_NE(ended.output.find("note: 127.0.0.1:"), std::string::npos) << ended.output;
  EXPECT_EQ(agent->stop(), 0);
}

TEST_F(AgentProgramTest, CheckRefusesALogThatIsNoFile) {
  configure("mqtt://127.0.0.1:1883", 0, "logs = [\".\"]\nprofile = \"p.toml\"\n");
  std::ofstream{folder_ / "p.toml"} << "modality = \"CT\"\n";
  const Ended ended = end_of({"check", "--config", "agent.toml"});
  EXPECT_EQ(ended.code, 1) << ended.output;
  EXPECT_NE(ended.output.find("is no regular file"), std::string::npos) << ended.output;
}

TEST_F(AgentProgramTest, SaysThatTheOutboxHasNoFolder) {
  configure("mqtt://127.0.0.1:1883", 0);
  std::ifstream file{folder_ / "agent.toml"};
  std::string text{std::istreambuf_iterator<char>{file}, {}};
  text.replace(text.find("agent.outbox"), 12, "absent/agent.outbox");
  std::ofstream{folder_ / "agent.toml"} << text;
  for (const std::string command : {"run", "check"}) {
    const Ended ended = end_of({command, "--config", "agent.toml"});
    EXPECT_EQ(ended.code, 1) << ended.output;
    EXPECT_NE(ended.output.find("absent"), std::string::npos) << ended.output;
  }
}

TEST_F(AgentProgramTest, ChecksAndSaysWhatItWouldDo) {
  configure("mqtt://127.0.0.1:1883", 0);
  const Ended ended = end_of({"check", "--config", "agent.toml"});
  EXPECT_EQ(ended.code, 0) << ended.output;
  EXPECT_NE(ended.output.find("TCP to 127.0.0.1:1 every 30 s"), std::string::npos) << ended.output;
  EXPECT_FALSE(fs::exists(folder_ / "agent.outbox"));
}

TEST_F(AgentProgramTest, EndsWithTwoOnAWrongConfiguration) {
  configure("mqtt://127.0.0.1:1883", 0, "profil = \"x\"\n");
  for (const std::string command : {"run", "check"}) {
    const Ended ended = end_of({command, "--config", "agent.toml"});
    EXPECT_EQ(ended.code, 2) << ended.output;
    EXPECT_NE(ended.output.find("agent.toml:19: unknown key `device.profil`; did you mean `device.profile`?"),
              std::string::npos)
        << ended.output;
  }
}

TEST_F(AgentProgramTest, TriesRulesOnALog) {
  const fs::path profile = fs::path{ISOCENTER_TESTS_DIR}.parent_path() / "firmware-configs/modality/generic-ct.toml";
  std::ofstream{folder_ / "empty.log"};
  EXPECT_EQ(end_of({"try-rules", profile.string(), "empty.log"}).code, 0);
  EXPECT_EQ(end_of({"try-rules", profile.string(), "absent.log"}).code, 1);
  EXPECT_EQ(end_of({"try-rules", "absent.toml", "empty.log"}).code, 2);
}

TEST_F(AgentProgramTest, EndsWithTwoOnWrongUse) {
  for (const auto& arguments : std::vector<std::vector<std::string>>{{}, {"fly"}, {"run"}, {"run", "--confg", "x"}}) {
    EXPECT_EQ(end_of(arguments).code, 2);
  }
  EXPECT_EQ(end_of({"--help"}).code, 0);
  EXPECT_EQ(end_of({"--version"}).code, 0);
}

}  // namespace
}  // namespace isocenter::agent
