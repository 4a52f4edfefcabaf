#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

#include "shared/mqtt/paho_client.hpp"
#include "shared/wire/snapshot.hpp"
#include "shared/wire/status.hpp"
#include "tests/fakes/mosquitto.hpp"
#include "tests/system/kiosk_program.hpp"

/// What a kiosk meets that is not as it should be: it says what and how to mend it, or shows a sane screen.
namespace isocenter::system_tests {
namespace {

using fakes::ChildProcess;
using fakes::TemporaryFolder;
using fakes::VirtualScreen;

constexpr const char* board = "screen = \"board\"\n";
constexpr const char* scanner = "screen = \"scanner\"\ndevice = \"ct1\"\n";
constexpr const char* feedback = "screen = \"feedback\"\narea = \"exit\"\nlanguages = [\"en\", \"es\"]\n";

/// The kiosk alone, the whole screen its own, at a broker that need not be there.
class LoneKiosk {
 public:
  struct Surroundings {
    std::string screen = board;  ///< keys of its file
    std::vector<std::string> environment = {};
    std::string broker_url = "mqtt://127.0.0.1:1";
    std::string twin = {};  ///< its text twin; empty: in its folder
  };

  explicit LoneKiosk(const Surroundings& given) : eyes_{"", folder_ / "twin.json"} {
    std::ofstream{folder_ / "kiosk.toml"}
        << "site = \"general\"\nzone = \"America/New_York\"\nheartbeat_s = 1\nnode = \"kiosk-1\"\n"
        << given.screen << "[broker]\nurl = \"" << given.broker_url << "\"\n[outbox]\npath = \"kiosk.outbox\"\n";
    const std::string twin = given.twin.empty() ? (folder_ / "twin.json").string() : given.twin;
    program_ = std::make_unique<ChildProcess>(
        ChildProcess::Options{.command = {ISOCENTER_BIN_DIR "/isocenter-kiosk", "--config",
                                          (folder_ / "kiosk.toml").string(), "--describe", twin},
                              .output = folder_ / "output",
                              .folder = {},
                              .environment = given.environment});
  }

  bool is_ready() { return program_->wait_for_output("ready", 20s); }
  ChildProcess& program() { return *program_; }
  const fakes::KioskScreen& screen() const { return eyes_; }

 private:
  TemporaryFolder folder_;
  fakes::KioskScreen eyes_;
  std::unique_ptr<ChildProcess> program_;
};

/// It ends by itself with `code` and says all of `words`.
void expect_end(LoneKiosk& kiosk, int code, const std::vector<std::string>& words) {
  EXPECT_EQ(kiosk.program().wait(20s), code);
  for (const std::string& each : words) {
    EXPECT_NE(kiosk.program().output().find(each), std::string::npos) << each << ": " << kiosk.program().output();
  }
}

class BadInput : public testing::Test {
 protected:
  TemporaryFolder folder;
};

TEST_F(BadInput, NoDisplay) {
  for (const std::string display : {"", ":7654", "nowhere.invalid:0"}) {
    LoneKiosk kiosk{{.environment = {"DISPLAY=" + display}}};
    expect_end(kiosk, 1, {"display: no window can be opened", "start it in a graphical session, or with DISPLAY set"});
  }
}

TEST_F(BadInput, AServerWithoutOpenGl) {
  const VirtualScreen screen{folder / "screen", {.has_opengl = false}};
  LoneKiosk kiosk{{.environment = {"DISPLAY=" + screen.display()}}};
  expect_end(kiosk, 1, {"display: has no OpenGL 3.3", "install the graphics driver, or libgl1-mesa-dri"});
}

TEST_F(BadInput, NoOpenGlDriver) {
  const VirtualScreen screen{folder / "screen"};
  LoneKiosk kiosk{{.environment = {"DISPLAY=" + screen.display(), "LIBGL_DRIVERS_PATH=/nowhere"}}};
  expect_end(kiosk, 1, {"display: has no OpenGL 3.3", "install the graphics driver, or libgl1-mesa-dri"});
}

TEST_F(BadInput, NoFontAtAll) {
  const VirtualScreen screen{folder / "screen"};
  std::filesystem::create_directory(folder / "fonts");
  std::ofstream{folder / "fonts.conf"} << fmt::format(
      "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig><dir>{0}/fonts</dir>"
      "<cachedir>{0}/cache</cachedir></fontconfig>\n",
      folder.path().string());
  LoneKiosk kiosk{
      {.environment = {"DISPLAY=" + screen.display(), "FONTCONFIG_FILE=" + (folder / "fonts.conf").string()}}};
  expect_end(kiosk, 1, {"fonts: ", "install fonts-inter and fonts-noto-core"});
}

TEST_F(BadInput, InterAbsentAndALanguageWithoutLetters) {
  const VirtualScreen screen{folder / "screen"};
  std::filesystem::create_directory(folder / "fonts");
  for (const auto& each : std::filesystem::recursive_directory_iterator{"/usr/share/fonts"}) {
    if (each.path().filename() == "NotoSans-Regular.ttf") std::filesystem::copy(each.path(), folder / "fonts");
  }
  ASSERT_FALSE(std::filesystem::is_empty(folder / "fonts")) << "fonts-noto-core is not installed";
  std::ofstream{folder / "fonts.conf"} << fmt::format(
      "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig><dir>{0}/fonts</dir>"
      "<cachedir>{0}/cache</cachedir></fontconfig>\n",
      folder.path().string());
  // Another language's texts under the name of one that Noto Sans has no letters for.
  std::filesystem::create_directories(folder / "texts/ja/LC_MESSAGES");
  std::filesystem::copy(std::filesystem::path{ISOCENTER_KIOSK_LOCALE} / "es/LC_MESSAGES/isocenter-kiosk.mo",
                        folder / "texts/ja/LC_MESSAGES/isocenter-kiosk.mo");
  LoneKiosk kiosk{
      {.screen = fmt::format("screen = \"feedback\"\narea = \"exit\"\ntexts = \"{}\"\nlanguages = "
                             "[\"en\", \"ja\"]\n",
                             (folder / "texts").string()),
       .environment = {"DISPLAY=" + screen.display(), "FONTCONFIG_FILE=" + (folder / "fonts.conf").string()}}};
  EXPECT_TRUE(kiosk.is_ready()) << kiosk.program().output();
  const std::string said = kiosk.program().output();
  EXPECT_NE(said.find("the font Inter is absent"), std::string::npos) << said;
  EXPECT_NE(said.find("no font has the letters of the language ja"), std::string::npos) << said;
}

TEST_F(BadInput, ATornCatalogue) {
  const auto whole = std::filesystem::path{ISOCENTER_KIOSK_LOCALE} / "es/LC_MESSAGES/isocenter-kiosk.mo";
  const auto torn = folder / "texts/es/LC_MESSAGES/isocenter-kiosk.mo";
  std::filesystem::create_directories(torn.parent_path());
  for (const std::uintmax_t kept : {std::uintmax_t{0}, std::uintmax_t{20}, std::filesystem::file_size(whole) / 2,
                                    std::filesystem::file_size(whole) - 1}) {
    std::filesystem::copy(whole, torn, std::filesystem::copy_options::overwrite_existing);
    std::filesystem::resize_file(torn, kept);
    LoneKiosk kiosk{{.screen = fmt::format("{}texts = \"{}\"\n", feedback, (folder / "texts").string()),
                     .environment = {"DISPLAY="}}};
    expect_end(kiosk, 2, {"`languages`", torn.string(), "msgfmt"});
  }
}

TEST_F(BadInput, APlaceForTheTextTwinThatIsNotThere) {
  const VirtualScreen screen{folder / "screen"};
  LoneKiosk kiosk{{.environment = {"DISPLAY=" + screen.display()}, .twin = "/nowhere/twin.json"}};
  expect_end(kiosk, 1, {"/nowhere/twin.json: cannot be written", "name a file in a folder that is there"});
}

TEST_F(BadInput, PanelsOfOddSizes) {
  const std::vector<std::pair<int, int>> sizes{{800, 480}, {1366, 768}, {720, 1280}, {2560, 600}, {600, 1024}};
  for (const auto& [width, height] : sizes) {
    const VirtualScreen panel{folder / fmt::format("screen-{}x{}", width, height), {.width = width, .height = height}};
    for (const std::string screen : {board, scanner, feedback}) {
      SCOPED_TRACE(fmt::format("{}x{}, {}", width, height, screen));
      LoneKiosk kiosk{{.screen = screen, .environment = {"DISPLAY=" + panel.display()}}};
      ASSERT_TRUE(kiosk.is_ready()) << kiosk.program().output();
      const auto says = kiosk.screen().says();
      EXPECT_FALSE(says.at("says").empty());
      EXPECT_EQ(says.at("buttons").empty(), screen == board) << says;
      for (const auto& button : says.at("buttons")) {
        EXPECT_GE(button.at("x"), 0) << button;
        EXPECT_GE(button.at("y"), 0) << button;
        EXPECT_LE(button.at("x").get<int>() + button.at("width").get<int>(), width) << button;
        EXPECT_LE(button.at("y").get<int>() + button.at("height").get<int>(), height) << button;
        EXPECT_GT(button.at("width"), 0) << button;
        EXPECT_GT(button.at("height"), 0) << button;
      }
      EXPECT_EQ(kiosk.program().stop(), 0) << kiosk.program().output();
    }
  }
}

TEST_F(BadInput, WhatANewerCollectorSays) {
  fakes::MosquittoProcess broker;
  const VirtualScreen screen{folder / "screen"};
  LoneKiosk kiosk{{.environment = {"DISPLAY=" + screen.display()}, .broker_url = broker.url()}};
  ASSERT_TRUE(kiosk.is_ready()) << kiosk.program().output();

  mqtt::PahoClient newer{{.url = broker.url(), .client_id = "newer"}};
  newer.start({});
  ASSERT_TRUE(wait_until([&] { return newer.is_connected(); }, 10s));
  const auto say = [&](const std::string& rest, std::string payload) {
    newer.publish_retained("isocenter/1/general/collector/" + rest, std::move(payload));
  };
  const Instant now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
  const std::string known = wire::format_device_snapshot({.at = now,
                                                          .title = "CT 1",
                                                          .room = "",
                                                          .modality = "CT",
                                                          .state = EquipmentState::ready,
                                                          .since = now,
                                                          .reason = "answers",
                                                          .grade = Grade::c});
  std::string other_state = known, more_members = known;
  other_state.replace(other_state.find("ready"), 5, "hovering");
  more_members.replace(more_members.find("{"), 1, R"({"hologram":{"depth":[1,2,{"x":null}]},)");
  say("status", wire::format_collector_status({.instance = "c9",
                                               .started = now,
                                               .online = true,
                                               .version = "99.0",
                                               .heartbeat = std::chrono::seconds{10},
                                               .retained_topics = 4,
                                               .at = now}));
  say("device/ct1", more_members);
  say("device/ct2", other_state);
  say("device/ct3", "\xff\x01 not even JSON");
  ASSERT_TRUE(kiosk.screen().wait([&] { return kiosk.screen().room("CT 1").value("state", "") == "ready"; }))
      << kiosk.screen().says();
  ASSERT_TRUE(kiosk.program().wait_for_output("collector/device/ct3 cannot be read", 10s)) << kiosk.program().output();
  EXPECT_NE(kiosk.program().output().find("collector/device/ct2 cannot be read and is ignored; is what says it newer"),
            std::string::npos)
      << kiosk.program().output();
  EXPECT_EQ(kiosk.screen().says().at("rooms").size(), 1u) << kiosk.screen().says();
  newer.stop(1s);
}

TEST_F(BadInput, AnEmptyDepartment) {
  Site site{{}, 1, "[[node]]\nname = \"kiosk-exit\"\nmay = [\"feedback\"]\nareas = [\"exit\"]\n"};
  ASSERT_TRUE(site.wait_until_ready()) << site.collector().output();
  KioskProgram on_board{site, "kiosk-board", board};
  ASSERT_TRUE(on_board.is_ready()) << on_board.program().output();
  EXPECT_TRUE(on_board.screen().wait([&] {
    return on_board.screen().text("empty") == "No room yet. Add a [[device]] to the collector's configuration.";
  })) << on_board.screen().says();
  KioskProgram at_scanner{site, "kiosk-ct1", scanner};
  ASSERT_TRUE(at_scanner.is_ready()) << at_scanner.program().output();
  EXPECT_EQ(at_scanner.screen().text("title"), "ct1");
  EXPECT_EQ(at_scanner.screen().text("state"), "unknown");
  EXPECT_TRUE(at_scanner.screen().has_button("fault")) << at_scanner.screen().says();
}

}  // namespace
}  // namespace isocenter::system_tests
