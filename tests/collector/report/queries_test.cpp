#include "collector/report/queries.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "collector/report/run.hpp"
#include "tests/collector/report/sample_database.hpp"

namespace isocenter::report {
namespace {

constexpr const char* noon = "2026-11-24T12:00:00Z";

ReportRequest request_for(ReportName name) {
  return ReportRequest{
      .name = name, .format = Format::csv, .device = {}, .from = {}, .to = {}, .now = at(noon), .site = sample_site()};
}

/// The report as csv lines, head first.
std::vector<std::string> lines_of(const ReportRequest& request, const SampleDatabase& sample) {
  auto reader = sample.reader();
  std::ostringstream out, err;
  EXPECT_EQ(run_report(request, reader, out, err), 0) << err.str();
  std::vector<std::string> lines;
  std::istringstream in{out.str()};
  for (std::string line; std::getline(in, line);) {
    EXPECT_TRUE(line.ends_with('\r'));
    lines.push_back(line.substr(0, line.size() - 1));
  }
  return lines;
}

using Lines = std::vector<std::string>;

TEST(Exams, HaveAllColumnsWithOrdersApart) {
  SampleDatabase sample;
  sample.exam("k1:e1", "ct1", "2026-11-24T08:00:00Z", "2026-11-24T08:10:00.250Z", "CT CHEST", R"(["k1:aa","k1:bb"])");
  EXPECT_EQ(lines_of(request_for(ReportName::exams), sample),
            (Lines{"exam,orders,study,device,modality,procedure,subject,status,reason,inferred,ordered,scheduled,"
                   "arrived,in_room,started,ended,left_room,images_complete,reported,signed,started_seen,ended_seen",
                   "k1:e1,k1:aa k1:bb,,ct1,CT,CT CHEST,patient,completed,,false,,,,,2026-11-24T08:00:00.000Z,"
                   "2026-11-24T08:10:00.250Z,,,,,2026-11-24T08:00:00.000Z,2026-11-24T08:10:00.250Z"}));
}

TEST(Exams, AreCountedOnceByNeighbouringWindows) {
  SampleDatabase sample;
  sample.exam("k1:e1", "ct1", "2026-11-24T08:00:00Z", "2026-11-24T10:00:00Z");
  sample.exam("k1:e2", "ct1", "2026-11-24T09:00:00Z", std::nullopt);
  auto request = request_for(ReportName::exams);
  request.from = at("2026-11-24T07:00:00Z");
  request.to = at("2026-11-24T09:00:00Z");
  EXPECT_EQ(lines_of(request, sample).size(), 2u);
  request.from = at("2026-11-24T09:00:00Z");
  request.to = at("2026-11-24T11:00:00Z");
  EXPECT_EQ(lines_of(request, sample).size(), 2u);
}

TEST(Exams, OfOneDeviceLeaveTheOthersOut) {
  SampleDatabase sample;
  sample.exam("k1:e1", "ct1", "2026-11-24T08:00:00Z", std::nullopt);
  sample.exam("k1:e2", "mr1", "2026-11-24T08:00:00Z", std::nullopt);
  auto request = request_for(ReportName::exams);
  request.device = DeviceName::parse("mr1").value();
  const Lines lines = lines_of(request, sample);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_TRUE(lines[1].starts_with("k1:e2,"));
}

TEST(Intervals, WriteAClosedNobodyObservedAsUnknown) {
  SampleDatabase sample;
  sample.interval("ct1", "closed", "2026-11-24T00:00:00Z", "2026-11-24T04:00:00Z", "C");
  sample.interval("ct1", "closed", "2026-11-24T04:00:00Z", "2026-11-24T06:00:00Z", "D");
  sample.interval("ct1", "in_use", "2026-11-24T06:00:00Z", std::nullopt, "A", "k1:e1");
  EXPECT_EQ(lines_of(request_for(ReportName::intervals), sample),
            (Lines{"device,state,from,to,cause,grade,reason,source,exam",
                   "ct1,closed,2026-11-24T00:00:00.000Z,2026-11-24T04:00:00.000Z,,C,why,agent-ct1,",
                   "ct1,unknown,2026-11-24T04:00:00.000Z,2026-11-24T06:00:00.000Z,,D,why,agent-ct1,",
                   "ct1,in_use,2026-11-24T06:00:00.000Z,,,A,why,agent-ct1,k1:e1"}));
}

TEST(Intervals, ThatTouchTheWindowAreWrittenWhole) {
  SampleDatabase sample;
  sample.interval("ct1", "ready", "2026-11-24T00:00:00Z", "2026-11-24T04:00:00Z");
  sample.interval("ct1", "down", "2026-11-24T04:00:00Z", "2026-11-24T06:00:00Z");
  sample.interval("ct1", "ready", "2026-11-24T06:00:00Z", std::nullopt);
  auto request = request_for(ReportName::intervals);
  request.from = at("2026-11-24T05:00:00Z");
  request.to = at("2026-11-24T06:00:00Z");
  const Lines lines = lines_of(request, sample);
  ASSERT_EQ(lines.size(), 2u) << "what ends or begins at an edge does not touch";
  EXPECT_EQ(lines[1], "ct1,down,2026-11-24T04:00:00.000Z,2026-11-24T06:00:00.000Z,equipment,A,why,agent-ct1,");
}

TEST(Intervals, OfADeviceNoLongerConfiguredAreStillThere) {
  SampleDatabase sample;
  sample.interval("old-ct", "ready", "2026-11-24T00:00:00Z", std::nullopt);
  auto request = request_for(ReportName::intervals);
  EXPECT_EQ(lines_of(request, sample).size(), 2u);
  request.device = DeviceName::parse("old-ct").value();
  EXPECT_EQ(lines_of(request, sample).size(), 2u);
}

TEST(States, AddUpToTheWindow) {
  SampleDatabase sample;
  sample.interval("ct1", "ready", "2026-11-24T06:00:00Z", "2026-11-24T07:00:00Z");
  sample.interval("ct1", "down", "2026-11-24T07:00:00Z", "2026-11-24T07:00:00.500Z");
  sample.interval("ct1", "ready", "2026-11-24T07:00:00.500Z", std::nullopt);
  auto request = request_for(ReportName::states);
  request.device = DeviceName::parse("ct1").value();
  request.from = at("2026-11-24T05:00:00Z");
  request.to = at("2026-11-24T08:00:00Z");
  EXPECT_EQ(lines_of(request, sample), (Lines{"device,state,seconds,share", "ct1,ready,7199.5,0.666621",
                                              "ct1,down,0.5,0.000046", "ct1,unknown,3600,0.333333"}));
}

TEST(States, CoverTheLastDayWhereNothingIsSaid) {
  SampleDatabase sample;
  const Lines lines = lines_of(request_for(ReportName::states), sample);
  EXPECT_EQ(lines, (Lines{"device,state,seconds,share", "ct1,unknown,86400,1", "mr1,unknown,86400,1"}));
}

TEST(States, LeaveTheFutureOut) {
  SampleDatabase sample;
  sample.interval("ct1", "ready", "2026-11-24T00:00:00Z", std::nullopt);
  auto request = request_for(ReportName::states);
  request.device = DeviceName::parse("ct1").value();
  request.from = at("2026-11-24T11:00:00Z");
  request.to = at("2026-11-25T00:00:00Z");
  EXPECT_EQ(lines_of(request, sample), (Lines{"device,state,seconds,share", "ct1,ready,3600,1"}));
}

TEST(States, AreUnknownSinceTheCollectorWent) {
  SampleDatabase sample;
  sample.interval("ct1", "ready", "2026-11-24T00:00:00Z", std::nullopt);
  sample.derived_until("2026-11-24T11:15:00Z");
  auto request = request_for(ReportName::states);
  request.device = DeviceName::parse("ct1").value();
  request.from = at("2026-11-24T11:00:00Z");
  EXPECT_EQ(lines_of(request, sample),
            (Lines{"device,state,seconds,share", "ct1,ready,900,0.25", "ct1,unknown,2700,0.75"}));
}

TEST(Status, TellsWhatEachConfiguredDeviceDoesNow) {
  SampleDatabase sample;
  sample.interval("ct1", "ready", "2026-11-24T06:00:00Z", "2026-11-24T11:50:00Z");
  sample.interval("ct1", "in_use", "2026-11-24T11:50:00Z", std::nullopt, "A", "k1:e1");
  sample.exam("k1:e1", "ct1", "2026-11-24T11:50:00Z", std::nullopt);
  sample.derived_until("2026-11-24T11:59:58Z");
  EXPECT_EQ(lines_of(request_for(ReportName::status), sample),
            (Lines{"device,title,room,modality,state,since,grade,reason,cause,exam,exam_started,node,observed",
                   "ct1,\"CT 1, \"\"new\"\" wing\",1.204,CT,in_use,2026-11-24T11:50:00.000Z,A,why,,k1:e1,"
                   "2026-11-24T11:50:00.000Z,agent-ct1,2026-11-24T12:00:00.000Z",
                   "mr1,MR 1,1.204,MR,unknown,,D,,,,,agent-ct1,"}));
}

TEST(Status, TellsNothingForSureOnceTheCollectorIsGone) {
  SampleDatabase sample;
  sample.interval("ct1", "ready", "2026-11-24T06:00:00Z", std::nullopt, "C");
  sample.derived_until("2026-11-24T11:00:00Z");
  auto request = request_for(ReportName::status);
  request.device = DeviceName::parse("ct1").value();
  EXPECT_EQ(lines_of(request, sample)[1],
            "ct1,\"CT 1, \"\"new\"\" wing\",1.204,CT,unknown,2026-11-24T11:00:00.000Z,D,collector_offline,,,,"
            "agent-ct1,2026-11-24T11:00:00.000Z");
}

TEST(Events, AreWordForWordAndSayWhatIsNotHere) {
  SampleDatabase sample;
  sample.event("exam.started", "ct1", "2026-11-24T08:00:00Z", "2026-11-24T08:00:01Z",
               R"({"seq":1,"t":"…","type":"exam.started","device":"ct1","data":{"exam":"k1:e1","n":1.50}})");
  sample.event("outbox.gap", std::nullopt, "2026-11-24T08:00:02Z", "2026-11-24T08:00:03Z", std::nullopt, "gap", 10);
  sample.event("exam.ended", "ct1", "2026-11-24T08:00:04Z", "2026-11-24T08:00:05Z", std::nullopt, "rejected");
  const std::string name = "agent-ct1,000102030405060708090a0b0c0d0e0f,";
  const std::string digest = ",ff00000000000000000000000000000a,";
  EXPECT_EQ(lines_of(request_for(ReportName::events), sample),
            (Lines{"node,epoch,seq,digest,t,received,type,device,data",
                   name + "1" + digest + "2026-11-24T08:00:00.000Z,2026-11-24T08:00:01.000Z,exam.started,ct1," +
                       R"("{""exam"":""k1:e1"",""n"":1.50}")",
                   name + "2" + digest + "2026-11-24T08:00:02.000Z,2026-11-24T08:00:03.000Z,outbox.gap,," +
                       R"("{""reason"":""forgotten"",""to"":11}")",
                   name + "12" + digest + "2026-11-24T08:00:04.000Z,2026-11-24T08:00:05.000Z,exam.ended,ct1," +
                       R"("{""fate"":""rejected"",""why"":""forgotten""}")"}));
}

/// Events a minute apart from midnight on, received as they happened but for every tenth, which came six hours late.
void fill_day(SampleDatabase& sample) {
  sample.writer().execute("BEGIN");
  for (int minute = 0; minute < 600; ++minute) {
    const std::string t = format_rfc3339(at("2026-11-20T00:00:00Z") + std::chrono::minutes{minute});
    sample.event("reading.taken", minute % 2 == 0 ? "ct1" : "mr1", t, t, R"({"data":{}})");
  }
  sample.event("exam.started", "ct1", "2026-11-20T01:30:30Z", "2026-11-24T09:00:00Z", R"({"data":{}})");
  sample.writer().execute("COMMIT");
}

TEST(Events, OfAWindowIncludeWhatCameLate) {
  SampleDatabase sample;
  fill_day(sample);
  auto request = request_for(ReportName::events);
  request.from = at("2026-11-20T01:30:00Z");
  request.to = at("2026-11-20T01:32:00Z");
  EXPECT_EQ(lines_of(request, sample).size(), 1u + 3u);
  request.device = DeviceName::parse("ct1").value();
  EXPECT_EQ(lines_of(request, sample).size(), 1u + 2u);
}

TEST(Events, AreFoundByHalvingFarInTheLog) {
  SampleDatabase sample;
  fill_day(sample);
  auto request = request_for(ReportName::events);
  request.from = at("2026-11-24T00:00:00Z");
  EXPECT_EQ(lines_of(request, sample).size(), 1u);
  sample.event("node.started", std::nullopt, "2026-11-24T10:00:00Z", "2026-11-24T10:00:00Z", R"({"data":{}})");
  EXPECT_EQ(lines_of(request, sample).size(), 2u);
}

TEST(Events, AreFoundWhereTheCollectorsClockWasSetBack) {
  SampleDatabase sample;
  const auto said = [&](const char* when) { sample.event("node.started", std::nullopt, when, when, R"({"data":{}})"); };
  said("2026-11-20T01:00:00Z");
  for (int i = 0; i < 20; ++i) said("2027-03-01T00:00:00Z");  // a year ahead for a while
  for (int i = 0; i < 5; ++i) said("2026-11-21T00:00:00Z");
  for (int i = 0; i < 20; ++i) said("2026-11-20T02:00:00Z");
  sample.writer().execute(
      "INSERT INTO node VALUES (2, 'collector'); INSERT INTO epoch VALUES (2, 2, randomblob(16), 1, zeroblob(16), 0);"
      "INSERT INTO event (epoch, seq, last, digest, fate, t, received, difference_ms, shift_ms, when_ms, type) VALUES"
      " (2, 1, 1, zeroblob(16), 'stored', 0, 0, 0, 0, 0, 'clock.stepped')");
  auto request = request_for(ReportName::events);
  request.from = at("2026-11-22T12:00:00Z");
  request.to = at("2027-04-01T00:00:00Z");
  EXPECT_EQ(lines_of(request, sample).size(), 1u + 20u);
}

TEST(Events, ComeInPagesThatJoinToTheWhole) {
  SampleDatabase sample;
  fill_day(sample);
  auto reader = sample.reader();
  auto request = request_for(ReportName::events);
  request.device = DeviceName::parse("ct1").value();
  CollectRows whole;
  EXPECT_EQ(write_events(request, EventPage{}, reader, whole), (EventPageEnd{.after = 601, .more = false}));
  Report joined;
  EventPageEnd end{.after = 0, .more = true};
  int pages = 0;
  while (end.more && ++pages < 100) {
    CollectRows page;
    end = write_events(request, EventPage{.after = end.after, .most_rows = 50, .most_read = 70}, reader, page);
    EXPECT_LE(page.report.rows.size(), 50u);
    joined.rows.insert(joined.rows.end(), page.report.rows.begin(), page.report.rows.end());
  }
  EXPECT_EQ(joined.rows, whole.report.rows);
  EXPECT_EQ(pages, 9) << "601 events at 70 a page";
}

TEST(Events, AreAskedForByTypeOrByFamily) {
  SampleDatabase sample;
  for (const char* type : {"fault.reported", "fault.called", "faulty.thing", "fault", "device.declared"}) {
    sample.event(type, std::nullopt, "2026-11-24T10:00:00Z", "2026-11-24T10:00:00Z", R"({"data":{}})");
  }
  auto reader = sample.reader();
  const auto found = [&](const std::string& type) {
    CollectRows rows;
    write_events(request_for(ReportName::events), EventPage{.type = type}, reader, rows);
    return rows.report.rows.size();
  };
  EXPECT_EQ(found(""), 5u);
  EXPECT_EQ(found("fault.called"), 1u);
  EXPECT_EQ(found("fault"), 3u) << "reported, called, and one of that very name";
  EXPECT_EQ(found("fault."), 0u);
}

TEST(Events, ComeWithoutTheAuditWhereItIsNotAskedFor) {
  SampleDatabase sample;
  for (const char* type : {"user.changed", "session.opened", "session.ended", "access.refused", "fault.called"}) {
    sample.event(type, std::nullopt, "2026-11-24T10:00:00Z", "2026-11-24T10:00:00Z", R"({"data":{}})");
  }
  auto reader = sample.reader();
  const auto found = [&](bool audit) {
    CollectRows rows;
    write_events(request_for(ReportName::events), EventPage{.audit = audit}, reader, rows);
    return rows.report.rows.size();
  };
  EXPECT_EQ(found(true), 5u);
  EXPECT_EQ(found(false), 1u);
}

TEST(RunReport, NamesTheNearestDevice) {
  SampleDatabase sample;
  auto request = request_for(ReportName::exams);
  request.device = DeviceName::parse("ct2").value();
  auto reader = sample.reader();
  std::ostringstream out, err;
  EXPECT_EQ(run_report(request, reader, out, err), 2);
  EXPECT_EQ(out.str(), "");
  EXPECT_NE(err.str().find("did you mean \"ct1\"?"), std::string::npos) << err.str();
}

TEST(RunReport, FailsInWordsWhereTheDatabaseIsNone) {
  SampleDatabase sample;
  sample.writer().execute("DROP TABLE interval");
  auto reader = sample.reader();
  std::ostringstream out, err;
  EXPECT_EQ(run_report(request_for(ReportName::intervals), reader, out, err), 1);
  EXPECT_NE(err.str().find("isocenter.db"), std::string::npos) << err.str();
}

TEST(RunReport, FailsWhereNobodyTakesTheReport) {
  SampleDatabase sample;
  auto reader = sample.reader();
  std::ofstream full{"/dev/full"};
  std::ostringstream err;
  EXPECT_EQ(run_report(request_for(ReportName::status), reader, full, err), 1);
  EXPECT_NE(err.str(), "");
}

}  // namespace
}  // namespace isocenter::report
