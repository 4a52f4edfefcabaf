#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "shared/sqlite/database.hpp"
#include "tests/fakes/collector_web.hpp"
#include "tests/fakes/mosquitto.hpp"

/// The program itself, beside a real broker.
namespace isocenter::collector {
namespace {

namespace fs = std::filesystem;
using fakes::ChildProcess;
using std::chrono::seconds;

const std::string program = ISOCENTER_BIN_DIR "/isocenter-collector";

class CollectorProgram : public testing::Test {
 protected:
  void configure(const std::string& broker, int web_port = 0, const std::string& more = "") const {
    std::ofstream{folder / "collector.toml"} << fmt::format(R"(site = "general"
zone = "America/New_York"
heartbeat_s = 1
[broker]
url = "{}"
[outbox]
path = "collector.outbox"
[store]
url = "sqlite:isocenter.db"
[web]
listen = "127.0.0.1:{}"
[[device]]
name = "ct1"
modality = "CT"
node = "agent-ct1"
{})",
                                                            broker, web_port, more);
  }
  ChildProcess::Options command(std::vector<std::string> words, const std::string& output) const {
    words.insert(words.begin(), program);
    words.insert(words.end(), {"--config", (folder / "collector.toml").string()});
    return {.command = std::move(words), .output = folder / output};
  }
  struct Ended {
    int code;
    std::string output;
  };
  Ended run(std::vector<std::string> words) const {
    const std::string output = fmt::format("{}.out", words.front());
    fs::remove(folder / output);
    ChildProcess process{command(std::move(words), output)};
    const int code = process.wait(seconds{20}).value_or(-1);
    return {code, process.output()};
  }
  std::int64_t query(std::string_view sql) const {
    sqlite::Database database{folder / "isocenter.db", sqlite::Database::Mode::read_only};
    sqlite::Statement statement{database, sql};
    return statement.step() ? statement.integer(0) : -1;
  }

  fakes::TemporaryFolder folder;
};

TEST_F(CollectorProgram, ServesAndStopsCleanlyOnASignal) {
  fakes::MosquittoProcess broker;
  const int port = fakes::free_port();
  configure(broker.url(), port);
  for (const int number : {SIGTERM, SIGINT}) {
    ChildProcess serve{command({"serve"}, "serve.out")};
    ASSERT_TRUE(serve.wait_for_output("ready\n")) << serve.output();
    EXPECT_FALSE(fakes::http_get(port, "/healthz").empty());
    serve.signal(number);
    EXPECT_EQ(serve.wait(), 0) << serve.output();
    fs::remove(folder / "serve.out");
  }
  EXPECT_EQ(query("SELECT count(*) FROM event WHERE type = 'configuration.loaded'"), 1);
}

TEST_F(CollectorProgram, ServesOnceTheBrokerComes) {
  fakes::MosquittoProcess broker;
  const int port = fakes::free_port();
  configure(broker.url(), port);
  broker.kill();
  ChildProcess serve{command({"serve"}, "serve.out")};
  ASSERT_TRUE(serve.wait_for_output("ready\n")) << serve.output();
  ASSERT_TRUE(serve.wait_for_output(broker.url())) << "one line about the broker: " << serve.output();
  EXPECT_TRUE(fakes::http_get(port, "/readyz").empty());
  broker.start();
  ASSERT_TRUE(serve.wait_for_output("online for the nodes", seconds{20})) << serve.output();
  EXPECT_EQ(serve.stop(), 0);
}

TEST_F(CollectorProgram, EndsWithOneLineWhereItCannotServe) {
  const int taken = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(::bind(taken, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(::listen(taken, 1), 0);
  ASSERT_EQ(::getsockname(taken, reinterpret_cast<sockaddr*>(&address), &size), 0);
  configure("mqtt://127.0.0.1:1", ntohs(address.sin_port));
  const Ended port_taken = run({"serve"});
  EXPECT_EQ(port_taken.code, 1);
  EXPECT_NE(port_taken.output.find(fmt::format(":{}", ntohs(address.sin_port))), std::string::npos)
      << port_taken.output;
  ::close(taken);
}

TEST_F(CollectorProgram, KeepsASecondOneOffItsStore) {
  fakes::MosquittoProcess broker;
  configure(broker.url());
  ChildProcess serve{command({"serve"}, "serve.out")};
  ASSERT_TRUE(serve.wait_for_output("ready\n")) << serve.output();
  const Ended second = run({"rebuild"});
  EXPECT_EQ(second.code, 1);
  EXPECT_NE(second.output.find("another collector has this store open; stop it first"), std::string::npos)
      << second.output;
}

TEST_F(CollectorProgram, EndsWhereAnotherCollectorServesTheSite) {
  fakes::MosquittoProcess broker;
  configure(broker.url());
  ChildProcess first{command({"serve"}, "first.out")};
  ASSERT_TRUE(first.wait_for_output("ready\n")) << first.output();
  ASSERT_TRUE(first.wait_for_output("online for the nodes")) << first.output();
  const fakes::TemporaryFolder other;
  fs::copy_file(folder / "collector.toml", other / "collector.toml");
  ChildProcess second{
      {.command = {program, "serve", "--config", (other / "collector.toml").string()}, .output = other / "second.out"}};
  EXPECT_EQ(second.wait(seconds{20}), 1);
  EXPECT_NE(second.output().find("another collector"), std::string::npos) << second.output();
  EXPECT_TRUE(first.is_running());
  EXPECT_EQ(first.stop(), 0);
}

TEST_F(CollectorProgram, SaysEveryErrorOfItsFile) {
  configure("mqtt://127.0.0.1:1", 0, "modalty = \"CT\"\nhours.mon = [\"7-19\"]\n");
  const Ended ended = run({"serve"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_NE(ended.output.find("modality"), std::string::npos) << ended.output;
  EXPECT_NE(ended.output.find("07:00-19:00"), std::string::npos) << ended.output;
  const Ended unknown = run({"fly"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_NE(unknown.output.find("\"fly\" is not known; give one of serve, check, report"), std::string::npos)
      << unknown.output;
}

TEST_F(CollectorProgram, ChecksItsFile) {
  configure("mqtt://127.0.0.1:1");
  const Ended ended = run({"check"});
  EXPECT_EQ(ended.code, 0) << ended.output;
  EXPECT_NE(ended.output.find("ct1: ct1, CT, observed by agent-ct1"), std::string::npos) << ended.output;
}

TEST_F(CollectorProgram, RebuildsToTheSameAndNamesAFlippedByte) {
  fakes::MosquittoProcess broker;
  configure(broker.url());
  {
    ChildProcess serve{command({"serve"}, "serve.out")};
    ASSERT_TRUE(serve.wait_for_output("ready\n")) << serve.output();
    ASSERT_TRUE(serve.wait_for_output("online for the nodes")) << serve.output();
    serve.kill();
  }
  EXPECT_EQ(run({"verify"}).code, 0);
  const Ended rebuilt = run({"rebuild"});
  EXPECT_EQ(rebuilt.code, 0);
  EXPECT_NE(rebuilt.output.find("nothing differed"), std::string::npos) << rebuilt.output;
  EXPECT_EQ(run({"report", "events", "--format", "csv"}).code, 0);
  EXPECT_NE(run({"report", "statment"}).output.find("did you mean \"statement\"?"), std::string::npos);

  sqlite::Database{folder / "isocenter.db", sqlite::Database::Mode::read_write}.execute(
      "UPDATE event SET bytes = replace(bytes, 'New_York', 'New_Yorl') WHERE type = 'configuration.loaded'");
  const Ended verified = run({"verify"});
  EXPECT_EQ(verified.code, 1);
  EXPECT_NE(verified.output.find("node collector, epoch "), std::string::npos) << verified.output;
  EXPECT_NE(verified.output.find("number 2: its bytes or digest are altered"), std::string::npos) << verified.output;
}

TEST_F(CollectorProgram, SaysThatDerivedRowsWereAltered) {
  fakes::MosquittoProcess broker;
  configure(broker.url());
  {
    ChildProcess serve{command({"serve"}, "serve.out")};
    ASSERT_TRUE(serve.wait_for_output("online for the nodes")) << serve.output();
    ASSERT_EQ(serve.stop(), 0);
  }
  sqlite::Database{folder / "isocenter.db", sqlite::Database::Mode::read_write}.execute(
      "UPDATE interval SET state = 'ready'");
  const Ended verified = run({"verify"});
  EXPECT_EQ(verified.code, 1);
  EXPECT_NE(verified.output.find("run `rebuild`"), std::string::npos) << verified.output;
  EXPECT_EQ(run({"rebuild"}).code, 0);
  EXPECT_EQ(run({"verify"}).code, 0);
}

}  // namespace
}  // namespace isocenter::collector
