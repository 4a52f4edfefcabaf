#include "agent/config.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::agent {
namespace {

namespace fs = std::filesystem;

/// A configuration without fault; `{}` is where a test adds a line.
constexpr std::string_view head = R"(site = "general"
zone = "America/New_York"
node = "agent-ct1"
[site_key]
file = "site.key"
[outbox]
path = "agent-ct1.outbox"
[mpps]
listen = "127.0.0.1:0"
)";
constexpr std::string_view ct1 = R"([[device]]
name = "ct1"
modality = "CT"
ae_titles = ["CT1"]
)";

class AgentConfigurationTest : public testing::Test {
 protected:
  AgentConfigurationTest() {
    write("site.key", std::string(32, 'k'));
    fs::permissions(folder_ / "site.key", fs::perms::owner_read);
  }

  void write(const fs::path& name, std::string_view text) const {
    fs::create_directories((folder_.path() / name).parent_path());
    std::ofstream{folder_.path() / name} << text;
  }

  auto read(std::string_view text) const {
    write("agent.toml", text);
    return read_agent_configuration(folder_ / "agent.toml", {folder_ / "etc", folder_ / "usr"});
  }

  /// The errors, a line each, without the folder.
  std::string errors(std::string_view text) const {
    const auto read_one = read(text);
    if (read_one) return "";
    std::string said = config::to_string(read_one.error());
    for (std::size_t at = 0; (at = said.find(folder_.path().string() + "/")) != std::string::npos;) {
      said.erase(at, folder_.path().string().size() + 1);
    }
    return said;
  }

  fakes::TemporaryFolder folder_;
};

TEST_F(AgentConfigurationTest, ReadsTheLeastThatIsNeeded) {
  const auto read_one = read(fmt::format("{}{}", head, ct1));
  ASSERT_TRUE(read_one) << config::to_string(read_one.error());
  EXPECT_EQ(read_one->node.text(), "agent-ct1");
  EXPECT_EQ(read_one->common.broker.user, "agent-ct1");
  EXPECT_EQ(read_one->ae_title, "ISOCENTER");
  ASSERT_TRUE(read_one->mpps);
  EXPECT_EQ(read_one->mpps->listen, (ListenAddress{"127.0.0.1", 0}));
  ASSERT_EQ(read_one->devices.size(), 1U);
  EXPECT_EQ(read_one->devices[0].modality, "CT");
  EXPECT_EQ(read_one->devices[0].called_ae_title, "CT1");
  EXPECT_EQ(read_one->devices[0].profile.missed_probes, 2);
  EXPECT_EQ(read_one->workstation.interval, std::chrono::seconds{60});
}

TEST_F(AgentConfigurationTest, ReadsTheExampleWithEveryKey) {
  const fs::path source = fs::path{ISOCENTER_TESTS_DIR}.parent_path() / "firmware-configs";
  fs::copy(source / "modality", folder_ / "modality", fs::copy_options::recursive);
  std::ifstream example{source / "agent.example.toml"};
  std::string text{std::istreambuf_iterator<char>{example}, {}};
  // What is commented out for want of its file stays so; the rest is tried too.
  for (const std::string key : {"tcp_port", "user", "calling_ae_titles", "console_of"}) {
    const std::size_t at = text.find("# " + key);
    ASSERT_NE(at, std::string::npos) << key;
    text.erase(at, 2);
  }
  const auto read_one = read(text);
  ASSERT_TRUE(read_one) << config::to_string(read_one.error());
  ASSERT_EQ(read_one->devices.size(), 2U);
  EXPECT_EQ(read_one->devices[0].profile_path, folder_ / "modality/generic-ct.toml");
  EXPECT_EQ(read_one->devices[0].tcp_port, 22);
  EXPECT_EQ(read_one->workstation.console_of, read_one->devices[0].name);
  EXPECT_EQ(read_one->mpps->calling_ae_titles, (std::vector<std::string>{"CT1", "MR1"}));
}

TEST_F(AgentConfigurationTest, LooksForProfilesInTheOverridesFirst) {
  const std::string text = fmt::format("{}{}profile = \"modality/x.toml\"\n", head, ct1);
  EXPECT_EQ(errors(text),
            "agent.toml:14: `device.profile`: there is no such file; looked for etc/modality/x.toml, modality/x.toml, "
            "usr/modality/x.toml");
  for (const std::string name : {"usr/modality/x.toml", "modality/x.toml", "etc/modality/x.toml"}) {
    write(name, "modality = \"CT\"\n");
    const auto read_one = read(text);
    ASSERT_TRUE(read_one) << config::to_string(read_one.error());
    EXPECT_EQ(read_one->devices[0].profile_path, folder_ / name);
  }
}

TEST_F(AgentConfigurationTest, LooksForAProfileNamedAloneBelowModality) {
  write("usr/modality/x.toml", "modality = \"CT\"\n");
  const auto read_one = read(fmt::format("{}{}profile = \"x.toml\"\n", head, ct1));
  ASSERT_TRUE(read_one) << config::to_string(read_one.error());
  EXPECT_EQ(read_one->devices[0].profile_path, folder_ / "usr/modality/x.toml");
}

TEST_F(AgentConfigurationTest, TellsWhatIsWrongWithAProfile) {
  write("modality/x.toml", "modality = \"CT\"\nmissed_probe = 3\n");
  EXPECT_NE(errors(fmt::format("{}{}profile = \"modality/x.toml\"\n", head, ct1)).find("modality/x.toml:2"),
            std::string::npos);
}

TEST_F(AgentConfigurationTest, TellsOfASiteKeyThatOthersMayRead) {
  fs::permissions(folder_ / "site.key", fs::perms::owner_read | fs::perms::others_read);
  EXPECT_NE(errors(fmt::format("{}{}", head, ct1)).find("chmod 0400"), std::string::npos);
}

TEST_F(AgentConfigurationTest, TellsOfAFileThatIsNotThere) {
  const auto read_one = read_agent_configuration(folder_ / "absent.toml");
  ASSERT_FALSE(read_one);
  EXPECT_EQ(read_one.error().front().kind, ErrorKind::unavailable);
}

struct Wrong {
  const char* name;
  std::string text;
  const char* expected;
};

class WrongAgentConfiguration : public AgentConfigurationTest, public testing::WithParamInterface<Wrong> {};

TEST_P(WrongAgentConfiguration, NamesPlaceAndMend) { EXPECT_EQ(errors(GetParam().text), GetParam().expected); }

std::string with(std::string_view more) { return fmt::format("{}{}{}", head, ct1, more); }
std::string without(std::string_view line) {
  std::string text = with("");
  text.erase(text.find(line), line.size() + 1);
  return text;
}
std::string instead(std::string_view line, std::string_view other) {
  std::string text = with("");
  return text.replace(text.find(line), line.size(), other);
}

const std::vector<Wrong> wrongs{
    {"UnknownKey", with("dicomport = 104\n"),
     "agent.toml:14: unknown key `device.dicomport`; did you mean `device.dicom_port`?"},
    {"UnknownTable", with("[mps]\n"), "agent.toml:14: unknown key `mps`; did you mean `mpps`?"},
    {"NoNode", without("node = \"agent-ct1\""), "agent.toml: `node` is missing; add node = \"…\""},
    {"NodeOfTheCollector", instead("agent-ct1\"\n", "collector\"\n"),
     "agent.toml:3: `node`: the collector has that name; use another, e.g. agent-ct1"},
    {"NodeInCapitals", instead("agent-ct1\"\n", "Agent CT1\"\n"),
     "agent.toml:3: `node`: \"Agent CT1\" is no node name; use 1 to 32 of a-z, 0-9 and -"},
    {"NoZoneOfThatName", instead("America/New_York", "America/Springfield"),
     "agent.toml:2: `zone`: \"America/Springfield\" is no IANA time zone; write e.g. America/New_York"},
    {"NoDevice", std::string{head},
     "agent.toml: there is no device to observe; add a [[device]] with a name and a modality"},
    {"DeviceTwice", with("[[device]]\nname = \"ct1\"\nmodality = \"CT\"\n"),
     "agent.toml:15: `device.name`: device \"ct1\" is taken at agent.toml:11; each needs its own"},
    {"AeTitleTwice", with("[[device]]\nname = \"ct2\"\nmodality = \"CT\"\nae_titles = [\"CT2\", \"CT1\"]\n"),
     "agent.toml:17: `device.ae_titles`: AE title \"CT1\" is taken at agent.toml:13; each needs its own"},
    {"StationTwice",
     with("station_names = [\"A\"]\n[[device]]\nname = \"ct2\"\nmodality = \"CT\"\nstation_names = [\"A\"]\n"),
     "agent.toml:18: `device.station_names`: station name \"A\" is taken at agent.toml:14; each needs its own"},
    {"AeTitleTooLong", instead("[\"CT1\"]", "[\"COMPUTED-TOMOGRAPHY\"]"),
     "agent.toml:13: `device.ae_titles`: \"COMPUTED-TOMOGRAPHY\" is no AE title; use 1 to 16 letters, digits and the "
     "like, no backslash"},
    {"NoModality", without("modality = \"CT\""), "agent.toml:10: `device.modality` is missing; add modality = \"…\""},
    {"PortWithoutAddress", with("dicom_port = 104\n"),
     "agent.toml:14: `device.dicom_port`: needs the device's `address` beside it"},
    {"PortOutOfRange", with("address = \"10.0.0.1\"\ntcp_port = 70000\n"),
     "agent.toml:15: `device.tcp_port` must be a whole number from 1 to 65535"},
    {"EchoWithoutATitle", instead("ae_titles = [\"CT1\"]", "address = \"10.0.0.1\"\ndicom_port = 104"),
     "agent.toml:14: `device.dicom_port`: needs the AE title to call; give ae_titles or called_ae_title"},
    {"LogsWithoutProfile", with("logs = [\"ct1.log\"]\n"),
     "agent.toml:14: `device.logs`: nothing says what the lines mean; add e.g. profile = \"modality/generic-ct.toml\""},
    {"ListenWithoutPort", instead("127.0.0.1:0", "127.0.0.1"),
     "agent.toml:9: `mpps.listen`: must be an IPv4 address and a port, e.g. \"127.0.0.1:11112\""},
    {"NothingTellsOfADevice", without("[mpps]\nlisten = \"127.0.0.1:0\""),
     "agent.toml:8: nothing tells of this device; give it dicom_port, tcp_port or logs, or the agent an [mpps]"},
    {"ConsoleOfNobody", with("[workstation]\nconsole_of = \"ct9\"\n"),
     "agent.toml:15: `workstation.console_of`: there is no [[device]] named \"ct9\""},
};

INSTANTIATE_TEST_SUITE_P(Cases, WrongAgentConfiguration, testing::ValuesIn(wrongs),
                         [](const auto& tested) { return std::string{tested.param.name}; });

}  // namespace
}  // namespace isocenter::agent
