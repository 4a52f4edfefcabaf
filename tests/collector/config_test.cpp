#include "collector/config.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "shared/config/spans.hpp"

namespace isocenter::collector {
namespace {

const std::string whole = R"(site = "general"
zone = "America/New_York"
[outbox]
path = "collector.outbox"
[store]
url = "sqlite:isocenter.db"
)";

std::string errors_of(const std::string& text) {
  const auto read = parse_configuration(text, "/etc/isocenter/collector.toml");
  if (read) return "";
  std::string all;
  for (const Error& error : read.error()) all += to_string(error) + "\n";
  return all;
}

TEST(CollectorConfiguration, ReadsItsExample) {
  const auto path = std::filesystem::path{ISOCENTER_TESTS_DIR} / "../firmware-configs/collector.example.toml";
  const auto read = read_configuration(path);
  ASSERT_TRUE(read) << to_string(read.error().front());
  EXPECT_EQ(read->store, path.parent_path() / "isocenter.db");
  EXPECT_EQ(to_string(read->listen), "127.0.0.1:8080");
  ASSERT_EQ(read->loaded.devices.size(), 2u);
  const ConfiguredDevice& ct = read->loaded.devices[0];
  EXPECT_EQ(ct.title, "CT 1");
  EXPECT_EQ(ct.node->text(), "agent-ct1");
  EXPECT_EQ(ct.hours.size(), 7u);
  EXPECT_EQ(ct.hours.back(), (LocalSpan{6, 22 * 60, 30 * 60}));
  EXPECT_TRUE(read->loaded.devices[1].hours.empty());
  ASSERT_EQ(read->loaded.nodes.size(), 2u);
  EXPECT_EQ(read->loaded.nodes[0].declares.front().text(), "ct1");
  EXPECT_EQ(read->loaded.nodes[1].areas.front(), "CT exit");
  EXPECT_EQ(read->loaded.tzdata, tzdata_version());
}

TEST(CollectorConfiguration, NamesPlaceAndMendOfEachError) {
  struct Case {
    std::string text;
    std::string said;
  };
  const std::vector<Case> cases{
      {whole + "[web]\nlisten = \"8080\"\n", "collector.toml:8: `web.listen`"},
      {whole + "[web]\nlisten = \"ct-room:8080\"\n", "collector.toml:8: `web.listen`"},
      {whole + "[[device]]\nname = \"CT 1\"\nmodality = \"CT\"\n", "is no device name"},
      {whole + "[[device]]\nname = \"ct1\"\n", "modality"},
      {whole + "[[device]]\nname = \"ct1\"\nmodality = \"CT\"\nnode = \"collector\"\n", "no node may be called"},
      {whole + "[[device]]\nname = \"ct1\"\nmodality = \"CT\"\n[[device]]\nname = \"ct1\"\nmodality = \"CT\"\n",
       "twice"},
      {whole + "[[device]]\nname = \"ct1\"\nmodality = \"CT\"\nhours.mon = [\"7-19\"]\n", "07:00-19:00"},
      {whole + "[[device]]\nname = \"ct1\"\nmodality = \"CT\"\nhours.mod = [\"07:00-19:00\"]\n", "use mon, tue"},
      {whole + "[[device]]\nname = \"ct1\"\nmodality = \"CT\"\nmanufactrer = \"X\"\n", "manufacturer"},
      {whole + "[[node]]\nname = \"kiosk\"\nmay = [\"declare\"]\ndevices = [\"ct9\"]\n",
       "no [[device]] is called \"ct9\""},
      {whole + "[[node]]\nname = \"kiosk\"\nmay = [\"feedback\"]\n", "areas"},
      {whole + "[[node]]\nname = \"kiosk\"\nmay = [\"everything\"]\n", "nothing a node may do"},
      {"contracts = \"none.toml\"\n" + whole, "is no file"},
  };
  for (const Case& one : cases) {
    const std::string said = errors_of(one.text);
    EXPECT_NE(said.find(one.said), std::string::npos) << one.text << "\nsaid: " << said;
  }
}

TEST(CollectorConfiguration, ListensElsewhereThanOnLoopbackOnlyOverTls) {
  for (const char* address : {"0.0.0.0:8443", "[::]:8443", "192.0.2.7:8443"}) {
    const std::string errors = errors_of(whole + "[web]\nlisten = \"" + address + "\"\n");
    EXPECT_NE(errors.find("collector.toml:8"), std::string::npos) << errors;
    EXPECT_NE(errors.find("give `certificate` and `key`, or listen on 127.0.0.1"), std::string::npos) << errors;
  }
  for (const char* address : {"127.0.0.1:0", "127.0.0.2:80", "[::1]:8080", "localhost:8080"}) {
    EXPECT_EQ(errors_of(whole + "[web]\nlisten = \"" + address + "\"\n"), "") << address;
  }
}

struct WebCase {
  const char* keys;
  const char* says;
};

TEST(CollectorConfiguration, NamesWhatIsWrongOfThePage) {
  const WebCase cases[] = {
      {"certificate = \"a.pem\"", "`web.certificate`: `certificate` and `key` go together"},
      {"key = \"a.key\"", "`web.key`: `certificate` and `key` go together"},
      {"certificate = \"a.pem\"\nkey = \"a.key\"", "/etc/isocenter/a.pem: cannot be read; mend the path"},
      {"hosts = [\"https://isocenter.example.org\"]", "is no host's name; write it without scheme and port"},
      {"hosts = [\"isocenter.example.org:8443\"]", "is no host's name"},
      {"session_idle_minutes = 0", "session_idle_minutes"},
      {"session_idle_minutes = 61", "session_idle_minutes"},
      {"session_hours = 25", "session_hours"},
      {"host = [\"a\"]", "hosts"},
  };
  for (const WebCase& example : cases) {
    const std::string errors = errors_of(whole + "[web]\n" + example.keys + "\n");
    EXPECT_NE(errors.find(example.says), std::string::npos) << example.keys << ": " << errors;
  }
  const auto read = parse_configuration(
      whole + "[web]\nhosts = [\"Isocenter.example.org\"]\nsession_idle_minutes = 5\nsession_hours = 1\n", "/x");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->hosts, std::vector<std::string>{"isocenter.example.org"});
  EXPECT_EQ(read->session_times.idle, std::chrono::minutes{5});
  EXPECT_EQ(read->session_times.longest, std::chrono::hours{1});
}

TEST(CollectorConfiguration, RefusesStoresItDoesNotHave) {
  std::string text = whole;
  text.replace(text.find("sqlite:isocenter.db"), 19, "postgresql://localhost/isocenter");
  EXPECT_NE(errors_of(text).find("PostgreSQL is not supported yet"), std::string::npos);
  std::string zone = whole;
  zone.replace(zone.find("America/New_York"), 16, "America/Springfield");
  EXPECT_NE(errors_of(zone).find("no such time zone"), std::string::npos);
}

TEST(CollectorConfiguration, RefusesMoreDevicesThanOneEventCanName) {
  std::string text = whole;
  for (int i = 0; i < 1000; ++i) text += "[[device]]\nname = \"d" + std::to_string(i) + "\"\nmodality = \"CT\"\n";
  EXPECT_NE(errors_of(text).find("split the site"), std::string::npos);
}

TEST(Hours, FollowTheTable) {
  struct Case {
    std::string_view text;
    std::optional<LocalSpan> span;
  };
  const std::vector<Case> cases{
      {"07:00-19:00", LocalSpan{1, 420, 1140}},
      {"22:00-06:00", LocalSpan{1, 1320, 1800}},
      {"00:00-24:00", LocalSpan{1, 0, 1440}},
      {"07:00-07:00", LocalSpan{1, 420, 1860}},
      {"24:00-06:00", std::nullopt},
      {"7:00-19:00", std::nullopt},
      {"07:00-19:60", std::nullopt},
      {"07:00-25:00", std::nullopt},
      {"07:00 - 19:00", std::nullopt},
      {"", std::nullopt},
  };
  for (const Case& one : cases) {
    const auto span = config::parse_local_span(1, one.text);
    EXPECT_EQ(span.has_value(), one.span.has_value()) << one.text;
    if (span && one.span) {
      EXPECT_EQ(*span, *one.span) << one.text;
    }
  }
}

}  // namespace
}  // namespace isocenter::collector
