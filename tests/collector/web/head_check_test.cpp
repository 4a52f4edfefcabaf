#include "collector/web/head_check.hpp"

#include <gtest/gtest.h>

#include <string>

#include <rapidcheck/gtest.h>

namespace isocenter::web {
namespace {

using namespace std::string_literals;
using Found = HeadCheck::Found;

Found look_at(const std::string& text) { return HeadCheck{}.look(text); }

TEST(HeadCheck, FindsTheEndOfAHeader) {
  const std::string head = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n";
  HeadCheck check;
  EXPECT_EQ(check.look(head + "abc\nand what comes behind"), Found::whole);
  EXPECT_EQ(check.size(), head.size());
  EXPECT_EQ(look_at("GET / HTTP/1.1\r\nHost: a\r\nX-Empty:\r\nX-Tabs:\ta\tb\t\r\n\r\n"), Found::whole);
  EXPECT_EQ(look_at("GET / HTTP/1.1\r\nTransfer-Encoding:  Chunked \r\n\r\n"), Found::whole);
  EXPECT_EQ(look_at("GET / HTTP/1.1\r\nHost: a\r\n"), Found::more);
  EXPECT_EQ(look_at(""), Found::more);
}

struct Case {
  const char* text;
  const char* says;
};

TEST(HeadCheck, RefusesWhatTwoProgramsMightReadDifferently) {
  const Case cases[] = {
      {"GET / HTTP/1.1\nHost: a\n\n", "LF alone"},
      {"GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", "LF alone"},
      {"GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n", "CR stands"},
      {"GET / HTTP/1.1\r\nHost: a\r\r\n\r\n", "CR stands"},
      {"\r\nGET / HTTP/1.1\r\n\r\n", "empty line"},
      {"GET / HTTP/1.1\r\nX: a\r\n b\r\n\r\n", "folded"},
      {"GET / HTTP/1.1\r\nX: a\r\n\tb\r\n\r\n", "folded"},
      {"GET / HTTP/1.1\r\n X: a\r\n\r\n", "folded"},
      {"GET / HTTP/1.1\r\nContent-Length : 3\r\n\r\n", "no name"},
      {"GET / HTTP/1.1\r\n: a\r\n\r\n", "no name"},
      {"GET / HTTP/1.1\r\nno colon\r\n\r\n", "no name"},
      {"GET / HTTP/1.1\r\nTransfer_Encoding\xff: chunked\r\n\r\n", "no name"},
      {"GET / HTTP/1.1\r\nContent-Length: 3\r\ncontent-length: 3\r\n\r\n", "twice"},
      {"GET / HTTP/1.1\r\nContent-Length: 3, 3\r\n\r\n", "no number"},
      {"GET / HTTP/1.1\r\nContent-Length: +3\r\n\r\n", "no number"},
      {"GET / HTTP/1.1\r\nContent-Length: 0x3\r\n\r\n", "no number"},
      {"GET / HTTP/1.1\r\nContent-Length: \r\n\r\n", "no number"},
      {"GET / HTTP/1.1\r\nContent-Length: 9999999999999999999\r\n\r\n", "no number"},
      {"GET / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", "beside"},
      {"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", "beside"},
      {"GET / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "only be chunked"},
      {"GET / HTTP/1.1\r\nTransfer-Encoding: xchunked\r\n\r\n", "only be chunked"},
      {"GET / HTTP/1.1\r\nTransfer-Encoding: identity\r\n\r\n", "only be chunked"},
      {"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", "only be chunked"},
      {"GET / HTTP/1.1\r\nTransfer-Encoding: \x0b"
       "chunked\r\n\r\n",
       "control character"},
      {"GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", "HTTP/1.0"},
      {"\x16\x03\x01", "control character"},
  };
  for (const Case& example : cases) {
    HeadCheck check;
    EXPECT_EQ(check.look(example.text), Found::fault) << example.text;
    EXPECT_NE(check.fault().find(example.says), std::string_view::npos) << example.text << ": " << check.fault();
  }
  EXPECT_EQ(look_at("GET / HTTP/1.1\r\nX: a\0b\r\n\r\n"s), Found::fault) << "a NUL";
}

RC_GTEST_PROP(HeadCheck, SaysTheSameHoweverTheBytesArrive, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(
      rc::gen::elementOf(std::vector<std::string>{"GET / HTTP/1.1", "\r\n", "\n", "\r", "Host: a", "Content-Length: 1",
                                                  "Transfer-Encoding: chunked", " ", "x", "\t"}));
  std::string text;
  for (const std::string& piece : pieces) text += piece;
  HeadCheck slow;
  Found found = Found::more;
  for (std::size_t size = 1; size <= text.size() && found == Found::more; ++size) {
    found = slow.look(std::string_view{text}.substr(0, size));
  }
  HeadCheck at_once;
  RC_ASSERT(at_once.look(text) == found);
  RC_ASSERT(at_once.fault() == slow.fault());
  RC_ASSERT(at_once.size() == slow.size());
}

}  // namespace
}  // namespace isocenter::web
