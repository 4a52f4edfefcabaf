#include "kiosk/text/words.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "kiosk/text/mo_file.hpp"
#include "kiosk/text/pseudo.hpp"
#include "tests/fakes/temporary_folder.hpp"
#include "tests/kiosk/text/po_file.hpp"

namespace isocenter::kiosk {
namespace {

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::filesystem::path catalogue_in(const std::filesystem::path& folder, const std::string& language) {
  const auto path = folder / language / "LC_MESSAGES" / "isocenter-kiosk.mo";
  std::filesystem::create_directories(path.parent_path());
  return path;
}

std::string spanish_bytes() {
  std::ifstream file{catalogue_in(ISOCENTER_KIOSK_LOCALE, "es"), std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

void write(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream{path, std::ios::binary} << bytes;
}

TEST(Words, EnglishIsTheIdItself) {
  const Words words = Words::english();
  EXPECT_EQ(words.language(), "en");
  EXPECT_EQ(words.say("In use"), "In use");
  EXPECT_EQ(words.say("{from} to {to} min", {{"to", "14"}, {"from", "9"}}), "9 to 14 min");
  EXPECT_EQ(words.plural("{n} day", "{n} days", 1), "1 day");
  EXPECT_EQ(words.plural("{n} day", "{n} days", 0), "0 days");
}

TEST(Words, SpanishIsTheCatalogues) {
  const auto words = Words::load(ISOCENTER_KIOSK_LOCALE, "es");
  ASSERT_TRUE(words) << to_string(words.error());
  EXPECT_EQ(words->say("In use"), "En uso");
  EXPECT_EQ(words->say("usual {range}", {{"range", "9"}}), "habitual: 9");
  EXPECT_EQ(words->plural("{n} day", "{n} days", 1), "1 día");
  EXPECT_EQ(words->plural("{n} day", "{n} days", 3), "3 días");
  EXPECT_FALSE(words->right_to_left());
  EXPECT_EQ(words->say("never in any catalogue"), "never in any catalogue");
}

TEST(Words, PlacesWithoutAValueAndValuesWithBracesStayAsTheyAre) {
  const Words words = Words::english();
  EXPECT_EQ(words.say("a {b} c", {{"x", "1"}}), "a {b} c");
  EXPECT_EQ(words.say("a {b", {{"b", "1"}}), "a {b");
  EXPECT_EQ(words.say("{room} {state}", {{"room", "{state}"}, {"state", "down"}}), "{state} down");
}

TEST(Words, LanguagesSideBySideDoNotDisturbEachOther) {
  const auto spanish = *Words::load(ISOCENTER_KIOSK_LOCALE, "es");
  const auto english = *Words::load(ISOCENTER_KIOSK_LOCALE, "en");
  EXPECT_EQ(spanish.say("Undo"), "Deshacer");
  EXPECT_EQ(english.say("Undo"), "Undo");
  EXPECT_EQ(spanish.say("Undo"), "Deshacer");
}

TEST(Words, NamesTheFileThatIsAbsent) {
  const fakes::TemporaryFolder folder;
  const auto words = Words::load(folder.path(), "es");
  ASSERT_FALSE(words);
  EXPECT_EQ(words.error().kind, ErrorKind::invalid);
  EXPECT_NE(words.error().where.find("es/LC_MESSAGES/isocenter-kiosk.mo"), std::string::npos);
  EXPECT_NE(words.error().what.find("msgfmt"), std::string::npos);
}

TEST(Words, RefusesALanguageThatIsNoTag) {
  for (const char* tag : {"", "../../etc", "es/..", "e s"})
    EXPECT_FALSE(Words::load(ISOCENTER_KIOSK_LOCALE, tag)) << tag;
}

TEST(Words, RefusesATornCatalogueWithTheFilesName) {
  const std::string whole = spanish_bytes();
  ASSERT_GT(whole.size(), 1000u);
  const fakes::TemporaryFolder folder;
  const auto path = catalogue_in(folder.path(), "es");
  for (const std::size_t size : {std::size_t{0}, std::size_t{5}, std::size_t{28}, whole.size() / 2, whole.size() - 1}) {
    write(path, std::string_view{whole}.substr(0, size));
    const auto words = Words::load(folder.path(), "es");
    ASSERT_FALSE(words) << size;
    EXPECT_EQ(words.error().where, path.string());
  }
  write(path, "this is not a catalogue, whatever its name says");
  EXPECT_FALSE(Words::load(folder.path(), "es"));
  write(path, whole);
  EXPECT_TRUE(Words::load(folder.path(), "es"));
}

/// Whatever stands in the file: an error or words, never a crash or a wait without end.
RC_GTEST_PROP(Words, SurvivesAnyDamage, ()) {
  std::string bytes = spanish_bytes();
  const auto count = *rc::gen::inRange(1, 20);
  for (int i = 0; i < count; ++i) {
    const bool in_tables = *rc::gen::arbitrary<bool>();
    const std::size_t end = in_tables ? std::min<std::size_t>(bytes.size(), 4000) : bytes.size();
    bytes[*rc::gen::inRange<std::size_t>(0, end)] = *rc::gen::arbitrary<char>();
  }
  const fakes::TemporaryFolder folder;
  write(catalogue_in(folder.path(), "es"), bytes);
  if (const auto words = Words::load(folder.path(), "es")) {
    (void)words->say("Undo");
    (void)words->say("not there");
    (void)words->plural("{n} day", "{n} days", 2);
  }
}

TEST(Pseudo, IsSixtyPerCentLongerAccentedAndKeepsPlaces) {
  const Words words = Words::pseudo();
  EXPECT_EQ(words.language(), "en-XA");
  const auto known = read_po(std::filesystem::path{ISOCENTER_TESTS_DIR} / "../kiosk/text/isocenter-kiosk.pot");
  for (const auto& [id, entry] : known) {
    const std::string text = pseudo(id);
    EXPECT_EQ(places_of(text), places_of(id)) << text;
    std::size_t letters = 0, in_place = 0;
    for (const char c : id) {
      if (c == '{') in_place = 1;
      if (in_place == 0 && std::isalpha(static_cast<unsigned char>(c)) != 0) ++letters;
      if (c == '}') in_place = 0;
    }
    EXPECT_GE(characters(text) * 10, characters(id) * 10 + letters * 6) << text;
  }
  EXPECT_EQ(words.say("since {time}", {{"time", "10:42"}}).substr(words.say("since {time}").find('{')), "10:42");
  EXPECT_EQ(pseudo("{open"), "{open");
}

TEST(OwnNames, AreInTheLanguageItself) {
  EXPECT_EQ(own_name("es"), "Español");
  EXPECT_EQ(own_name("es-MX"), "Español");
  EXPECT_EQ(own_name("ar"), "العربية");
  EXPECT_EQ(own_name("xx"), "xx");
}

TEST(OwnNames, PseudoIsToldFromEnglish) { EXPECT_NE(own_name("en-XA"), own_name("en")); }

}  // namespace
}  // namespace isocenter::kiosk
