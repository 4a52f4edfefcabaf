#include "tests/fakes/memory_broker.hpp"

#include <gtest/gtest.h>

namespace isocenter::fakes {
namespace {

using mqtt::Message;

/// A client that writes down what it hears: "topic=payload", with a star where it was retained.
class Listener {
 public:
  Listener(MemoryBroker& broker, const std::string& id, std::optional<Message> will = std::nullopt)
      : client{broker, id} {
    client.start({.will = [will] { return will; },
                  .connected = [this] { heard.push_back("connected"); },
                  .disconnected = [this](const std::string&) { heard.push_back("disconnected"); },
                  .received =
                      [this](const Message& message) {
                        heard.push_back(message.topic + "=" + message.payload + (message.retained ? "*" : ""));
                      },
                  .subscribed = [this] { heard.push_back("subscribed"); }});
  }
  std::vector<std::string> take() { return std::exchange(heard, {}); }

  MemoryClient client;
  std::vector<std::string> heard;
};

using Lines = std::vector<std::string>;

TEST(Matches, KnowsPlusAndHash) {
  struct Case {
    const char* filter;
    const char* topic;
    bool matches;
  };
  for (const Case& one :
       {Case{"a/b", "a/b", true}, Case{"a/b", "a/bc", false}, Case{"a/+", "a/b", true}, Case{"a/+", "a/b/c", false},
        Case{"a/+/c", "a/b/c", true}, Case{"a/#", "a/b/c", true}, Case{"a/#", "a", true}, Case{"#", "a/b", true},
        Case{"a", "a/b", false}, Case{"a/b/c", "a/b", false}, Case{"+/+", "a", false}, Case{"a/+", "a/", true}}) {
    EXPECT_EQ(matches(one.filter, one.topic), one.matches) << one.filter << " " << one.topic;
  }
}

TEST(MemoryBroker, DeliversToWhoSubscribed) {
  MemoryBroker broker;
  Listener reader{broker, "reader"};
  Listener writer{broker, "writer"};
  broker.deliver();
  reader.client.subscribe({"a/+"});
  broker.settle();
  writer.client.publish("a/b", "1");
  writer.client.publish("b", "2");
  broker.settle();
  EXPECT_EQ(reader.take(), (Lines{"connected", "subscribed", "a/b=1"}));
}

TEST(MemoryBroker, KeepsRetainedMessagesForLaterSubscribers) {
  MemoryBroker broker;
  Listener writer{broker, "writer"};
  broker.deliver();
  writer.client.publish_retained("a", "1");
  writer.client.publish_retained("b", "2");
  writer.client.publish_retained("b", "");
  Listener reader{broker, "reader"};
  broker.deliver();
  reader.client.subscribe({"#"});
  broker.settle();
  EXPECT_EQ(reader.take(), (Lines{"connected", "subscribed", "a=1*"}));
}

TEST(MemoryBroker, PublishesTheWillOfACutConnectionAndLetsItReconnect) {
  MemoryBroker broker;
  Listener reader{broker, "reader"};
  Listener mortal{broker, "mortal", Message{"status", "gone", true}};
  broker.deliver();
  reader.client.subscribe({"status"});
  broker.settle();
  reader.take();
  broker.cut("mortal");
  broker.settle();
  EXPECT_EQ(reader.take(), Lines{"status=gone"});
  EXPECT_EQ(mortal.take(), (Lines{"connected", "disconnected", "connected"}));
  EXPECT_EQ(broker.retained().at("status"), "gone");
}

TEST(MemoryBroker, StoppedClientsLeaveNoWill) {
  MemoryBroker broker;
  Listener mortal{broker, "mortal", Message{"status", "gone", true}};
  broker.deliver();
  mortal.client.stop({});
  broker.settle();
  EXPECT_TRUE(broker.retained().empty());
}

TEST(MemoryBroker, TheNewerOfTwoTakesOverTheClientId) {
  MemoryBroker broker;
  Listener older{broker, "twin"};
  broker.deliver();
  Listener newer{broker, "twin"};
  broker.deliver();
  EXPECT_EQ(older.take(), (Lines{"connected", "disconnected"}));
  EXPECT_TRUE(newer.client.is_connected());
}

TEST(MemoryBroker, WillsAndRetainedDieWithIt) {
  MemoryBroker broker;
  Listener mortal{broker, "mortal", Message{"status", "gone", true}};
  broker.deliver();
  mortal.client.publish_retained("a", "1");
  broker.kill();
  broker.settle();
  EXPECT_FALSE(mortal.client.is_connected());
  EXPECT_TRUE(broker.retained().empty());
  broker.start();
  broker.settle();
  EXPECT_TRUE(mortal.client.is_connected());
}

TEST(MemoryBroker, LosesDoublesAndDelaysWhatTheTestSays) {
  MemoryBroker broker;
  Listener reader{broker, "reader"};
  Listener writer{broker, "writer"};
  broker.deliver();
  reader.client.subscribe({"#"});
  broker.settle();
  reader.take();
  std::vector<MemoryBroker::Fate> fates{MemoryBroker::Fate::delay, MemoryBroker::Fate::duplicate,
                                        MemoryBroker::Fate::drop, MemoryBroker::Fate::deliver};
  std::size_t next = 0;
  broker.set_fate([&](const MemoryBroker::Flight&) { return fates.at(next++); });
  for (const char* payload : {"1", "2", "3", "4"}) writer.client.publish("a", payload);
  broker.settle();
  EXPECT_EQ(reader.take(), (Lines{"a=2", "a=2", "a=4", "a=1"}));
}

}  // namespace
}  // namespace isocenter::fakes
