#include "agent/losses.hpp"

#include <gtest/gtest.h>

namespace isocenter::agent {
namespace {

TEST(DescribeLosses, IsEmptyWhereAllWentWell) {
  Losses losses;
  losses.mpps.answers[DimseStatus::success] = 12;
  losses.server.associations = 12;
  EXPECT_EQ(describe_losses(losses), "");
}

TEST(DescribeLosses, NamesWhatDidNotBecomeAnEvent) {
  Losses losses;
  losses.mpps.answers[DimseStatus::invalid_attribute_value] = 3;
  losses.mpps.unknown_station = 2;
  losses.server.rejected = 4;
  losses.probes = {"log ct1 (ct1.log): 12 bytes"};
  losses.failed_looks = 5;
  losses.refused_readings = 6;
  EXPECT_EQ(describe_losses(losses),
            "3 MPPS requests answered 0106H, 2 of them of stations nobody configured, 4 associations rejected, "
            "5 looks of probes that failed, log ct1 (ct1.log): 12 bytes, 6 readings refused by a full disk");
}

}  // namespace
}  // namespace isocenter::agent
