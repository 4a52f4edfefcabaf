#include "collector/contract/interval_file.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fstream>

#include "tests/collector/contract/contract_case.hpp"

namespace isocenter::contract {
namespace {

const std::string head = "device,state,from,to,cause\n";

/// Per device "state from to cause".
using Read = std::map<std::string, std::vector<std::string>>;

Read read(const std::string& csv) {
  const auto parsed = parse_intervals(csv, "i.csv");
  if (!parsed) {
    ADD_FAILURE() << to_string(parsed.error());
    return {};
  }
  Read all;
  for (const auto& [device, times] : *parsed) {
    for (const StateTime& time : times) {
      all[device.text()].push_back(fmt::format("{} {} {}{}", word(time.state), format_rfc3339(time.when.from),
                                               format_rfc3339(time.when.to),
                                               time.cause ? fmt::format(" {}", word(*time.cause)) : ""));
    }
  }
  return all;
}

std::vector<std::string> errors_of(const std::string& csv) {
  const auto parsed = parse_intervals(csv, "i.csv");
  EXPECT_FALSE(parsed) << csv;
  if (parsed) return {};
  EXPECT_EQ(parsed.error().kind, ErrorKind::malformed);
  std::vector<std::string> lines;
  std::istringstream in{to_string(parsed.error())};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

const Read one{{"mr1", {"down 2026-06-01T10:00:00.000Z 2026-06-01T12:00:00.000Z facility"}}};

TEST(IntervalFile, ReadsWhatAnyoneWrites) {
  const std::string row = "mr1,down,2026-06-01T10:00:00Z,2026-06-01T12:00:00Z,facility\n";
  EXPECT_EQ(read(head + row), one);
  EXPECT_EQ(read("\xef\xbb\xbf" + head + row), one) << "a byte order mark";
  EXPECT_EQ(read("device,state,from,to,cause\r\nmr1,down,2026-06-01T10:00:00Z,2026-06-01T12:00:00Z,facility\r\n"), one);
  EXPECT_EQ(read(head + row.substr(0, row.size() - 1)), one) << "no end of line at the end";
  EXPECT_EQ(read(head + "\n" + row + "\n\n"), one) << "empty lines";
  EXPECT_EQ(read("\"device\",\"state\",\"from\",\"to\",\"cause\"\n\"mr1\",\"down\",\"2026-06-01T10:00:00Z\","
                 "\"2026-06-01T12:00:00Z\",\"facility\"\n"),
            one);
  EXPECT_EQ(
      read("cause,to,note,from,state,device\n"
           "facility,2026-06-01T12:00:00Z,\"so he said: \"\"wet\"\",\nthen dry\",2026-06-01T10:00:00Z,down,mr1\n"),
      one)
      << "in any order and beside others";
  EXPECT_EQ(read(head + "mr1,down,2026-06-01T06:00:00-04:00,2026-06-01T12:00:00.000Z,facility\n"), one) << "offsets";
}

TEST(IntervalFile, NeedsNoCause) {
  EXPECT_EQ(read("device,state,from,to\nmr1,ready,2026-06-01T10:00:00Z,2026-06-01T12:00:00Z\n"),
            (Read{{"mr1", {"ready 2026-06-01T10:00:00.000Z 2026-06-01T12:00:00.000Z"}}}));
  EXPECT_EQ(read(head + "mr1,ready,2026-06-01T10:00:00Z,2026-06-01T12:00:00Z,\n"),
            (Read{{"mr1", {"ready 2026-06-01T10:00:00.000Z 2026-06-01T12:00:00.000Z"}}}));
}

TEST(IntervalFile, ReadsWhatReportIntervalsWrites) {
  EXPECT_EQ(read("device,state,from,to,cause,grade,reason,source,exam\r\n"
                 "ct1,closed,2026-11-24T00:00:00.000Z,2026-11-24T04:00:00.000Z,,C,why,agent-ct1,\r\n"
                 "ct1,unknown,2026-11-24T04:00:00.000Z,2026-11-24T06:00:00.000Z,,D,why,agent-ct1,\r\n"
                 "ct1,down,2026-11-24T06:00:00.000Z,2026-11-24T07:00:00.250Z,it,B,declared,kiosk-ct1,\r\n"),
            (Read{{"ct1",
                   {"closed 2026-11-24T00:00:00.000Z 2026-11-24T04:00:00.000Z",
                    "unknown 2026-11-24T04:00:00.000Z 2026-11-24T06:00:00.000Z",
                    "down 2026-11-24T06:00:00.000Z 2026-11-24T07:00:00.250Z it"}}}));
}

TEST(IntervalFile, PutsDevicesApartAndInOrder) {
  EXPECT_EQ(read(head + "mr2,ready,2026-06-01T10:00:00Z,2026-06-01T12:00:00Z,\n"
                        "mr1,down,2026-06-01T12:00:00Z,2026-06-01T13:00:00Z,\n"
                        "mr1,ready,2026-06-01T10:00:00Z,2026-06-01T12:00:00Z,\n"),
            (Read{{"mr1",
                   {"ready 2026-06-01T10:00:00.000Z 2026-06-01T12:00:00.000Z",
                    "down 2026-06-01T12:00:00.000Z 2026-06-01T13:00:00.000Z"}},
                  {"mr2", {"ready 2026-06-01T10:00:00.000Z 2026-06-01T12:00:00.000Z"}}}));
  EXPECT_TRUE(read(head).empty()) << "nothing happened: that is no error";
}

TEST(IntervalFile, RefusesByLine) {
  struct Wrong {
    std::string row;
    std::vector<std::string> said;
  };
  const std::string good = "mr1,ready,2026-06-01T10:00:00Z,2026-06-01T12:00:00Z,\n";
  const std::vector<Wrong> cases{
      {"mr1,broken,2026-06-01T12:00:00Z,2026-06-01T13:00:00Z,", {"\"broken\"", "planned_down"}},
      {"mr1,Down,2026-06-01T12:00:00Z,2026-06-01T13:00:00Z,", {"\"Down\"", "in_use"}},
      {"mr1,,2026-06-01T12:00:00Z,2026-06-01T13:00:00Z,", {"no state"}},
      {"mr1,down,2026-06-01T12:00:00Z,2026-06-01T13:00:00Z,weather", {"\"weather\"", "facility"}},
      {"MR 1,down,2026-06-01T12:00:00Z,2026-06-01T13:00:00Z,", {"device", "MR 1"}},
      {"mr1,down,2026-06-01 12:00,2026-06-01T13:00:00Z,", {"from", "2026-06-01 12:00"}},
      {"mr1,down,2026-06-01T12:00:00,2026-06-01T13:00:00Z,", {"from"}},
      {"mr1,down,2026-06-01T12:00:00Z,tomorrow,", {"to:", "tomorrow"}},
      {"mr1,down,2026-06-01T12:00:00Z,,", {"to"}},
      {"mr1,down,2026-06-01T13:00:00Z,2026-06-01T12:00:00Z,", {"does not end after it begins"}},
      {"mr1,down,2026-06-01T13:00:00Z,2026-06-01T13:00:00Z,", {"does not end after it begins"}},
      {"mr1,down,2026-06-01T12:00:00Z", {"3 fields", "5"}},
      {"mr1,down,2026-06-01T12:00:00Z,2026-06-01T13:00:00Z,,", {"6 fields"}},
      {"mr1,down,2026-06-01T11:59:59.999Z,2026-06-01T13:00:00Z,", {"overlaps line 2"}},
      {"mr1,ready,2026-06-01T09:00:00Z,2026-06-01T10:00:00.001Z,", {"overlaps line 2"}},
      {"mr1,ready,2026-06-01T10:00:00Z,2026-06-01T12:00:00Z,", {"overlaps line 2"}},
      {"mr1,down,2026-06-01T10:30:00Z,2026-06-01T10:31:00Z,", {"overlaps line 2"}},
  };
  for (const Wrong& wrong : cases) {
    for (const std::string end : {"\n", "\r\n", ""}) {
      const auto errors = errors_of(head + good + wrong.row + end);
      ASSERT_EQ(errors.size(), 1u) << wrong.row;
      EXPECT_TRUE(errors[0].starts_with("i.csv:3: ")) << wrong.row << "\nsaid: " << errors[0];
      for (const std::string& said : wrong.said)
        EXPECT_NE(errors[0].find(said), std::string::npos)
            << wrong.row << "\nlacks: " << said << "\nsaid: " << errors[0];
    }
  }
}

TEST(IntervalFile, FindsOverlapsBehindALongInterval) {
  const auto errors = errors_of(head +
                                "mr1,ready,2026-06-01T00:00:00Z,2026-06-02T00:00:00Z,\n"
                                "mr1,down,2026-06-01T01:00:00Z,2026-06-01T02:00:00Z,\n"
                                "mr1,down,2026-06-01T03:00:00Z,2026-06-01T04:00:00Z,\n"
                                "mr2,down,2026-06-01T03:00:00Z,2026-06-01T04:00:00Z,\n");
  ASSERT_EQ(errors.size(), 2u);
  EXPECT_TRUE(errors[0].starts_with("i.csv:3: overlaps line 2")) << errors[0];
  EXPECT_TRUE(errors[1].starts_with("i.csv:4: overlaps line 2")) << errors[1];
}

TEST(IntervalFile, CountsLinesAsAnEditorDoes) {
  const auto errors = errors_of(
      "device,state,from,to,note\n"
      "mr1,ready,2026-06-01T10:00:00Z,2026-06-01T12:00:00Z,\"two\nlines\"\n"
      "\n"
      "mr1,broken,2026-06-01T12:00:00Z,2026-06-01T13:00:00Z,\n");
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_TRUE(errors[0].starts_with("i.csv:5: ")) << errors[0];
}

TEST(IntervalFile, NamesEveryColumnItMisses) {
  const auto errors = errors_of("Device,state,from\nmr1,ready,2026-06-01T10:00:00Z\n");
  ASSERT_EQ(errors.size(), 2u);
  EXPECT_TRUE(errors[0].starts_with("i.csv:1: ")) << errors[0];
  EXPECT_NE(errors[0].find("`device`"), std::string::npos) << errors[0];
  EXPECT_NE(errors[1].find("`to`"), std::string::npos) << errors[1];
}

TEST(IntervalFile, RefusesAColumnNamedTwice) {
  const auto errors =
      errors_of("device,state,from,to,state\nmr1,ready,2026-06-01T10:00:00Z,2026-06-01T12:00:00Z,down\n");
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_TRUE(errors[0].starts_with("i.csv:1: ")) << errors[0];
  EXPECT_NE(errors[0].find("`state` twice"), std::string::npos) << errors[0];
}

TEST(IntervalFile, RefusesFilesThatAreNone) {
  for (const std::string& empty : {std::string{}, std::string{"\n\n"}, std::string{"\xef\xbb\xbf"}}) {
    const auto errors = errors_of(empty);
    ASSERT_EQ(errors.size(), 1u);
    EXPECT_NE(errors[0].find("device,state,from,to"), std::string::npos) << errors[0];
  }
  const auto gone = read_interval_file("/nonexistent/i.csv");
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().kind, ErrorKind::unavailable);
  EXPECT_FALSE(read_interval_file("/tmp")) << "a folder";
}

TEST(IntervalFile, RefusesTornQuotes) {
  const std::string good = "mr1,ready,2026-06-01T10:00:00Z,2026-06-01T12:00:00Z,\n";
  for (const std::string& torn : {std::string{"\"mr1,ready,2026-06-01T12:00:00Z,2026-06-01T13:00:00Z,\n"},
                                  std::string{"\"mr1\"x,ready,2026-06-01T12:00:00Z,2026-06-01T13:00:00Z,\n"},
                                  std::string{"mr\"1,ready,2026-06-01T12:00:00Z,2026-06-01T13:00:00Z,\n"}}) {
    const auto errors = errors_of(head + good + torn + "mr1,ready,2026-06-01T14:00:00Z,2026-06-01T15:00:00Z,\n");
    ASSERT_FALSE(errors.empty()) << torn;
    EXPECT_NE(errors[0].find("quote"), std::string::npos) << errors[0];
    EXPECT_TRUE(errors[0].starts_with("i.csv:3: ")) << torn << errors[0];
  }
}

TEST(IntervalFile, NamesTheLineOnWhichATornRowBegins) {
  const auto errors = errors_of(
      "device,state,from,to,note\n \t\nmr1,ready,2026-06-01T10:00:00Z,2026-06-01T12:00:00Z,\"so\n"
      "and\nso\"x\n");
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_TRUE(errors[0].starts_with("i.csv:3: ")) << errors[0];
}

TEST(IntervalFile, TellsTwentyErrorsAndHowManyMore) {
  std::string csv = head;
  for (int i = 0; i < 25; ++i) csv += "mr1,broken,2026-06-01T10:00:00Z,2026-06-01T12:00:00Z,\n";
  const auto errors = errors_of(csv);
  ASSERT_EQ(errors.size(), 21u);
  EXPECT_TRUE(errors[0].starts_with("i.csv:2: ")) << errors[0];
  EXPECT_TRUE(errors[19].starts_with("i.csv:21: ")) << errors[19];
  EXPECT_NE(errors[20].find("and 5 more"), std::string::npos) << errors[20];
}

TEST(IntervalFile, KeepsErrorsShort) {
  const auto errors =
      errors_of(head + "mr1," + std::string(100'000, 'x') + ",2026-06-01T10:00:00Z,2026-06-01T12:00:00Z," +
                "\nmr1,down,2026-06-01T10:00:00Z,2026-06-01T12:00:00Z," + std::string(100'000, 'y') + "\n" +
                std::string(100'000, 'z') + ",down,2026-06-01T10:00:00Z,2026-06-01T12:00:00Z,\n" + "mr1,down," +
                std::string(100'000, 'f') + ",2026-06-01T12:00:00Z,\n");
  ASSERT_EQ(errors.size(), 4u);
  for (const std::string& error : errors) EXPECT_LT(error.size(), 400u);
}

RC_GTEST_PROP(IntervalFile, AnswersAnyBytes, ()) {
  const auto piece = rc::gen::element<std::string>("device,state,from,to,cause", "\n", "\r\n", ",", "\"", "mr1", "down",
                                                   "2026-06-01T10:00:00Z", "2026-06-01T12:00:00Z", "it", "\xef\xbb\xbf",
                                                   std::string(1, '\0'), "\xff\xfe", "-", "\r");
  std::string csv;
  for (const std::string& text : *rc::gen::container<std::vector<std::string>>(piece)) csv += text;
  if (*rc::gen::arbitrary<bool>()) csv = head + csv;
  if (*rc::gen::arbitrary<bool>()) csv += *rc::gen::arbitrary<std::string>();
  const auto parsed = parse_intervals(csv, "i.csv");
  if (parsed) {
    for (const auto& [device, times] : *parsed) {
      for (std::size_t i = 0; i < times.size(); ++i) {
        RC_ASSERT(!times[i].when.empty());
        if (i > 0) RC_ASSERT(times[i - 1].when.to <= times[i].when.from);
      }
    }
  } else {
    RC_ASSERT(parsed.error().kind == ErrorKind::malformed);
    RC_ASSERT(!parsed.error().what.empty());
  }
}

}  // namespace
}  // namespace isocenter::contract
