#include "agent/dicom/mpps_dataset.hpp"

#include <gtest/gtest.h>

#include "tests/agent/dicom/mpps_datasets.hpp"

namespace isocenter::agent {
namespace {

const MppsPeer stranger{"NOBODY", "192.0.2.1"};
const Instant received = parse_rfc3339("2026-11-24T14:41:00Z").value();

MppsResult<MppsCreate> create(const DatasetForTest& dataset, const MppsPeer& peer = stranger,
                              Encoding encoding = Encoding::explicit_little_endian) {
  const auto bytes = encode(*dataset, encoding);
  return read_mpps_create({bytes, encoding, "k1:exam", received}, rules(), peer);
}

MppsResult<MppsSet> set(const DatasetForTest& dataset, const std::string& utc_offset = "") {
  const auto bytes = encode(*dataset);
  return read_mpps_set({bytes, Encoding::explicit_little_endian, "k1:exam", received}, rules(), rules().devices[0],
                       utc_offset);
}

KeyedHash hash(std::string_view text) { return rules().hasher.hash(text); }

TEST(ReadMppsCreate, ReadsAWholeDatasetInBothEncodings) {
  for (const Encoding encoding : {Encoding::implicit_little_endian, Encoding::explicit_little_endian}) {
    const auto read = create(full_create(), stranger, encoding);
    ASSERT_TRUE(read) << read.error().comment;
    EXPECT_EQ(read->device.text(), "ct1");
    EXPECT_EQ(read->facts, (ExamFacts{"k1:exam", {hash("A1"), hash("A2")}, hash("1.2.3.4"), "CT Chest"}));
    EXPECT_EQ(read->subject, Subject::patient);
    EXPECT_EQ(format_rfc3339(*read->started), "2026-11-24T14:40:04.500Z");
    EXPECT_EQ(read->images, 2);
    EXPECT_EQ(read->open_ends_after, std::chrono::seconds{1800});
  }
}

TEST(ReadMppsCreate, NamesAllTypeOneAttributesThatAreMissing) {
  const auto read = create(std::make_unique<DcmDataset>());
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().status, DimseStatus::missing_attribute);
  EXPECT_EQ(read.error().attributes, (std::vector<DicomTag>{0x00400270, 0x00400253, 0x00080060, 0x00400241, 0x00400244,
                                                            0x00400245, 0x00400252}));
  EXPECT_EQ(read.error().comment, "(0040,0270) is missing");
}

TEST(ReadMppsCreate, TellsEmptyFromMissing) {
  auto dataset = plain_create();
  dataset->insertEmptyElement(DCM_PerformedProcedureStepStartDate, OFTrue);
  const auto read = create(dataset);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().status, DimseStatus::missing_attribute_value);
  EXPECT_EQ(read.error().attributes, std::vector<DicomTag>{0x00400244});
}

TEST(ReadMppsCreate, WantsAStudyInEachScheduledStep) {
  auto dataset = plain_create();
  put(add_item(*dataset, DCM_ScheduledStepAttributesSequence), DCM_AccessionNumber, "A2");
  const auto read = create(dataset);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().status, DimseStatus::missing_attribute);
  EXPECT_EQ(read.error().attributes, std::vector<DicomTag>{0x0020000d});
}

TEST(ReadMppsCreate, WantsInProgressAndRealTimes) {
  auto dataset = plain_create();
  put(*dataset, DCM_PerformedProcedureStepStatus, "COMPLETED");
  EXPECT_EQ(create(dataset).error().status, DimseStatus::invalid_attribute_value);
  dataset = plain_create();
  put(*dataset, DCM_PerformedProcedureStepStartTime, "996000");
  EXPECT_EQ(create(dataset).error().attributes, (std::vector<DicomTag>{0x00400244, 0x00400245}));
}

TEST(ReadMppsCreate, SkipsEmptyOrdersAndDoubledOnes) {
  auto dataset = plain_create();
  add_order(*dataset, "");
  add_order(*dataset, "A1 ");
  add_order(*dataset, "A3");
  EXPECT_EQ(create(dataset)->facts.orders, (std::vector{hash("A1"), hash("A3")}));
}

TEST(ReadMppsCreate, LetsOnlyListedProceduresPass) {
  auto dataset = plain_create();
  EXPECT_EQ(create(dataset)->facts.procedure, std::nullopt);
  put(*dataset, DCM_PerformedProcedureStepDescription, "Mrs Muster's chest");
  EXPECT_EQ(create(dataset)->facts.procedure, "other");
}

TEST(ReadMppsCreate, TakesTheMeaningOfTheCodeWithoutADescription) {
  auto dataset = plain_create();
  put(add_item(*dataset, DCM_ProcedureCodeSequence), DCM_CodeMeaning, "CT Chest");
  EXPECT_EQ(create(dataset)->facts.procedure, "CT Chest");
}

TEST(ReadMppsCreate, ReadsOtherCharacterSets) {
  auto dataset = plain_create();
  put(*dataset, DCM_SpecificCharacterSet, "ISO_IR 100");
  put(*dataset, DCM_PerformedProcedureStepDescription,
      "Sch\xe4"
      "del");
  EXPECT_EQ(create(dataset)->facts.procedure, "Schädel");
  put(*dataset, DCM_SpecificCharacterSet, "ISO_IR 192");
  put(*dataset, DCM_PerformedProcedureStepDescription, "Schädel");
  EXPECT_EQ(create(dataset)->facts.procedure, "Schädel");
  put(*dataset, DCM_SpecificCharacterSet, "ISO_IR 999");
  EXPECT_EQ(create(dataset)->facts.procedure, "other");
}

TEST(ReadMppsCreate, DecidesOnTheSubjectBeforeTheIdentityGoes) {
  auto dataset = plain_create();
  EXPECT_EQ(create(dataset)->subject, Subject::unknown);
  put(*dataset, DCM_PatientName, "PHANTOM^DAILY");
  EXPECT_EQ(create(dataset)->subject, Subject::phantom);
}

TEST(ReadMppsCreate, FindsTheDeviceByStationPeerNameOrAddress) {
  auto dataset = plain_create();
  EXPECT_EQ(create(dataset, {"MR1", "10.0.0.7"})->device.text(), "ct1");
  put(*dataset, DCM_PerformedStationAETitle, "UNKNOWN");
  EXPECT_EQ(create(dataset, {"MR1B", "192.0.2.1"})->device.text(), "mr1");
  EXPECT_EQ(create(dataset, {"NOBODY", "10.0.0.7"})->device.text(), "mr1");
  EXPECT_EQ(create(dataset).error().attributes, std::vector<DicomTag>{0x00400241});
  put(*dataset, DCM_PerformedStationName, "MRROOM");
  EXPECT_EQ(create(dataset)->device.text(), "mr1");
}

TEST(ReadMppsCreate, PrefersTheStationsNameToWhoCalls) {
  auto dataset = plain_create();
  put(*dataset, DCM_PerformedStationAETitle, "UNKNOWN");
  put(*dataset, DCM_PerformedStationName, "MRROOM");
  EXPECT_EQ(create(dataset, {"CT1", "192.0.2.1"})->device.text(), "mr1");
  put(*dataset, DCM_PerformedStationName, "OTHER");
  EXPECT_EQ(create(dataset, {"CT1", "10.0.0.7"})->device.text(), "ct1");
}

TEST(ReadMppsCreate, HeedsTheOffsetOfTheDataset) {
  auto dataset = plain_create();
  put(*dataset, DCM_TimezoneOffsetFromUTC, "+0100");
  EXPECT_EQ(format_rfc3339(create(dataset)->started.value()), "2026-11-24T08:40:04.500Z");
  EXPECT_EQ(create(dataset)->utc_offset, "+0100");
  put(*dataset, DCM_TimezoneOffsetFromUTC, "EST");
  EXPECT_EQ(format_rfc3339(create(dataset)->started.value()), "2026-11-24T14:40:04.500Z");
}

TEST(ReadMppsCreate, RefusesWhatIsNoDataset) {
  const std::vector<std::uint8_t> noise(100, 0x7f);
  const auto read = read_mpps_create({noise, Encoding::explicit_little_endian, "k1:exam", received}, rules(), stranger);
  EXPECT_EQ(read.error().status, DimseStatus::processing_failure);
}

TEST(ReadMppsCreate, RefusesMoreOrdersThanAnEventHolds) {
  auto dataset = plain_create();
  for (int i = 0; i < 101; ++i) add_order(*dataset, "B" + std::to_string(i));
  EXPECT_EQ(create(dataset).error().status, DimseStatus::invalid_attribute_value);
}

TEST(ReadMppsSet, ReadsTheEnd) {
  const auto read = set(final_set("COMPLETED"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->status, ExamStatus::completed);
  EXPECT_EQ(format_rfc3339(*read->ended), "2026-11-24T14:55:00.000Z");
  EXPECT_EQ(read->images, 3);
  EXPECT_EQ(read->reason, "");
}

TEST(ReadMppsSet, HeedsTheOffsetOfTheCreate) {
  EXPECT_EQ(format_rfc3339(*set(final_set("COMPLETED"), "+0100")->ended), "2026-11-24T08:55:00.000Z");
}

TEST(ReadMppsSet, LetsOnlyDicomsReasonsPass) {
  const struct {
    const char *code, *scheme, *reason;
  } cases[] = {{"110501", "DCM", "110501"}, {"110516", "DCM", "110516"}, {"110517", "DCM", "other"},
               {"110501", "99X", "other"},  {"Muster", "DCM", "other"},  {"", "", "other"}};
  for (const auto& one : cases) {
    auto dataset = final_set("DISCONTINUED");
    DcmItem& code = add_item(*dataset, DCM_PerformedProcedureStepDiscontinuationReasonCodeSequence);
    put(code, DCM_CodeValue, one.code);
    put(code, DCM_CodingSchemeDesignator, one.scheme);
    EXPECT_EQ(set(dataset)->reason, one.reason) << one.code;
  }
  EXPECT_EQ(set(final_set("DISCONTINUED"))->reason, "");
}

TEST(ReadMppsSet, RefusesAnUnknownStatus) {
  EXPECT_EQ(set(set_of("DONE")).error().attributes, std::vector<DicomTag>{0x00400252});
}

TEST(ReadMppsSet, CountsNonImageObjectsAsWell) {
  auto dataset = final_set("COMPLETED", 1);
  DcmItem& series = add_item(*dataset, DCM_PerformedSeriesSequence);
  add_item(series, DCM_ReferencedNonImageCompositeSOPInstanceSequence);
  EXPECT_EQ(set(dataset)->images, 2);
}

}  // namespace
}  // namespace isocenter::agent
