#include "shared/wire/event_codec.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/shared/wire/generators.hpp"

namespace isocenter::wire {
namespace {

const Instant noon = from_unix_ms(1'795'531'204'123);  // 2026-11-24T14:40:04.123Z
const std::string hash = "k1:" + std::string(64, 'a');
const Epoch epoch = *parse_epoch("000102030405060708090a0b0c0d0e0f");
const Digest digest = *parse_digest("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
const DeviceName ct1 = *DeviceName::parse("ct1");

/// An event of `type` about ct1 with `data` as it stands.
std::string event_of(std::string_view type, std::string_view data) {
  return R"({"seq":1,"t":"2026-11-24T14:40:04.123Z","type":")" + std::string{type} + R"(","device":"ct1","data":)" +
         std::string{data} + "}";
}

TEST(ReadEvent, TakesAClockSetFrom1970To2099) {
  const NewEvent event{noon, std::nullopt, ClockStepped{std::chrono::hours{24 * 365 * 129}}};
  EXPECT_EQ(parse_event(format_event(1, event)), event);
}

TEST(FormatEvent, WritesTheMembersInTheirOrder) {
  const NewEvent event{
      noon, ct1,
      ExamStarted{{hash, {hash}, hash, "CT CHEST"}, Subject::patient, noon, std::chrono::seconds{5400}, "mpps"}};
  EXPECT_EQ(format_event(1201, event),
            R"({"seq":1201,"t":"2026-11-24T14:40:04.123Z","type":"exam.started","device":"ct1","data":{"exam":")" +
                hash + R"(","orders":[")" + hash + R"("],"study":")" + hash +
                R"(","procedure":"CT CHEST","subject":"patient","at":"2026-11-24T14:40:04.123Z",)"
                R"("open_ends_after_s":5400,"source":"mpps"}})");
}

TEST(FormatEvent, LeavesOutWhatIsAbsent) {
  EXPECT_EQ(format_event(1, {noon, std::nullopt, NodeStarted{}}),
            R"({"seq":1,"t":"2026-11-24T14:40:04.123Z","type":"node.started","data":{}})");
}

TEST(FormatGap, StandsForItsNumbers) {
  EXPECT_EQ(format_gap(1001, 1500, noon, "forgotten", digest),
            R"({"seq":1001,"to":1500,"t":"2026-11-24T14:40:04.123Z","type":"outbox.gap",)"
            R"("data":{"reason":"forgotten"},"digest":"f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"})");
}

TEST(FormatEvent, NeverWritesTextThatReadersRefuse) {
  const NewEvent event{noon, ct1, ReadingTaken{std::string(300, 'x') + "\xff", 1, "a\n\x7f\xc3"}};
  const Result<NewEvent> read = parse_event(format_event(1, event));
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(std::get<ReadingTaken>(read->body), (ReadingTaken{std::string(256, 'x'), 1, "a  \xef\xbf\xbd"}));
}

RC_GTEST_PROP(EventCodec, ReadsWhatItWrites, ()) {
  for (std::size_t index = 0; index < generate::body_count; ++index) {
    const NewEvent event = generate::event(index);
    if (std::holds_alternative<OutboxGap>(event.body)) continue;  // written by format_gap
    const std::string bytes = format_event(generate::number(1), event);
    const Result<NewEvent> read = parse_event(bytes);
    if (!read) RC_FAIL(to_string(read.error()) + " in " + bytes);
    RC_ASSERT(*read == event);
  }
}

RC_GTEST_PROP(EventCodec, WritesWhatAnotherReaderReads, ()) {
  const NewEvent event = generate::event();
  const std::uint64_t seq = generate::number(1);
  const auto json = nlohmann::ordered_json::parse(format_event(seq, event));
  RC_ASSERT(json.at("seq") == seq);
  RC_ASSERT(json.at("type") == std::string{event_type(event.body)});
  std::vector<std::string> names;
  for (const auto& member : json.items()) names.push_back(member.key());
  RC_ASSERT(names == (std::vector<std::string>{"seq", "t", "type", "device", "data"}));
}

RC_GTEST_PROP(RenameEvent, KeepsAllButTheNumberAndTheBirthName, ()) {
  NewEvent event = generate::event();
  if (std::holds_alternative<OutboxGap>(event.body)) event.body = NodeStarted{};
  const BirthName was{generate::hex<Epoch>(), generate::number(1), generate::hex<Digest>()};
  const std::string born = format_event(generate::number(1), event);
  const std::string renamed = rename_event(born, 7, {epoch, 3, digest});
  const std::string twice = rename_event(renamed, 12, was);
  RC_ASSERT(twice == rename_event(born, 12, was));
  RC_ASSERT(*parse_event(twice) == event);
  const auto json = nlohmann::json::parse(twice);
  RC_ASSERT(json.at("seq") == 12);
  RC_ASSERT(json.at("was") ==
            (nlohmann::json{{"epoch", to_string(was.epoch)}, {"seq", was.seq}, {"digest", to_string(was.digest)}}));
}

TEST(RenameEvent, IsNotMisledByTextThatLooksLikeABirthName) {
  const BirthName was{epoch, 3, digest};
  const NewEvent event{noon, ct1, ReadingTaken{"x", 1, R"(,"was":{"epoch":"00"}})"}};
  EXPECT_EQ(*parse_event(rename_event(format_event(1, event), 2, was)), event);
}

TEST(ParseEvent, KeepsATypeItDoesNotKnow) {
  const Result<NewEvent> read = parse_event(event_of("dose.recorded", R"({"deep":{"a":[1,{"b":null}]}})"));
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(read->body, EventBody{UnknownEvent{"dose.recorded"}});
}

TEST(ParseEvent, ToleratesMembersOfNewerPeers) {
  EXPECT_TRUE(parse_event(R"({"seq":1,"t":"2026-11-24T14:40:04.123Z","type":"clock.stepped","new":{"a":[1]},)"
                          R"("data":{"by_ms":-1200,"why":null}})"));
}

TEST(ParseEvent, TakesOffsetsAndWhiteSpace) {
  const Result<NewEvent> read = parse_event(
      "{ \"seq\" : 1 ,\n\"t\":\"2026-11-24T09:40:04.123-05:00\", \"type\":\"clock.stepped\", \"data\":{\"by_ms\":5}}");
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(*read, (NewEvent{noon, std::nullopt, ClockStepped{Milliseconds{5}}}));
}

struct Refusal {
  const char* type;
  std::string data;
  const char* where;
};

TEST(ParseEvent, RefusesDataThatBreaksItsTypesRules) {
  const std::string exam = R"("exam":")" + hash + '"';
  const std::string node = R"("node":"agent-ct1","last_receipt":"2026-11-24T14:40:04Z")";
  const std::string configuration = R"({"zone":"UTC","tzdata":"2026a","nodes":[],"devices":[{"name":"ct1","hours":)";
  const Refusal refusals[] = {
      {"node.started", R"([])", "data"},
      {"node.started", R"({"software":7})", "data.software"},
      {"node.started", R"({"software":"a\u0000b"})", "data.software"},
      {"node.started", R"({"epoch_before":"000102030405060708090a0b0c0d0e0f"})", "data.last_before"},
      {"node.started", R"({"epoch_before":"000102030405060708090A0B0C0D0E0F","last_before":1})", "data.epoch_before"},
      {"node.started", R"({"alive_until":"yesterday"})", "data.alive_until"},
      {"node.paused", R"({"from":"2026-11-24T14:40:04Z"})", "data.to"},
      {"node.paused", R"({"from":"2026-11-24T14:40:04Z","to":"2026-11-24T14:40:03Z"})", "data.to"},
      {"clock.stepped", R"({})", "data.by_ms"},
      {"clock.stepped", R"({"by_ms":1.5})", "data.by_ms"},
      {"clock.stepped", R"({"by_ms":"5"})", "data.by_ms"},
      {"clock.stepped", R"({"by_ms":9007199254740993})", "data.by_ms"},
      {"node.silent", "{" + node + R"(,"until":"2026-11-24T14:40:04Z"})", "data.why"},
      {"node.silent", R"({"node":"Agent"})", "data.node"},
      {"node.heard", "{" + node + R"(,"difference_before_ms":0,"difference_after_ms":0,"stood_still":1})",
       "data.stood_still"},
      {"configuration.loaded", R"({"zone":"UTC","tzdata":"2026a","devices":{},"nodes":[]})", "data.devices"},
      {"configuration.loaded", R"({"zone":"UTC","tzdata":"2026a","devices":[7],"nodes":[]})", "data.devices[0]"},
      {"configuration.loaded", configuration + R"([{"weekday":0,"from_minute":0,"to_minute":5}]}]})",
       "data.devices[0].hours[0].weekday"},
      {"configuration.loaded", configuration + R"([{"weekday":1,"from_minute":9,"to_minute":9}]}]})",
       "data.devices[0].hours[0].to_minute"},
      {"configuration.loaded", configuration + R"([{"weekday":1,"from_minute":1440,"to_minute":1441}]}]})",
       "data.devices[0].hours[0].from_minute"},
      {"configuration.loaded",
       R"({"zone":"UTC","tzdata":"2026a","devices":[],"nodes":[{"name":"k","declares":["ct1","CT 2"]}]})",
       "data.nodes[0].declares[1]"},
      {"device.observed", R"({"reachable":"yes"})", "data.reachable"},
      {"device.observed", R"({"reachable":true,"activity":"asleep"})", "data.activity"},
      {"device.declared", R"({"state":"in_use","from":"2026-11-24T14:40:04Z"})", "data.state"},
      {"device.declared", R"({"state":"unknown","from":"2026-11-24T14:40:04Z"})", "data.state"},
      {"device.declared", R"({"state":"down","from":"2026-11-24T14:40:04Z","cause":"gremlins"})", "data.cause"},
      {"device.declared", R"({"state":"down","from":"2026-11-24T14:40:04Z","until":"2026-11-24T15:40:04Z"})",
       "data.until"},
      {"device.declared", R"({"state":"planned_down","from":"2026-11-24T14:40:04Z","until":"2026-11-24T14:40:04Z"})",
       "data.until"},
      {"exam.started", R"({})", "data.exam"},
      {"exam.started", R"({"exam":"1.2.840.113619.2.1"})", "data.exam"},
      {"exam.started", R"({"exam":"k1:)" + std::string(63, 'a') + R"("})", "data.exam"},
      {"exam.started", R"({"exam":"k1:)" + std::string(63, 'a') + R"(A"})", "data.exam"},
      {"exam.started", R"({"exam":"k0:)" + std::string(64, 'a') + R"("})", "data.exam"},
      {"exam.started", "{" + exam + R"(,"orders":["A100"]})", "data.orders[0]"},
      {"exam.started", "{" + exam + R"(,"orders":"A100"})", "data.orders"},
      {"exam.started", "{" + exam + R"(,"study":null})", "data.study"},
      {"exam.started", "{" + exam + R"(,"subject":"dog"})", "data.subject"},
      {"exam.started", "{" + exam + R"(,"open_ends_after_s":0})", "data.open_ends_after_s"},
      {"exam.started", "{" + exam + R"(,"procedure":")" + std::string(257, 'x') + R"("})", "data.procedure"},
      {"exam.started", "{" + exam + "," + exam + "}", "data"},
      {"exam.ended", "{" + exam + R"(,"status":"in_progress"})", "data.status"},
      {"exam.ended", "{" + exam + R"(,"status":"completed","images":-1})", "data.images"},
      {"exam.stepped", "{" + exam + "}", "data.step"},
      {"fault.reported", R"({"fault":"f1","code":"tube","effect":"loud","source":"log"})", "data.effect"},
      {"fault.reported", R"({"fault":"f1","code":"tube","effect":"down"})", "data.source"},
      {"fault.repaired", R"({"fault":""})", "data.fault"},
      {"event.withdrawn",
       R"({"epoch":"000102030405060708090a0b0c0d0e0f","seq":0,"digest":"000102030405060708090a0b0c0d0e0f"})",
       "data.seq"},
      {"reading.taken", R"({"sensor":"he","value":"4.2"})", "data.value"},
      {"reading.taken", R"({"sensor":"he","value":null})", "data.value"},
      {"check.done", R"({"check":"qa","outcome":"maybe"})", "data.outcome"},
      {"feedback.answered", R"({"score":5,"of":4})", "data.score"},
      {"feedback.answered", R"({"score":3,"of":3})", "data.of"},
  };
  for (const Refusal& each : refusals) {
    const Result<NewEvent> read = parse_event(event_of(each.type, each.data));
    ASSERT_FALSE(read) << each.type << ' ' << each.data;
    EXPECT_EQ(read.error().kind, ErrorKind::invalid) << each.type << ' ' << each.data;
    EXPECT_EQ(read.error().where, each.where) << each.type << ' ' << each.data;
  }
}

TEST(ParseEvent, WantsADeviceWhereTheEventIsAboutOne) {
  for (const char* text :
       {R"({"seq":1,"t":"2026-11-24T14:40:04Z","type":"fault.noted","data":{"fault":"f1"}})",
        R"({"seq":1,"t":"2026-11-24T14:40:04Z","type":"exam.stepped","data":{"step":"arrived"}})",
        R"({"seq":1,"t":"2026-11-24T14:40:04Z","type":"fault.noted","device":"CT 1","data":{"fault":"f1"}})",
        R"({"seq":1,"t":"2026-11-24T14:40:04Z","type":"dose.recorded","device":"","data":{}})"}) {
    const Result<NewEvent> read = parse_event(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().kind, ErrorKind::invalid) << text;
    EXPECT_EQ(read.error().where, "device") << text;
  }
}

TEST(ParseEvent, NeverQuotesWhatStandsInTheEvent) {
  for (const std::string& text :
       {event_of("exam.started", R"({"exam":"DOE^JANE"})"), event_of("fault.noted", R"({"fault":["DOE^JANE"]})"),
        event_of("node.paused", R"({"from":"DOE^JANE"})"), event_of("exam.started", R"({"DOE^JANE":1,"DOE^JANE":2})"),
        std::string{R"({"seq":1,"t":"DOE^JANE","type":"a.b","data":{}})"},
        std::string{R"({"seq":1,"t":"2026-11-24T14:40:04Z","type":"DOE^JANE","data":{}})"},
        std::string{R"({"seq":1,"t":"2026-11-24T14:40:04Z","type":"a.b","device":"DOE^JANE","data":{}})"},
        std::string{R"({"DOE^JANE)"}}) {
    const Result<NewEvent> read = parse_event(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(to_string(read.error()).find("DOE"), std::string::npos) << to_string(read.error());
  }
}

TEST(ParseEvent, RefusesMoreThanAnEventMayHold) {
  const auto sized = [](std::size_t size) {
    const std::string frame = event_of("dose.recorded", R"({"x":""})");
    return event_of("dose.recorded", R"({"x":")" + std::string(size - frame.size(), 'x') + R"("})");
  };
  EXPECT_TRUE(parse_event(sized(max_event_bytes)));
  const Result<NewEvent> read = parse_event(sized(max_event_bytes + 1));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::malformed);
}

}  // namespace
}  // namespace isocenter::wire
