#include "collector/web/header_text.hpp"

#include <gtest/gtest.h>

namespace isocenter::web {
namespace {

TEST(CookieOf, FindsOneOfThatVeryName) {
  EXPECT_EQ(cookie_of("isocenter=abc", "isocenter"), "abc");
  EXPECT_EQ(cookie_of("a=1; isocenter=abc ;b=2", "isocenter"), "abc");
  EXPECT_EQ(cookie_of("isocenter=", "isocenter"), "");
  EXPECT_EQ(cookie_of("isocenter=a=b", "isocenter"), "a=b");
  for (const char* field : {"", "isocenter", "Isocenter=abc", "xisocenter=abc", "isocenter2=abc", "a=isocenter=abc",
                            "isocenter=a; isocenter=b"}) {
    EXPECT_EQ(cookie_of(field, "isocenter"), std::nullopt) << field;
  }
}

TEST(BearerOf, FindsTheToken) {
  EXPECT_EQ(bearer_of("Bearer abc"), "abc");
  EXPECT_EQ(bearer_of("bearer   abc "), "abc");
  for (const char* field : {"", "Bearer", "Bearer ", "Basic YW5uOmE=", "Bearerabc"}) {
    EXPECT_EQ(bearer_of(field), std::nullopt) << field;
  }
}

TEST(MediaType, LeavesParametersOut) {
  EXPECT_EQ(media_type("Application/JSON; charset=utf-8"), "application/json");
  EXPECT_EQ(media_type(""), "");
  EXPECT_EQ(media_type("text/plain;application/json"), "text/plain");
}

TEST(Accepts, HeedsARefusal) {
  EXPECT_TRUE(accepts("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "text/html"));
  EXPECT_FALSE(accepts("*/*", "text/html")) << "programs that take anything are told in JSON";
  for (const char* field : {"gzip", "br, gzip", "deflate, GZIP;q=0.5", "gzip;q=1"}) EXPECT_TRUE(accepts(field, "gzip"));
  for (const char* field : {"", "br", "identity", "gzip;q=0", "gzip; q=0.000", "xgzip"})
    EXPECT_FALSE(accepts(field, "gzip"));
}

TEST(HostName, IsTheHostWithoutItsPort) {
  EXPECT_EQ(host_name("Isocenter.example.org:8080"), "isocenter.example.org");
  EXPECT_EQ(host_name("127.0.0.1"), "127.0.0.1");
  EXPECT_EQ(host_name("[::1]:8080"), "::1");
  EXPECT_EQ(host_name("a:"), "a");
  for (const char* field :
       {"", ":80", "a b", "a/b", "a@b", "a:80:80", "a:http", "[::1", "[]", "[x]", "a,b", "a:123456"}) {
    EXPECT_EQ(host_name(field), std::nullopt) << field;
  }
}

}  // namespace
}  // namespace isocenter::web
