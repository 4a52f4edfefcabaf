#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

#include "agent/dicom/dataset_shape.hpp"
#include "agent/dicom/dimse_stream.hpp"
#include "agent/dicom/mpps_answer.hpp"
#include "agent/dicom/mpps_server.hpp"

namespace isocenter::agent {
namespace {

std::string statement() {
  std::ifstream file{ISOCENTER_TESTS_DIR "/../docs/conformance/dicom.md"};
  return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(ConformanceStatement, HasEveryStatus) {
  const std::string text = statement();
  for (const DimseStatus status :
       {DimseStatus::success, DimseStatus::invalid_attribute_value, DimseStatus::processing_failure,
        DimseStatus::duplicate_sop_instance, DimseStatus::no_such_sop_instance, DimseStatus::no_such_sop_class,
        DimseStatus::missing_attribute, DimseStatus::missing_attribute_value, DimseStatus::sop_class_not_supported,
        DimseStatus::unrecognised_operation, DimseStatus::resource_limitation}) {
    const std::string code = fmt::format("| {:04X}H |", static_cast<unsigned>(status));
    EXPECT_NE(text.find(code), std::string::npos) << code;
  }
  EXPECT_NE(text.find(fmt::format("error id {:X}H", no_longer_updatable)), std::string::npos);
}

TEST(ConformanceStatement, HasTheLimitsOfTheCode) {
  const std::string text = statement();
  const MppsServerOptions server;
  const MessageLimits message;
  for (const std::string& said : {
           fmt::format("| associations at once | {}, of these {} from one address", server.associations,
                       server.per_address),
           fmt::format("idle for longest ({} s or more)", server.idle_enough_to_go.count() / 1000),
           fmt::format("aborted after {} s", server.idle.count()),
           fmt::format("whole within {} s, at most {} KiB", server.door.patience.count() / 1000,
                       longest_association_request / 1024),
           fmt::format("| maximum dataset | {} MiB", message.dataset_bytes / 1024 / 1024),
           fmt::format("nests over {} deep", deepest_nesting),
           fmt::format("unchanged for {} days", mpps_instances_are_kept.count() / 24),
           fmt::format("| {} |", verification_sop_class),
           fmt::format("| {} |", mpps_sop_class),
           fmt::format("Port {} by default", server.listen.port),
       }) {
    EXPECT_NE(text.find(said), std::string::npos) << said;
  }
}

}  // namespace
}  // namespace isocenter::agent
