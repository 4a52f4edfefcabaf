#include <fmt/format.h>
#include <gtest/gtest.h>
#include <algorithm>

#include <fstream>

#include "shared/sqlite/database.hpp"
#include "tests/fakes/child_process.hpp"
#include "tests/fakes/collector_web.hpp"
#include "tests/fakes/temporary_folder.hpp"

/// `isocenter-collector user`, beside `serve`.
namespace isocenter::collector {
namespace {

namespace fs = std::filesystem;
using fakes::ChildProcess;

const std::string program = ISOCENTER_BIN_DIR "/isocenter-collector";

struct Ran {
  std::string output;
  int exit = -1;
};

Ran shell(const std::string& command) {
  Ran ran;
  std::FILE* const pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return ran;
  char bytes[4096];
  for (std::size_t count; (count = std::fread(bytes, 1, sizeof bytes, pipe)) > 0;) ran.output.append(bytes, count);
  const int status = ::pclose(pipe);
  ran.exit = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ran;
}

class UserProgram : public testing::Test {
 protected:
  UserProgram() { configure(fmt::format("listen = \"127.0.0.1:{}\"", port)); }

  void configure(const std::string& web) const {
    std::ofstream{folder / "collector.toml"} << fmt::format(R"(site = "general"
zone = "America/New_York"
[broker]
url = "mqtt://127.0.0.1:1"
[outbox]
path = "collector.outbox"
[store]
url = "sqlite:isocenter.db"
[web]
{}
[[device]]
name = "ct1"
modality = "CT"
)",
                                                            web);
  }
  std::string config() const { return " --config " + (folder / "collector.toml").string(); }
  Ran user(const std::string& words, const std::string& input = "") const {
    return shell("printf '%s' '" + input + "' | " + program + " user " + words + config());
  }
  Ran post(const std::string& target, const std::string& body, const std::string& more = "") const {
    return shell(
        fmt::format("curl -sS -m 20 -o {0}/answer -w '%{{http_code}}' -c {0}/jar --json '{1}' {2} "
                    "http://127.0.0.1:{3}{4}",
                    folder.path().string(), body, more, port, target));
  }
  Ran get(const std::string& target, const std::string& more) const {
    return shell(
        fmt::format("curl -sS -m 20 -o /dev/null -w '%{{http_code}}' {} http://127.0.0.1:{}{}", more, port, target));
  }
  ChildProcess::Options serve() const {
    return {.command = {program, "serve", "--config", (folder / "collector.toml").string()},
            .output = folder / "serve.out"};
  }
  std::int64_t count(const std::string& where) const {
    sqlite::Database database{folder / "isocenter.db", sqlite::Database::Mode::read_only};
    sqlite::Statement statement{database, "SELECT count(*) FROM event WHERE " + where};
    return statement.step() ? statement.integer(0) : -1;
  }
  template <typename Condition>
  static bool eventually(Condition condition) {
    for (int i = 0; i < 4000; ++i) {
      if (condition()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    return false;
  }

  fakes::TemporaryFolder folder;
  int port = fakes::free_port();
};

TEST_F(UserProgram, LooksAfterUsersBeforeAndWhileServeRuns) {
  const Ran added = user("add ann --role administrator", "four words in a row\n");
  EXPECT_EQ(added.exit, 0) << added.output;
  EXPECT_EQ(added.output, "ann may sign in as administrator\n");
  ChildProcess running{serve()};
  ASSERT_TRUE(running.wait_for_output("ready\n")) << running.output();
  EXPECT_EQ(post("/api/v1/session", R"({"user":"ann","password":"four words in a row"})").output, "200");
  EXPECT_EQ(get("/api/v1/users", "-b " + (folder / "jar").string()).output, "200");

  EXPECT_EQ(user("add bob --role biomed", "other words in a row").exit, 0);
  EXPECT_TRUE(eventually(
      [&] { return post("/api/v1/session", R"({"user":"bob","password":"other words in a row"})").output == "200"; }));
  EXPECT_EQ(get("/api/v1/status", "-b " + (folder / "jar").string()).output, "200");
  EXPECT_EQ(user("role bob --role technologist").exit, 0);
  EXPECT_TRUE(eventually([&] { return get("/api/v1/status", "-b " + (folder / "jar").string()).output == "401"; }))
      << "another role ends all sessions";
  EXPECT_EQ(user("password bob", "brand new words").exit, 0);
  EXPECT_EQ(user("remove bob").exit, 0);
  EXPECT_TRUE(eventually([&] { return count("type = 'user.changed'") == 5; }));
  EXPECT_EQ(count("type = 'user.changed' AND bytes LIKE '%\"by\":\"isocenter-collector\"%'"), 5);
  EXPECT_EQ(count("type = 'session.ended' AND bytes LIKE '%\"removed\"%'"), 1);
  EXPECT_EQ(count("bytes LIKE '%words%'"), 0);
  EXPECT_EQ(running.stop(), 0);
  EXPECT_EQ(running.output().find("words"), std::string::npos) << running.output();
}

TEST_F(UserProgram, MakesTokensThatLetProgramsIn) {
  ASSERT_EQ(user("add ann --role administrator", "four words in a row").exit, 0);
  const Ran made = shell(program + " user token add ann --for grafana" + config());
  ASSERT_EQ(made.exit, 0) << made.output;
  EXPECT_EQ(std::count(made.output.begin(), made.output.end(), '\n'), 2)
      << "its line for people, and the token: " << made.output;
  std::string token = made.output.substr(made.output.find('\n') + 1);
  token.pop_back();
  ChildProcess running{serve()};
  ASSERT_TRUE(running.wait_for_output("ready\n")) << running.output();
  const std::string header = "-H 'Authorization: Bearer " + token + "'";
  EXPECT_EQ(get("/api/v1/status", header).output, "200");
  EXPECT_EQ(get("/api/v1/unexplained", header).output, "403") << "a technologist's, unless said";
  const Ran list = user("list");
  EXPECT_NE(list.output.find("  token 1, grafana: technologist"), std::string::npos) << list.output;
  EXPECT_EQ(list.output.find(token), std::string::npos) << list.output;
  EXPECT_EQ(user("token remove 1").exit, 0);
  EXPECT_TRUE(eventually([&] { return get("/api/v1/status", header).output == "401"; }));
  EXPECT_EQ(running.stop(), 0);
}

TEST_F(UserProgram, SaysWhatIsWrongWithTheMend) {
  struct Case {
    const char *words, *input, *says;
    int exit;
  };
  for (const Case& example : std::vector<Case>{
           {"add ann --role administrator", "short", "at least 12 characters", 1},
           {"add ann --role administrator", "", "password: is missing", 1},
           {"add ann --role administrator", "password1234", "most used", 1},
           {"add Ann --role administrator", "four words in a row", "must be 1 to 32 of a-z", 1},
           {"add ann --role root", "four words in a row", "there are technologist, biomed, director, administrator", 2},
           {"add ann", "four words in a row", "--role is required", 2},
           {"remove ann", "", "there is no user \"ann\"", 1},
           {"token remove 7", "", "there is no token 7", 1},
           {"password ann", "", "there is no user \"ann\"", 1},
           {"token remove abc", "", "\"abc\" is no number from 1 on; `user list` says", 2},
           {"token remove 0", "", "is no number from 1 on", 2},
           {"token fly", "", "token: \"fly\" is not known; give one of add, remove", 2},
           {"fly", "", "user: \"fly\" is not known; give one of add, remove, role, password, list, token", 2}}) {
    const Ran ran = user(example.words, example.input);
    EXPECT_EQ(ran.exit, example.exit) << example.words << ": " << ran.output;
    EXPECT_NE(ran.output.find(example.says), std::string::npos) << example.words << ": " << ran.output;
  }
  ASSERT_EQ(user("add ann --role administrator", "four words in a row").exit, 0);
  EXPECT_NE(user("add ann --role biomed").output.find("there is a user \"ann\" already"), std::string::npos)
      << "before the password is asked for";
  for (const std::string& name : {std::string{"\"\""}, std::string{"\" \""}, std::string(65, 'a')}) {
    const Ran token = user("token add ann --for " + name);
    EXPECT_EQ(token.exit, 1);
    EXPECT_NE(token.output.find("name: say in 1 to 64 characters what the token is for"), std::string::npos)
        << token.output;
  }
  EXPECT_NE(user("remove ann").output.find("the last administrator; make another one first"), std::string::npos);
  EXPECT_NE(user("role ann --role biomed").output.find("the last administrator"), std::string::npos);
}

TEST_F(UserProgram, AsksForThePasswordUnseen) {
  const std::string at_terminal = "/usr/bin/python3 " ISOCENTER_TESTS_DIR "/collector/command/ask_at_terminal.py ";
  const std::string add = " " + program + " user add ann --role administrator" + config();
  const Ran differs = shell(at_terminal + "'four words in a row|other words in a row'" + add);
  EXPECT_NE(differs.output.find("not the same twice; nothing is changed"), std::string::npos) << differs.output;
  EXPECT_NE(differs.output.find("ended with 1"), std::string::npos) << differs.output;
  const Ran interrupted = shell(at_terminal + "'^C'" + add);
  EXPECT_NE(interrupted.output.find("nothing is changed"), std::string::npos) << interrupted.output;
  const Ran added = shell(at_terminal + "'four words in a row|four words in a row'" + add);
  EXPECT_NE(added.output.find("ann may sign in as administrator"), std::string::npos) << added.output;
  EXPECT_NE(added.output.find("ended with 0"), std::string::npos) << added.output;
  EXPECT_EQ(added.output.find("four words"), std::string::npos) << added.output;
}

TEST_F(UserProgram, ServeRefusesToListenElsewhereInClear) {
  configure("listen = \"0.0.0.0:0\"");
  for (const char* word : {"serve", "check"}) {
    const Ran ran = shell(program + " " + word + config());
    EXPECT_EQ(ran.exit, 2) << ran.output;
    EXPECT_NE(ran.output.find("collector.toml:10"), std::string::npos) << ran.output;
    EXPECT_NE(ran.output.find("give `certificate` and `key`, or listen on 127.0.0.1"), std::string::npos) << ran.output;
  }
}

TEST_F(UserProgram, ServesElsewhereOverTls) {
  const std::string made =
      shell(
          "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=x -days 2 "
          "-addext subjectAltName=IP:127.0.0.1 -keyout " +
          (folder / "web.key").string() + " -out " + (folder / "web.pem").string())
          .output;
  ASSERT_TRUE(fs::exists(folder / "web.pem")) << made;
  configure(fmt::format("listen = \"0.0.0.0:{}\"\ncertificate = \"web.pem\"\nkey = \"web.key\"", port));
  ASSERT_EQ(user("add ann --role administrator", "four words in a row").exit, 0);
  ChildProcess running{serve()};
  ASSERT_TRUE(running.wait_for_output("ready\n")) << running.output();
  EXPECT_NE(running.output().find(fmt::format("serves https://0.0.0.0:{}", port)), std::string::npos)
      << running.output();
  const Ran signed_in =
      shell(fmt::format("curl -sS -m 20 --cacert {} --json '{{\"user\":\"ann\",\"password\":\"four words in a row\"}}' "
                        "https://127.0.0.1:{}/api/v1/session",
                        (folder / "web.pem").string(), port));
  EXPECT_NE(signed_in.output.find("\"signed_in\":true"), std::string::npos) << signed_in.output;
  EXPECT_EQ(running.stop(), 0);
}

}  // namespace
}  // namespace isocenter::collector
