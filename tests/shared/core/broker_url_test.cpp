#include "shared/core/broker_url.hpp"

#include <gtest/gtest.h>

namespace isocenter {
namespace {

TEST(ParseBrokerUrl, ReadsHostAndPort) {
  EXPECT_EQ(parse_broker_url("mqtt://127.0.0.1:1884"), (BrokerUrl{false, "127.0.0.1", 1884}));
  EXPECT_EQ(parse_broker_url("mqtt://broker"), (BrokerUrl{false, "broker", 1883}));
  EXPECT_EQ(parse_broker_url("mqtts://broker.hospital.example/"), (BrokerUrl{true, "broker.hospital.example", 8883}));
  EXPECT_EQ(parse_broker_url("mqtt://[::1]:1885"), (BrokerUrl{false, "[::1]", 1885}));
  EXPECT_EQ(parse_broker_url("mqtt://[::1]"), (BrokerUrl{false, "[::1]", 1883}));
}

TEST(ParseBrokerUrl, RefusesWhatIsNoBroker) {
  for (const char* text :
       {"", "broker:1883", "tcp://broker", "http://broker", "mqtt://", "mqtt://:1883", "mqtt://b:0", "mqtt://b:65536",
        "mqtt://b:x", "mqtt://b:", "mqtt://user@b", "mqtt://b/topic", "mqtt://a b"}) {
    const auto url = parse_broker_url(text);
    ASSERT_FALSE(url.has_value()) << text;
    EXPECT_NE(url.error().what.find("write mqtt://host:1883"), std::string::npos);
  }
}

}  // namespace
}  // namespace isocenter
