#include "shared/node/collector_watch.hpp"

#include <gtest/gtest.h>

namespace isocenter::node {
namespace {

using namespace std::chrono_literals;

CollectorWatch::Time at(std::chrono::seconds since) { return CollectorWatch::Time{since}; }

wire::CollectorStatus status(const std::string& instance, bool online) {
  wire::CollectorStatus made;
  made.instance = instance;
  made.online = online;
  return made;
}

TEST(CollectorWatch, KnowsNobodyAtFirst) { EXPECT_EQ(CollectorWatch{}.online(at(0s)), std::nullopt); }

TEST(CollectorWatch, IsOnlineUntilItsOwnOffline) {
  CollectorWatch watch;
  watch.heard(status("a", true), at(0s));
  EXPECT_EQ(watch.online(at(1s)), "a");
  watch.heard(status("a", false), at(2s));
  EXPECT_EQ(watch.online(at(2s)), std::nullopt);
}

TEST(CollectorWatch, ALateWillOfAnEarlierConnectionIsNoNews) {
  CollectorWatch watch;
  watch.heard(status("a", true), at(0s));
  watch.heard(status("b", true), at(1s));
  watch.heard(status("a", false), at(2s));
  EXPECT_EQ(watch.online(at(2s)), "b");
}

TEST(CollectorWatch, ThreeMissedHeartbeatsMeanGone) {
  CollectorWatch watch;
  watch.heard(status("a", true), at(0s));
  EXPECT_EQ(watch.online(at(30s)), "a");
  EXPECT_EQ(watch.online(at(32s)), std::nullopt);
  watch.heard(status("a", true), at(40s));
  EXPECT_EQ(watch.online(at(41s)), "a");
}

TEST(CollectorWatch, AnAcknowledgementIsASignOfLife) {
  CollectorWatch watch;
  watch.heard(status("a", true), at(0s));
  watch.answered("a", at(20s));
  EXPECT_EQ(watch.online(at(45s)), "a");
  watch.answered("b", at(50s));
  EXPECT_EQ(watch.online(at(55s)), std::nullopt);
}

}  // namespace
}  // namespace isocenter::node
