#include "collector/web/listen_address.hpp"

#include <gtest/gtest.h>

#include "collector/web/http_date.hpp"

namespace isocenter::web {
namespace {

TEST(ParseListenAddress, ReadsBothFamiliesAndLocalhost) {
  EXPECT_EQ(parse_listen_address("127.0.0.1:8080").value(), (ListenAddress{.host = "127.0.0.1", .port = 8080}));
  EXPECT_EQ(parse_listen_address("localhost:0").value(), (ListenAddress{.host = "127.0.0.1", .port = 0}));
  EXPECT_EQ(parse_listen_address("[::1]:65535").value(), (ListenAddress{.host = "::1", .port = 65535}));
}

TEST(ParseListenAddress, RefusesWhatServeCannotListenOn) {
  for (const char* text : {"", "8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:80x",
                           "ct-room:8080", ":8080"}) {
    const auto address = parse_listen_address(text);
    ASSERT_FALSE(address) << text;
    EXPECT_NE(address.error().what.find("127.0.0.1:8080"), std::string::npos) << "shows the form";
  }
}

TEST(HttpDate, IsWrittenAsTheStandardSays) {
  EXPECT_EQ(http_date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");  // RFC 9110, section 5.6.7
}

}  // namespace
}  // namespace isocenter::web
