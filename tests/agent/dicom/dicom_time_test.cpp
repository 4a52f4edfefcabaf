#include "agent/dicom/dicom_time.hpp"

#include <gtest/gtest.h>

namespace isocenter::agent {
namespace {

Instant at(std::string_view text) { return parse_rfc3339(text).value(); }

DicomClock new_york(std::string_view received = "2026-11-24T20:00:00Z") {
  return {"America/New_York", std::nullopt, at(received)};
}

std::string read(std::string_view date, std::string_view time, const DicomClock& clock) {
  const auto instant = read_dicom_time(date, time, clock);
  return instant ? format_rfc3339(*instant) : std::string{word(instant.error().kind)};
}

TEST(ReadDicomTime, ReadsEveryFormOfDateAndTime) {
  const struct {
    const char *date, *time, *instant;
  } cases[] = {
      {"20261124", "094004", "2026-11-24T14:40:04.000Z"},
      {"20261124", "094004.1", "2026-11-24T14:40:04.100Z"},
      {"20261124", "094004.123456", "2026-11-24T14:40:04.123Z"},
      {"20261124", "094004.0009", "2026-11-24T14:40:04.000Z"},
      {"20261124", "0940", "2026-11-24T14:40:00.000Z"},
      {"20261124", "09", "2026-11-24T14:00:00.000Z"},
      {"2026.11.24", "09:40:04", "2026-11-24T14:40:04.000Z"},
      {"20261124 ", "094004 ", "2026-11-24T14:40:04.000Z"},
      {"20261231", "235960", "2027-01-01T05:00:00.000Z"},
      {"20400701", "120000", "2040-07-01T16:00:00.000Z"},
  };
  for (const auto& one : cases) EXPECT_EQ(read(one.date, one.time, new_york()), one.instant) << one.date << one.time;
}

TEST(ReadDicomTime, RefusesWhatIsNone) {
  const struct {
    const char *date, *time;
  } cases[] = {{"", "094004"},
               {"20261124", ""},
               {"2026-11-24", "094004"},
               {"20261324", "094004"},
               {"20260230", "094004"},
               {"19000101", "094004"},
               {"20261124", "244004"},
               {"20261124", "096004"},
               {"20261124", "094061"},
               {"20261124", "94004"},
               {"20261124", "0940.5"},
               {"20261124", "094004."},
               {"20261124", "094004.1234567"},
               {"20261124", "09:40"},
               {"20261124", "0940AM"},
               {"SMITH^JO", "094004"}};
  for (const auto& one : cases) EXPECT_FALSE(read_dicom_time(one.date, one.time, new_york())) << one.date << one.time;
}

TEST(ReadDicomTime, TellsApartWhatNoEventCanName) {
  EXPECT_EQ(read("19691231", "185959", new_york()), "unsupported");
  EXPECT_EQ(read("19691231", "190000", new_york()), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(read("99991231", "185959", new_york()), "9999-12-31T23:59:59.000Z");
  EXPECT_EQ(read("99991231", "190000", new_york()), "unsupported");
}

TEST(ReadDicomTime, NamesNoValueInItsError) {
  const auto error = read_dicom_time("SMITH^JOHN", "094004", new_york()).error();
  EXPECT_EQ(to_string(error).find("SMITH"), std::string::npos);
}

TEST(ReadDicomTime, PrefersTheOffsetOfTheDataset) {
  DicomClock clock = new_york();
  clock.utc_offset = std::chrono::minutes{330};
  EXPECT_EQ(read("20261124", "094004", clock), "2026-11-24T04:10:04.000Z");
}

TEST(ReadDicomTime, ReadsSkippedTimesByTheOffsetBefore) {
  // 2026-03-08 02:00 EST -> 03:00 EDT
  EXPECT_EQ(read("20260308", "023000", new_york()), "2026-03-08T07:30:00.000Z");
}

TEST(ReadDicomTime, ChoosesBetweenRepeatedTimesByTheReceipt) {
  // 2026-11-01 02:00 EDT -> 01:00 EST
  EXPECT_EQ(read("20261101", "013000", new_york("2026-11-01T05:30:02Z")), "2026-11-01T05:30:00.000Z");
  EXPECT_EQ(read("20261101", "013000", new_york("2026-11-01T06:30:02Z")), "2026-11-01T06:30:00.000Z");
  EXPECT_EQ(read("20261101", "013000", new_york("2026-11-02T00:00:00Z")), "2026-11-01T06:30:00.000Z");
}

TEST(ReadDicomTime, RefusesAnUnknownZone) {
  EXPECT_EQ(read("20261124", "094004", {"Mars/Olympus", std::nullopt, at("2026-11-24T20:00:00Z")}), "invalid");
}

TEST(ReadUtcOffset, ReadsBothSigns) {
  EXPECT_EQ(read_utc_offset("+0100").value().count(), 60);
  EXPECT_EQ(read_utc_offset("-0330 ").value().count(), -210);
  for (const char* wrong : {"", "+1", "0100", "+0160", "+1500", "+01:00", "-ab00"}) {
    EXPECT_FALSE(read_utc_offset(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace isocenter::agent
