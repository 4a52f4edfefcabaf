#include "kiosk/config.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::kiosk {
namespace {

constexpr const char* board =
    "site = \"general\"\nzone = \"America/New_York\"\nnode = \"kiosk-1\"\nscreen = \"board\"\n";
constexpr const char* tables = "[broker]\nurl = \"mqtt://127.0.0.1:1883\"\n[outbox]\npath = \"kiosk.outbox\"\n";

/// All that is wrong with `keys`, `tables` and `more`, a line each; empty where nothing is.
std::string errors_of(const std::string& keys, const std::string& more = {}) {
  const fakes::TemporaryFolder folder;
  const auto file = folder / "kiosk.toml";
  std::ofstream{file} << keys << tables << more;
  const auto read = read_kiosk_configuration(file);
  return read ? std::string{} : config::to_string(read.error());
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

TEST(KioskConfiguration, IsReadAsShipped) {
  const auto read = read_kiosk_configuration(std::filesystem::path{ISOCENTER_TESTS_DIR}.parent_path() /
                                             "firmware-configs/kiosk.example.toml");
  ASSERT_TRUE(read) << config::to_string(read.error());
  EXPECT_EQ(read->screen, ScreenKind::scanner);
  EXPECT_EQ(read->device->text(), "mr1");
  EXPECT_EQ(read->languages, (std::vector<std::string>{"en", "es"}));
  EXPECT_EQ(read->panel_width_mm, 531);
  EXPECT_FALSE(read->timeline) << "twelve hours, or the day";
}

TEST(KioskConfiguration, NamesThePlaceAndTheMend) {
  struct Case {
    std::string keys, more, said;
  };
  const std::vector<Case> cases{
      {board, "", ""},
      {with(board, "New_York", "New_Yrok"), "", "kiosk.toml:2: `zone`: no such time zone"},
      {with(board, "board", "bord"), "", "kiosk.toml:4: `screen`: \"bord\" is none of board, scanner, feedback"},
      {with(board, "board", "scanner"), "", "`device` is missing"},
      {with(board, "board", "feedback"), "", "`area` is missing"},
      {board + std::string{"faces = 7\n"}, "", "kiosk.toml:5: `faces` must be a whole number from 4 to 5"},
      {board + std::string{"languages = []\n"}, "", "kiosk.toml:5: `languages`: names none"},
      {board + std::string{"languages = [\"xx\"]\n"}, "", "\"xx\" has no texts"},
      {board, "[panel]\nsize_mm = [531]\n", "must be a width and a height"},
      {with(board, "\"board\"", "\"scanner\"\ndevice = \"ct1\""), "[panel]\nsize_mm = [100, 60]\n", "at least 196 mm"},
      {board, "[timeline]\nhours = 99\n", "`timeline.hours`: must be between 0.05 and 24"},
      {board, "[window]\nwidth = 5\nheight = 720\n", "`window.width` must be a whole number from 320"},
      {with(board, "screen", "sceen"), "", "did you mean `screen`?"}};
  for (const Case& each : cases) {
    const std::string said = errors_of(each.keys, each.more);
    EXPECT_NE(said.find(each.said), std::string::npos) << said;
    EXPECT_EQ(said.empty(), each.said.empty()) << said;
  }
}

}  // namespace
}  // namespace isocenter::kiosk
