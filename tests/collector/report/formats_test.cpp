#include <gtest/gtest.h>

#include <functional>
#include <sstream>

#include "collector/report/csv.hpp"
#include "collector/report/json.hpp"
#include "collector/report/table.hpp"

#include <rapidcheck/gtest.h>

namespace isocenter::report {
namespace {

template <typename Writer>
std::string written(const Report& report) {
  std::ostringstream out;
  Writer writer{out};
  std::vector<std::string_view> columns(report.columns.begin(), report.columns.end());
  writer.begin(columns);
  for (const Row& row : report.rows) writer.row(row);
  writer.end();
  return out.str();
}

struct CellCase {
  Cell cell;
  std::string text, json;
};

TEST(Cell, IsWrittenByItsType) {
  const std::vector<CellCase> cases{
      {std::monostate{}, "", "null"},
      {std::string{"CT 1"}, "CT 1", R"("CT 1")"},
      {std::int64_t{-42}, "-42", "-42"},
      {true, "true", "true"},
      {false, "false", "false"},
      {Decimal{.units = 3600000, .places = 3}, "3600", "3600"},
      {Decimal{.units = 1500, .places = 3}, "1.5", "1.5"},
      {Decimal{.units = -1, .places = 3}, "-0.001", "-0.001"},
      {Decimal{.units = 1000000, .places = 6}, "1", "1"},
      {Decimal{.units = 0, .places = 6}, "0", "0"},
      {from_unix_ms(1795531204130), "2026-11-24T14:40:04.130Z", R"("2026-11-24T14:40:04.130Z")"},
      {Words{{"k1:a", "k1:b"}}, "k1:a k1:b", R"(["k1:a","k1:b"])"},
      {Words{}, "", "[]"},
      {JsonText{R"({"a":1})"}, R"({"a":1})", R"({"a":1})"},
  };
  for (const CellCase& example : cases) {
    EXPECT_EQ(to_text(example.cell), example.text);
    EXPECT_EQ(to_json(example.cell), example.json);
  }
}

TEST(JsonString, EscapesWhatJsonAsksFor) {
  EXPECT_EQ(json_string("a\"b\\c\n\t\r\x01"), "\"a\\\"b\\\\c\\n\\t\\r\\u0001\"");
  EXPECT_EQ(json_string("Radiología 放射 😀"), "\"Radiología 放射 😀\"");
}

TEST(JsonString, ReplacesBytesThatAreNoUtf8) {
  EXPECT_EQ(json_string("a\xff"
                        "b"),
            "\"a\uFFFDb\"");
  EXPECT_EQ(json_string("\xc0\xaf"), "\"\uFFFD\uFFFD\"");            // overlong
  EXPECT_EQ(json_string("\xed\xa0\x80"), "\"\uFFFD\uFFFD\uFFFD\"");  // surrogate
  EXPECT_EQ(json_string("\xe6\x94"), "\"\uFFFD\uFFFD\"");            // cut off
}

TEST(CsvWriter, QuotesOnlyWhereItMust) {
  const Report report{.columns = {"a", "b,c"},
                      .rows = {{std::string{"plain"}, std::string{"with, comma"}},
                               {std::string{"say \"hi\""}, std::string{"two\nlines"}},
                               {std::monostate{}, std::int64_t{7}}}};
  EXPECT_EQ(written<CsvWriter>(report),
            "a,\"b,c\"\r\nplain,\"with, comma\"\r\n\"say \"\"hi\"\"\",\"two\nlines\"\r\n,7\r\n");
}

TEST(JsonWriter, WritesAnArrayOfFlatObjects) {
  const Report report{.columns = {"device", "seconds"},
                      .rows = {{std::string{"ct1"}, std::int64_t{5}}, {std::string{"mr1"}, std::monostate{}}}};
  EXPECT_EQ(written<JsonWriter>(report),
            "[\n{\"device\":\"ct1\",\"seconds\":5},\n{\"device\":\"mr1\",\"seconds\":null}\n]\n");
}

TEST(JsonWriter, WritesAnEmptyArrayWithoutRows) {
  EXPECT_EQ(written<JsonWriter>(Report{.columns = {"device"}, .rows = {}}), "[]\n");
}

TEST(TableWriter, AlignsColumnsByCharactersWithNumbersToTheRight) {
  const Report report{.columns = {"title", "seconds"},
                      .rows = {{std::string{"Röntgen"}, std::int64_t{5}}, {std::string{"CT"}, std::int64_t{86400}}}};
  EXPECT_EQ(written<TableWriter>(report), "title    seconds\nRöntgen        5\nCT         86400\n");
}

TEST(TableWriter, ShowsControlCharactersAsSpaces) {
  const Report report{.columns = {"a"}, .rows = {{std::string{"x\x1b[31m\ny"}}}};
  EXPECT_EQ(written<TableWriter>(report), "a\nx [31m y\n");
}

TEST(TableWriter, KeepsFlowingAfterTheRowsThatSetItsWidths) {
  Report report{.columns = {"n"}, .rows = {}};
  for (std::int64_t i = 0; i < 2500; ++i) report.rows.push_back({i});
  const std::string text = written<TableWriter>(report);
  EXPECT_EQ(std::ranges::count(text, '\n'), 2501);
  EXPECT_TRUE(text.ends_with("2499\n"));
}

}  // namespace
}  // namespace isocenter::report
