#include <gtest/gtest.h>

#include <array>
#include <cstdio>

#include "kiosk/text/words.hpp"
#include "tests/kiosk/text/po_file.hpp"

/// Every text of the kiosk's sources is in the template and, in full, in every language.
namespace isocenter::kiosk {
namespace {

const std::filesystem::path& root() {
  static const std::filesystem::path path = std::filesystem::path{ISOCENTER_TESTS_DIR}.parent_path();
  return path;
}

constexpr const char* mend = "; run kiosk/text/update-texts and translate what is new";

/// What xgettext finds in the sources as they are now.
std::map<std::string, PoEntry> texts_of_sources() {
  const std::string command =
      "cd '" + root().string() +
      "' && find kiosk -name '*.cpp' -o -name '*.hpp' | xgettext --files-from=- --language=C++ --from-code=UTF-8 "
      "--keyword= --keyword=say --keyword=plural:1,2 --keyword=phrase --no-location --no-wrap --omit-header -o -";
  std::string found;
  std::FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return {};
  std::array<char, 4096> chunk;
  for (std::size_t n = 0; (n = std::fread(chunk.data(), 1, chunk.size(), pipe)) > 0;) found.append(chunk.data(), n);
  EXPECT_EQ(pclose(pipe), 0) << "xgettext (package gettext) has failed";
  std::istringstream text{found};
  return read_po(text);
}

std::vector<std::filesystem::path> languages() {
  std::vector<std::filesystem::path> all;
  for (const auto& entry : std::filesystem::directory_iterator{root() / "kiosk/text/po"}) all.push_back(entry.path());
  return all;
}

TEST(Catalogues, TemplateHoldsWhatTheSourcesSay) {
  const auto sources = texts_of_sources();
  const auto known = read_po(root() / "kiosk/text/isocenter-kiosk.pot");
  EXPECT_GT(sources.size(), 150u);
  for (const auto& [id, entry] : sources) {
    ASSERT_TRUE(known.contains(id)) << "\"" << id << "\" is not in the .pot" << mend;
    EXPECT_EQ(known.at(id).plural, entry.plural) << id << mend;
  }
  for (const auto& [id, entry] : known) EXPECT_TRUE(sources.contains(id)) << "\"" << id << "\" is said nowhere" << mend;
}

TEST(Catalogues, EveryLanguageIsComplete) {
  const auto known = read_po(root() / "kiosk/text/isocenter-kiosk.pot");
  ASSERT_FALSE(languages().empty());
  for (const auto& path : languages()) {
    const auto texts = read_po(path);
    for (const auto& [id, entry] : known) {
      ASSERT_TRUE(texts.contains(id)) << path << " lacks \"" << id << "\"" << mend;
      const PoEntry& translated = texts.at(id);
      EXPECT_FALSE(translated.fuzzy) << path << ": " << id;
      EXPECT_EQ(translated.plural, entry.plural) << path << ": " << id;
      EXPECT_FALSE(translated.texts.empty()) << path << ": " << id;
      for (const std::string& text : translated.texts) {
        EXPECT_FALSE(text.empty()) << path << ": " << id;
        EXPECT_EQ(places_of(text), places_of(id)) << path << ": \"" << id << "\" and \"" << text << "\"";
        if (id.ends_with('.')) {
          EXPECT_TRUE(text.ends_with('.')) << path << ": a sentence ends with a full stop: " << id;
        }
      }
    }
    for (const auto& [id, entry] : texts) EXPECT_TRUE(known.contains(id)) << path << ": " << id << " is not asked for";
  }
}

TEST(Catalogues, BothFormsOfAPluralHaveTheSamePlaces) {
  for (const auto& [id, entry] : texts_of_sources()) {
    if (entry.plural.empty()) continue;
    EXPECT_EQ(places_of(id), places_of(entry.plural)) << id;
  }
}

TEST(Catalogues, AreReadAsTheyAreWritten) {
  for (const auto& path : languages()) {
    const auto words = Words::load(ISOCENTER_KIOSK_LOCALE, path.stem().string());
    ASSERT_TRUE(words) << to_string(words.error());
    EXPECT_NE(own_name(path.stem().string()), path.stem().string()) << "has no name of its own in words.cpp";
    for (const auto& [id, entry] : read_po(path)) {
      if (!entry.plural.empty()) continue;
      EXPECT_EQ(words->say(id.c_str()), entry.texts.front());
    }
  }
}

}  // namespace
}  // namespace isocenter::kiosk
