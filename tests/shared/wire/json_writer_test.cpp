#include "shared/wire/json_writer.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/shared/wire/generators.hpp"

namespace isocenter::wire::json {
namespace {

std::string written(std::string_view text, std::size_t max_bytes = max_text_bytes) {
  std::string out;
  append_text(out, text, max_bytes);
  return out;
}

TEST(AppendText, MakesEveryTextReadable) {
  const struct {
    const char* text;
    const char* json;
  } cases[] = {
      {"", R"("")"},
      {"a\"b\\c/d", R"("a\"b\\c/d")"},
      {"a\tb\nc\x01\x7f", R"("a b c  ")"},
      {"é中𝄞", R"("é中𝄞")"},
      {"\xff", "\"\xef\xbf\xbd\""},
      {"\xc3", "\"\xef\xbf\xbd\""},
      {"\xc0\xaf", "\"\xef\xbf\xbd\xef\xbf\xbd\""},
      {"\xed\xa0\x80x", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdx\""},
      {"\xf4\x90\x80\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
      {"\xe0\x80\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
      {"\xf0\x80\x80\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
      {"\xf0\x9d\x84", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
  };
  for (const auto& each : cases) EXPECT_EQ(written(each.text), each.json) << each.text;
}

TEST(AppendText, CutsBetweenCharacters) {
  EXPECT_EQ(written("abé", 4), R"("abé")");
  EXPECT_EQ(written("abé", 3), R"("ab")");
  EXPECT_EQ(written("a\"\"", 2), R"("a\"")");
}

RC_GTEST_PROP(AppendText, OfPlainTextIsReadBackByAnotherReader, ()) {
  const std::string text = generate::text();
  RC_ASSERT(nlohmann::json::parse(written(text)).get<std::string>() == text);
}

RC_GTEST_PROP(AppendText, OfAnyBytesIsJsonWithinItsSize, (const std::string& bytes)) {
  const auto json = nlohmann::json::parse(written(bytes, 40), nullptr, false);
  RC_ASSERT(!json.is_discarded());
  const auto text = json.get<std::string>();
  RC_ASSERT(text.size() <= 40u);
  RC_ASSERT(std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
}

RC_GTEST_PROP(ObjectWriter, WritesNumbersThatComeBackExactly, (double real, std::int64_t integer)) {
  std::string out;
  {
    ObjectWriter object{out};
    object.add("real", real).add("integer", integer);
  }
  const auto json = nlohmann::json::parse(out);
  RC_ASSERT(json.at("real").get<double>() == real);
  RC_ASSERT(json.at("integer").get<std::int64_t>() == integer);
}

}  // namespace
}  // namespace isocenter::wire::json
