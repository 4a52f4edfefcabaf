#include "shared/mqtt/outgoing.hpp"

#include <gtest/gtest.h>

namespace isocenter::mqtt {
namespace {

/// "topic=payload" of what is handed over next, "" where there is nothing, "?" for a subscription.
std::string next(OutgoingQueue& queue) {
  const auto taken = queue.take();
  if (!taken) return "";
  const auto* publication = std::get_if<Publication>(&*taken);
  return publication != nullptr ? publication->topic + "=" + publication->payload : "?";
}

TEST(OutgoingQueue, HandsOverInOrder) {
  OutgoingQueue queue{10};
  queue.add(Subscription{{"a/#"}});
  queue.add("a", "1");
  queue.add_retained("b", "2");
  queue.add("a", "3");
  EXPECT_EQ(next(queue), "?");
  EXPECT_EQ(next(queue), "a=1");
  EXPECT_EQ(next(queue), "b=2");
  EXPECT_EQ(next(queue), "a=3");
  EXPECT_EQ(next(queue), "");
}

TEST(OutgoingQueue, TheNewestRetainedPayloadWins) {
  OutgoingQueue queue{10};
  queue.add_retained("a", "1");
  queue.add_retained("a", "2");
  EXPECT_EQ(next(queue), "a=2");
  EXPECT_EQ(next(queue), "");
}

TEST(OutgoingQueue, AtMostOneRetainedOfATopicIsOnItsWay) {
  OutgoingQueue queue{10};
  queue.add_retained("a", "1");
  EXPECT_EQ(next(queue), "a=1");
  queue.add_retained("a", "2");
  queue.add_retained("a", "3");
  queue.add_retained("b", "4");
  queue.add("c", "5");
  EXPECT_EQ(next(queue), "b=4");
  EXPECT_EQ(next(queue), "c=5");
  EXPECT_EQ(next(queue), "");
  queue.settled("a");
  EXPECT_EQ(next(queue), "a=3");
  EXPECT_FALSE(queue.is_idle());
  queue.settled("a");
  queue.settled("b");
  EXPECT_TRUE(queue.is_idle());
}

TEST(OutgoingQueue, WhatCouldNotBeHandedOverWaitsUnlessThereIsNewer) {
  OutgoingQueue queue{10};
  queue.add_retained("a", "1");
  const auto first = std::get<Publication>(*queue.take());
  queue.put_back(first);
  EXPECT_EQ(next(queue), "a=1");
  queue.add_retained("a", "2");
  queue.put_back(first);
  EXPECT_EQ(next(queue), "a=2");
}

TEST(OutgoingQueue, DropsWhatIsNotRetainedWhenFull) {
  OutgoingQueue queue{2};
  EXPECT_TRUE(queue.add("a", "1"));
  EXPECT_TRUE(queue.add("a", "2"));
  EXPECT_FALSE(queue.add("a", "3"));
  queue.add_retained("b", "4");
  EXPECT_EQ(next(queue), "a=1");
  EXPECT_EQ(next(queue), "a=2");
  EXPECT_EQ(next(queue), "b=4");
}

}  // namespace
}  // namespace isocenter::mqtt
