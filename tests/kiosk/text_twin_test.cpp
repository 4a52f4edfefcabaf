#include "kiosk/show/text_twin.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "kiosk/screen/board_screen.hpp"
#include "kiosk/screen/feedback_screen.hpp"
#include "kiosk/twin_file.hpp"
#include "tests/fakes/temporary_folder.hpp"
#include "tests/kiosk/screen/offscreen.hpp"

namespace isocenter::kiosk {
namespace {

using nlohmann::json;

constexpr PanelPixels small{1280, 720};  // two thirds of the design

/// The twin of what `draw` draws on a small panel.
template <typename View, typename Draw>
json twin(const View& view, Draw draw) {
  const TextRaster raster;
  NoMasks masks;
  Frame frame{small};
  Canvas canvas{frame.list(), raster, masks, small, dark, "en"};
  draw(canvas, view);
  return json::parse(text_twin(view, canvas, "en"));
}

TEST(TextTwin, SaysWhatABoardShows) {
  const BoardView view{.title = "General",
                       .date = "Tuesday 24 November",
                       .clock = "10:41",
                       .not_confirmed = "Not confirmed since 10:38",
                       .tiles = {{.name = "CT \"1\"",
                                  .state = EquipmentState::in_use,
                                  .word = "In use",
                                  .figure = "since 10:18",
                                  .confirmed = false,
                                  .spoken = "CT 1: In use."}},
                       .alerts = {{.title = "CT 2 not heard", .age = "4 min", .detail = ""}}};
  const json said = twin(view, draw_board);
  EXPECT_EQ(said.at("screen"), "board");
  EXPECT_EQ(said.at("not_confirmed"), "Not confirmed since 10:38");
  EXPECT_EQ(said.at("rooms"), json::parse(R"([{"name":"CT \"1\"","state":"in_use","word":"In use",
    "figure":"since 10:18","confirmed":false,"spoken":"CT 1: In use."}])"));
  EXPECT_EQ(said.at("alerts"), json::parse(R"([{"title":"CT 2 not heard","age":"4 min"}])"));
  EXPECT_TRUE(said.at("buttons").empty());
  const auto drawn = said.at("says").get<std::vector<std::string>>();
  EXPECT_NE(std::find(drawn.begin(), drawn.end(), "Not confirmed since 10:38"), drawn.end());
}

TEST(TextTwin, SaysWhereButtonsLieInPixels) {
  Feedback feedback{{.area = "exit", .faces = 5, .languages = {"en", "es"}}};
  const auto view = feedback.view(Words::english());
  const json said = twin(view, draw_feedback);
  EXPECT_EQ(said.at("page"), "question");
  ASSERT_EQ(said.at("buttons").size(), buttons(view).size());
  for (const json& button : said.at("buttons")) {
    EXPECT_FALSE(button.at("spoken").get<std::string>().empty()) << button;
    EXPECT_LE(button.at("x").get<int>() + button.at("width").get<int>(), small.width) << button;
    EXPECT_LE(button.at("y").get<int>() + button.at("height").get<int>(), small.height) << button;
  }
}

TEST(TwinFile, HoldsTheLastTextAndLeavesNothingBeside) {
  const fakes::TemporaryFolder folder;
  const TwinFile file{folder / "twin.json"};
  ASSERT_TRUE(file.write(std::string(10'000, 'a')));
  ASSERT_TRUE(file.write("{}"));
  std::ifstream stream{folder / "twin.json"};
  EXPECT_EQ((std::string{std::istreambuf_iterator<char>{stream}, {}}), "{}\n");
  EXPECT_FALSE(std::filesystem::exists(folder / "twin.json.new"));
}

TEST(TwinFile, NamesWhereItCannotBeWritten) {
  const auto kept = TwinFile{"/nowhere/twin.json"}.write("{}");
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().where, "/nowhere/twin.json");
  EXPECT_NE(kept.error().what.find("cannot be written"), std::string::npos);
  const fakes::TemporaryFolder folder;
  EXPECT_FALSE(TwinFile{folder.path()}.write("{}")) << "a folder stands in its place";
}

}  // namespace
}  // namespace isocenter::kiosk
