#include "shared/wire/batch.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/shared/wire/generators.hpp"

namespace isocenter::wire {
namespace {

const std::string head =
    R"("v":1,"from":"i1","epoch":"000102030405060708090a0b0c0d0e0f","after":"f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",)"
    R"("sent":"2026-11-24T14:40:04.130Z")";

std::string batch_of(std::string_view numbers, std::string_view events) {
  return "{" + head + "," + std::string{numbers} + R"(,"events":[)" + std::string{events} + "]}";
}

std::string event_with(std::string_view members) {
  return R"({"t":"2026-11-24T14:40:04.123Z",)" + std::string{members} + "}";
}

TEST(FormatBatch, IsWrittenAsTheProtocolSays) {
  const Batch batch{.from = "i1",
                    .epoch = *parse_epoch("000102030405060708090a0b0c0d0e0f"),
                    .first = 2,
                    .after = *parse_digest("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"),
                    .last = 3,
                    .sent = from_unix_ms(1'795'531'204'130),
                    .events = {{.bytes = R"({"seq":2})"}, {.bytes = R"({ "seq":3 })"}}};
  EXPECT_EQ(format_batch(batch),
            R"({"v":1,"from":"i1","epoch":"000102030405060708090a0b0c0d0e0f","first":2,)"
            R"("after":"f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff","last":3,"sent":"2026-11-24T14:40:04.130Z",)"
            R"("events":[{"seq":2},{ "seq":3 }]})");
}

RC_GTEST_PROP(Batch, ReadsWhatItWrites, ()) {
  const Batch batch = generate::batch();
  const std::string payload = format_batch(batch);
  RC_PRE(payload.size() <= max_batch_bytes);
  const Result<Batch> read = parse_batch(payload);
  if (!read) RC_FAIL(to_string(read.error()) + " in " + payload);
  RC_ASSERT(*read == batch);
}

TEST(ParseBatch, CutsEventsWordForWord) {
  const std::string first =
      "{ \"seq\":1,\n\"t\":\"2026-11-24T14:40:04.123Z\",\t\"type\":\"a.b\", \"data\":{\"x\":\"}]{\"} }";
  const std::string second = R"({"data":{"\u0065":[{},{"é":"\""}]},"type":"c.d","t":"2026-11-24T14:40:04Z","seq":2})";
  const Result<Batch> batch =
      parse_batch(batch_of(R"("first":1,"last":2)", "\n " + first + " \r\n,\t" + second + " \n"));
  ASSERT_TRUE(batch) << to_string(batch.error());
  ASSERT_EQ(batch->events.size(), 2u);
  EXPECT_EQ(batch->events[0].bytes, first);
  EXPECT_EQ(batch->events[1].bytes, second);
}

TEST(ParseBatch, TakesAnEmptyOneAsHeartbeat) {
  const Result<Batch> batch = parse_batch(batch_of(R"("first":1202,"last":1742)", ""));
  ASSERT_TRUE(batch) << to_string(batch.error());
  EXPECT_EQ(batch->first, 1202u);
  EXPECT_TRUE(batch->events.empty());
}

TEST(ParseBatch, ReadsGapAndBirthName) {
  const Result<Batch> batch = parse_batch(batch_of(
      R"("first":1001,"last":1501)",
      event_with(R"("seq":1001,"to":1500,"type":"outbox.gap","digest":"000102030405060708090a0b0c0d0e0f","data":{})") +
          "," +
          event_with(R"("seq":1501,"type":"a.b","data":{},)"
                     R"("was":{"epoch":"000102030405060708090a0b0c0d0e0f","seq":7,)"
                     R"("digest":"f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"})")));
  ASSERT_TRUE(batch) << to_string(batch.error());
  EXPECT_EQ(batch->events[0].to, 1500u);
  EXPECT_EQ(batch->events[0].stated, parse_digest("000102030405060708090a0b0c0d0e0f").value());
  EXPECT_EQ(batch->events[1].was, (BirthName{*parse_epoch("000102030405060708090a0b0c0d0e0f"), 7,
                                             *parse_digest("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff")}));
}

TEST(ParseBatch, LeavesDataAndDeviceToParseEvent) {
  const Result<Batch> batch = parse_batch(
      batch_of(R"("first":1,"last":3)", event_with(R"("seq":1,"type":"exam.started","data":{"exam":7})") + "," +
                                            event_with(R"("seq":2,"type":"exam.started","data":null)") + "," +
                                            event_with(R"("seq":3,"type":"exam.started","device":"CT 1","data":{})")));
  ASSERT_TRUE(batch) << to_string(batch.error());
  EXPECT_EQ(batch->events[2].device, "");
}

TEST(ParseBatch, ToleratesMembersOfNewerPeers) {
  EXPECT_TRUE(parse_batch(batch_of(R"("first":1,"last":1,"new":[{"a":null}])",
                                   event_with(R"("seq":1,"type":"a.b","data":{},"new":1.5e3)"))));
}

TEST(ParseBatch, TellsAnotherVersionApart) {
  const Result<Batch> batch = parse_batch(R"({"v":2,"events":"elsewhere"})");
  ASSERT_FALSE(batch);
  EXPECT_EQ(batch.error().kind, ErrorKind::unsupported);
  EXPECT_EQ(batch.error().where, "v");
}

struct Refusal {
  std::string payload;
  const char* where;
};

TEST(ParseBatch, NamesTheFieldThatCannotBeRead) {
  const std::string one = R"("first":1,"last":1)";
  const auto single = [&](std::string_view members) { return batch_of(one, event_with(members)); };
  const std::string plain = R"("seq":1,"type":"a.b","data":{})";
  const Refusal refusals[] = {
      {"", ""},
      {"null", ""},
      {"[]", ""},
      {"{}{}", ""},
      {"{}", "v"},
      {R"({"v":"1"})", "v"},
      {R"({"v":1.0})", "v"},
      {R"({"v":1})", "from"},
      {R"({"v":1,"from":""})", "from"},
      {R"({"v":1,"from":"i","epoch":"0123"})", "epoch"},
      {batch_of(R"("last":1)", ""), "first"},
      {batch_of(R"("first":0,"last":1)", ""), "first"},
      {batch_of(R"("first":-1,"last":1)", ""), "first"},
      {batch_of(R"("first":9007199254740993,"last":1)", ""), "first"},
      {batch_of(R"("first":1)", ""), "last"},
      {batch_of(R"("first":1,"last":"1")", ""), "last"},
      {"{" + head + R"(,"first":1,"last":1})", "events"},
      {"{" + head + R"(,"first":1,"last":1,"events":{}})", "events"},
      {"{" + head + R"(,"first":1,"last":1,"\u0065vents":[{"seq":1,"t":"2026-11-24T14:40:04Z","type":"a.b"}]})",
       "events"},
      {batch_of(one, "7"), "events[0]"},
      {batch_of(one, "{}"), "events[0].seq"},
      {single(R"("seq":"1","type":"a.b","data":{})"), "events[0].seq"},
      {single(R"("seq":1.0,"type":"a.b","data":{})"), "events[0].seq"},
      {single(R"("seq":1,"data":{})"), "events[0].type"},
      {single(R"("seq":1,"type":"started","data":{})"), "events[0].type"},
      {single(R"("seq":1,"type":"a..b","data":{})"), "events[0].type"},
      {single(R"("seq":1,"type":".a","data":{})"), "events[0].type"},
      {single(R"("seq":1,"type":"Exam.started","data":{})"), "events[0].type"},
      {single(R"("seq":1,"type":"a.b","device":7,"data":{})"), "events[0].device"},
      {batch_of(one, R"({"seq":1,"t":"2026-11-24 14:40:04","type":"a.b"})"), "events[0].t"},
      {batch_of(one, R"({"seq":1,"t":1795531204123,"type":"a.b"})"), "events[0].t"},
      {single(plain + R"(,"seq":1)"), "events[0]"},
      {single(plain + R"(,"s\u0065q":2)"), "events[0]"},
      {batch_of(one + R"(,"first":1)", ""), ""},
      {single(plain + R"(,"to":1)"), "events[0].to"},
      {single(plain + R"(,"digest":"000102030405060708090a0b0c0d0e0f")"), "events[0].digest"},
      {single(plain + R"(,"was":7)"), "events[0].was"},
      {single(plain + R"(,"was":{"epoch":"000102030405060708090a0b0c0d0e0f"})"), "events[0].was.seq"},
      {single(R"("seq":1,"type":"outbox.gap","data":{})"), "events[0].to"},
      {single(R"("seq":1,"to":0,"type":"outbox.gap","data":{})"), "events[0].to"},
      {single(R"("seq":1,"to":1,"type":"outbox.gap","data":{})"), "events[0].digest"},
      {batch_of(R"("first":2,"last":2)", event_with(plain)), "events[0].seq"},
      {batch_of(R"("first":1,"last":2)", event_with(plain) + "," + event_with(plain)), "events[1].seq"},
      {batch_of(R"("first":1,"last":3)", event_with(plain) + "," + event_with(R"("seq":3,"type":"a.b","data":{})")),
       "events[1].seq"},
      {batch_of(R"("first":1,"last":0)", event_with(plain)), "last"},
  };
  for (const Refusal& each : refusals) {
    const Result<Batch> batch = parse_batch(each.payload);
    ASSERT_FALSE(batch) << each.payload;
    EXPECT_EQ(batch.error().kind, ErrorKind::malformed) << each.payload;
    EXPECT_EQ(batch.error().where, each.where) << each.payload << '\n' << to_string(batch.error());
  }
}

TEST(ParseBatch, KeepsToTheSizesOfTheProtocol) {
  const auto event = [](std::uint64_t seq, std::size_t size) {
    std::string made = event_with(R"("seq":)" + std::to_string(seq) + R"(,"type":"a.b","data":{"x":"")");
    made.insert(made.size() - 1, "}");
    return made.insert(made.size() - 3, std::string(size - made.size(), 'x'));
  };
  const std::string one = R"("first":1,"last":9)";
  EXPECT_TRUE(parse_batch(batch_of(one, event(1, max_event_bytes))));
  const Result<Batch> big_event = parse_batch(batch_of(one, event(1, max_event_bytes + 1)));
  ASSERT_FALSE(big_event);
  EXPECT_EQ(big_event.error().where, "events[0]");

  std::string payload = batch_of(one, event(1, max_event_bytes) + "," + event(2, 30'000));
  payload.append(max_batch_bytes - payload.size(), ' ');
  EXPECT_TRUE(parse_batch(payload));
  EXPECT_FALSE(parse_batch(payload + ' '));
}

TEST(Acknowledgement, IsWrittenAsTheProtocolSays) {
  Acknowledgement acknowledgement{.from = "c1",
                                  .epoch = *parse_epoch("000102030405060708090a0b0c0d0e0f"),
                                  .through = 1201,
                                  .digest = *parse_digest("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff")};
  EXPECT_EQ(format_acknowledgement(acknowledgement),
            R"({"v":1,"from":"c1","epoch":"000102030405060708090a0b0c0d0e0f","through":1201,)"
            R"("digest":"f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff","store":"ok"})");
  acknowledgement.store = "full";
  acknowledgement.unreadable = true;
  EXPECT_EQ(format_acknowledgement(acknowledgement), R"({"v":1,"from":"c1","store":"full","unreadable":true})");
}

RC_GTEST_PROP(Acknowledgement, ReadsWhatItWrites, ()) {
  const Acknowledgement acknowledgement = generate::acknowledgement();
  const Result<Acknowledgement> read = parse_acknowledgement(format_acknowledgement(acknowledgement));
  if (!read) RC_FAIL(to_string(read.error()));
  RC_ASSERT(*read == acknowledgement);
}

TEST(ParseAcknowledgement, HeedsNoNumbersWhileTheStoreIsNotOk) {
  const Result<Acknowledgement> read =
      parse_acknowledgement(R"({"v":1,"from":"c1","epoch":"000102030405060708090a0b0c0d0e0f","through":9,)"
                            R"("digest":"f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff","store":"failed"})");
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(*read, (Acknowledgement{.from = "c1", .store = "failed"}));
}

TEST(ParseAcknowledgement, NamesTheFieldThatCannotBeRead) {
  const Refusal refusals[] = {
      {"{}", "v"},
      {R"({"v":1})", "from"},
      {R"({"v":1,"from":"c1"})", "store"},
      {R"({"v":1,"from":"c1","store":"ok","unreadable":1})", "unreadable"},
      {R"({"v":1,"from":"c1","store":"ok","epoch":"x"})", "epoch"},
      {R"({"v":1,"from":"c1","store":"ok","epoch":"000102030405060708090a0b0c0d0e0f"})", "through"},
      {R"({"v":1,"from":"c1","store":"ok","epoch":"000102030405060708090a0b0c0d0e0f","through":0})", "digest"},
  };
  for (const Refusal& each : refusals) {
    const Result<Acknowledgement> read = parse_acknowledgement(each.payload);
    ASSERT_FALSE(read) << each.payload;
    EXPECT_EQ(read.error().where, each.where) << each.payload;
  }
}

}  // namespace
}  // namespace isocenter::wire
