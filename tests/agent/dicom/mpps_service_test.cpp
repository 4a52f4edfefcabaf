#include "agent/dicom/mpps_service.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/agent/dicom/database_sink.hpp"
#include "tests/agent/dicom/mpps_datasets.hpp"
#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::agent {
namespace {

using namespace std::chrono_literals;

class Mpps : public testing::Test {
 protected:
  MppsRequest request(const std::string& uid, std::vector<std::uint8_t>& bytes) {
    return {std::string{mpps_sop_class}, uid, {"CT1", "127.0.0.1"}, bytes, Encoding::explicit_little_endian};
  }
  MppsAnswer create(const std::string& uid, const DatasetForTest& dataset = full_create()) {
    auto bytes = encode(*dataset);
    return service.create(request(uid, bytes));
  }
  MppsAnswer set(const std::string& uid, const DatasetForTest& dataset) {
    auto bytes = encode(*dataset);
    return service.set(request(uid, bytes));
  }
  template <typename Event>
  Event last() {
    return std::get<Event>(std::get<EventBody>(sink.sightings().back().seen));
  }

  fakes::TemporaryFolder folder;
  DatabaseSink sink{folder / "outbox"};
  Instant now = parse_rfc3339("2026-11-24T14:41:00Z").value();
  std::vector<std::string> said;
  MppsService service{rules(), sink, [this] { return now; }, [this](const std::string& line) { said.push_back(line); }};
};

TEST_F(Mpps, CreateStartsAnExam) {
  EXPECT_EQ(create("1.2.9").status, DimseStatus::success);
  const Sighting seen = sink.sightings().back();
  EXPECT_EQ(seen.device->text(), "ct1");
  EXPECT_EQ(seen.t, now);
  EXPECT_EQ(seen.source, "mpps");
  const auto started = last<ExamStarted>();
  EXPECT_EQ(started.facts.exam, rules().hasher.hash("1.2.9"));
  EXPECT_EQ(started.facts.orders.size(), 2u);
  EXPECT_EQ(started.open_ends_after, 1800s);
  EXPECT_EQ(started.source, "mpps");
}

TEST_F(Mpps, CreateWithoutAnInstanceGetsOneThatCanBeSet) {
  const MppsAnswer answer = create("");
  EXPECT_EQ(answer.status, DimseStatus::success);
  EXPECT_EQ(answer.sop_instance.substr(0, 5), "2.25.");
  EXPECT_EQ(set(answer.sop_instance, final_set("COMPLETED")).status, DimseStatus::success);
}

TEST_F(Mpps, RepeatedCreateIsADuplicate) {
  create("1.2.9");
  const MppsAnswer answer = create("1.2.9");
  EXPECT_EQ(answer.status, DimseStatus::duplicate_sop_instance);
  EXPECT_EQ(answer.sop_instance, "1.2.9");
  EXPECT_EQ(sink.sightings().size(), 1u);
}

TEST_F(Mpps, WrongUsesGetTheStandardsStatus) {
  create("1.2.9");
  auto bytes = encode(*plain_create());
  MppsRequest other = request("1.2.8", bytes);
  other.sop_class = "1.2.840.10008.5.1.4.34.6.1";
  EXPECT_EQ(service.create(other).status, DimseStatus::no_such_sop_class);
  EXPECT_EQ(service.set(other).status, DimseStatus::no_such_sop_class);
  EXPECT_EQ(set("1.2.8", final_set("COMPLETED")).status, DimseStatus::no_such_sop_instance);
  EXPECT_EQ(set("", final_set("COMPLETED")).status, DimseStatus::no_such_sop_instance);
  EXPECT_EQ(set("1.2.9", set_of("DONE")).status, DimseStatus::invalid_attribute_value);
  EXPECT_EQ(create("1.2.7", std::make_unique<DcmDataset>()).status, DimseStatus::missing_attribute);
  std::vector<std::uint8_t> noise(50, 0x33);
  EXPECT_EQ(service.create(request("1.2.7", noise)).status, DimseStatus::processing_failure);
  EXPECT_EQ(service.set(request("1.2.9", noise)).status, DimseStatus::processing_failure);
  EXPECT_EQ(sink.sightings().size(), 1u);
}

TEST_F(Mpps, AClockThatJumpsAheadForgetsNoStepThatIsUnderWay) {
  create("1.2.9");
  create("1.2.10");
  set("1.2.10", final_set("COMPLETED"));
  now += 5 * 365 * 24h;
  create("1.2.11");
  EXPECT_EQ(set("1.2.9", final_set("COMPLETED")).status, DimseStatus::success);
  EXPECT_EQ(set("1.2.10", final_set("COMPLETED")).status, DimseStatus::no_such_sop_instance);  // long ended
}

TEST_F(Mpps, SaysEachKindOfRefusalOfAPeerOnce) {
  create("1.2.9");
  EXPECT_TRUE(said.empty());
  for (int i = 0; i < 100; ++i) {
    create("1.2.9");
    create("1.2.7", std::make_unique<DcmDataset>());
    set("1.2.8", final_set("COMPLETED"));
  }
  ASSERT_EQ(said.size(), 3u);
  EXPECT_EQ(said[0], "mpps: N-CREATE of CT1 at 127.0.0.1 answered 0111H: this step was created before");
  EXPECT_TRUE(
      said[1].starts_with("mpps: N-CREATE of CT1 at 127.0.0.1 answered 0120H: (0040,0270) is missing; "
                          "attributes (0040,0270) (0040,0253)"))
      << said[1];
  EXPECT_EQ(said[2], "mpps: N-SET of CT1 at 127.0.0.1 answered 0112H: no step of this UID is known here");
}

TEST_F(Mpps, AStepOfAClockThatWasNeverSetIsTakenWithoutItsTimes) {
  auto dataset = plain_create();
  put(*dataset, DCM_PerformedProcedureStepStartDate, "19691231");
  put(*dataset, DCM_PerformedProcedureStepStartTime, "120000");
  EXPECT_EQ(create("1.2.9", dataset).status, DimseStatus::success);
  EXPECT_EQ(last<ExamStarted>().at, std::nullopt);
  auto end = final_set("COMPLETED");
  put(*end, DCM_PerformedProcedureStepEndDate, "19000101");
  EXPECT_EQ(set("1.2.9", end).status, DimseStatus::success);
  EXPECT_EQ(last<ExamEnded>().at, std::nullopt);
}

TEST_F(Mpps, SetEndsTheExam) {
  create("1.2.9");
  EXPECT_EQ(set("1.2.9", final_set("COMPLETED")).status, DimseStatus::success);
  const auto ended = last<ExamEnded>();
  EXPECT_EQ(ended.status, ExamStatus::completed);
  EXPECT_EQ(format_rfc3339(*ended.at), "2026-11-24T14:55:00.000Z");
  EXPECT_EQ(ended.images, 3);
  EXPECT_EQ(sink.sightings().back().device->text(), "ct1");
}

TEST_F(Mpps, FinalStatesAreFinal) {
  for (const char* status : {"COMPLETED", "DISCONTINUED"}) {
    const std::string uid = std::string_view{status} == "COMPLETED" ? "1.2.9" : "1.2.10";
    create(uid);
    set(uid, final_set(status));
    const MppsAnswer answer = set(uid, final_set("COMPLETED"));
    EXPECT_EQ(answer.status, DimseStatus::processing_failure);
    EXPECT_EQ(answer.error_id, no_longer_updatable);
    EXPECT_EQ(answer.comment, "Performed Procedure Step Object may no longer be updated");
  }
  EXPECT_EQ(sink.sightings().size(), 4u);
}

TEST_F(Mpps, CompletedNeedsEndAndSeries) {
  create("1.2.9", plain_create());
  const MppsAnswer absent = set("1.2.9", set_of("COMPLETED"));
  EXPECT_EQ(absent.status, DimseStatus::missing_attribute);
  EXPECT_EQ(absent.attributes, (std::vector<DicomTag>{0x00400250, 0x00400251}));

  auto empty = set_of("COMPLETED");
  empty->insertEmptyElement(DCM_PerformedProcedureStepEndDate);
  empty->insertEmptyElement(DCM_PerformedProcedureStepEndTime);
  EXPECT_EQ(set("1.2.9", empty).status, DimseStatus::missing_attribute_value);

  auto no_series = final_set("COMPLETED");
  no_series->findAndDeleteElement(DCM_PerformedSeriesSequence);
  EXPECT_EQ(set("1.2.9", no_series).attributes, std::vector<DicomTag>{0x00400340});
  no_series->insertEmptyElement(DCM_PerformedSeriesSequence);
  EXPECT_EQ(set("1.2.9", no_series).status, DimseStatus::missing_attribute_value);
  EXPECT_EQ(sink.sightings().size(), 1u);
}

TEST_F(Mpps, DiscontinuedMayHaveNoSeries) {
  create("1.2.9", plain_create());
  auto dataset = final_set("DISCONTINUED");
  dataset->findAndDeleteElement(DCM_PerformedSeriesSequence);
  EXPECT_EQ(set("1.2.9", dataset).status, DimseStatus::success);
  EXPECT_EQ(last<ExamEnded>().images, std::nullopt);
}

TEST_F(Mpps, UpdatesAreKeptForTheEnd) {
  create("1.2.9", plain_create());
  auto update = final_set("IN PROGRESS", 5);
  put(*update, DCM_PerformedProcedureStepDescription, "CT Chest");
  EXPECT_EQ(set("1.2.9", update).status, DimseStatus::success);
  EXPECT_EQ(last<ExamUpdated>().facts.procedure, "CT Chest");
  EXPECT_EQ(set("1.2.9", set_of("COMPLETED")).status, DimseStatus::success);
  EXPECT_EQ(last<ExamEnded>().images, 5);
  EXPECT_EQ(format_rfc3339(*last<ExamEnded>().at), "2026-11-24T14:55:00.000Z");
}

TEST_F(Mpps, FullDiskIsALackOfResourcesAndChangesNothing) {
  create("1.2.9");
  sink.fail_from_now_on();
  EXPECT_EQ(create("1.2.10").status, DimseStatus::resource_limitation);
  EXPECT_EQ(set("1.2.9", final_set("COMPLETED")).status, DimseStatus::resource_limitation);
  sink.work_again();
  EXPECT_EQ(create("1.2.10").status, DimseStatus::success);
  EXPECT_EQ(set("1.2.9", final_set("COMPLETED")).status, DimseStatus::success);
}

TEST_F(Mpps, InstancesOutliveARestart) {
  create("1.2.9");
  MppsService again{rules(), sink, [this] { return now; }};
  auto bytes = encode(*final_set("COMPLETED"));
  EXPECT_EQ(again.set(request("1.2.9", bytes)).status, DimseStatus::success);
}

TEST_F(Mpps, EndedInstancesAreForgottenAfterThirtyDays) {
  create("1.2.9");
  set("1.2.9", final_set("COMPLETED"));
  now += 24h * 30 + 1s;
  create("1.2.10");
  EXPECT_EQ(set("1.2.9", final_set("COMPLETED")).status, DimseStatus::no_such_sop_instance);
}

TEST_F(Mpps, CountsItsAnswersAndUnknownStations) {
  create("1.2.9");
  create("1.2.9");
  auto bytes = encode(*plain_create());
  MppsRequest stranger = request("1.2.8", bytes);
  stranger.peer = {"X", "192.0.2.1"};
  auto dataset = plain_create();
  put(*dataset, DCM_PerformedStationAETitle, "X");
  bytes = encode(*dataset);
  stranger.dataset = bytes;
  service.create(stranger);
  const MppsCounts counts = service.counts();
  EXPECT_EQ(counts.answers.at(DimseStatus::success), 1u);
  EXPECT_EQ(counts.answers.at(DimseStatus::duplicate_sop_instance), 1u);
  EXPECT_EQ(counts.unknown_station, 1u);
}

TEST_F(Mpps, LeavesNoIdentityOnTheDisk) {
  create("1.2.3.99.4711");
  set("1.2.3.99.4711", final_set("COMPLETED"));
  for (const char* name : {"outbox", "outbox-wal"}) {
    std::ifstream file{folder / name, std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    for (const char* planted : {"Muster", "Erika", "4711", "19640812", "1.2.3.99"}) {
      EXPECT_EQ(bytes.find(planted), std::string::npos) << name << " holds " << planted;
    }
  }
}

}  // namespace
}  // namespace isocenter::agent
