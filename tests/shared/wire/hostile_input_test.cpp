#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

#include "shared/wire/event_codec.hpp"
#include "tests/shared/wire/generators.hpp"

// Torn, flipped and invented bytes: never a crash, and what is accepted means what another JSON reader finds in it.
namespace isocenter::wire {
namespace {

using nlohmann::json;

const Digest digest = *parse_digest("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");

/// A small batch with an exam, a gap and a renamed reading.
Batch sample() {
  const Instant noon = from_unix_ms(1'795'531'204'123);
  const DeviceName ct1 = *DeviceName::parse("ct1");
  const KeyedHash hash = "k1:" + std::string(64, 'b');
  const Epoch epoch = *parse_epoch("000102030405060708090a0b0c0d0e0f");
  Batch batch{.from = "i1", .epoch = epoch, .first = 9, .after = digest, .last = 14, .sent = noon};
  batch.events.push_back(
      generate::wire_event(9, {noon, ct1, ExamStarted{{hash, {}, {}, "CT"}, Subject::patient, noon, {}, "mpps"}}));
  batch.events.push_back(
      {10, 12, noon, "outbox.gap", "", std::nullopt, digest, format_gap(10, 12, noon, "forgotten", digest)});
  batch.events.push_back(generate::wire_event(13, {noon, ct1, ReadingTaken{"hé\"", 4.25, "K"}}));
  batch.events.back().was = BirthName{epoch, 3, digest};
  batch.events.back().bytes = rename_event(batch.events.back().bytes, 13, *batch.events.back().was);
  return batch;
}

void expect_same_envelope(const WireEvent& event, const json& other) {
  EXPECT_EQ(json::parse(event.bytes), other);
  EXPECT_EQ(other.at("seq"), event.seq);
  EXPECT_EQ(other.value("to", event.seq), event.to);
  EXPECT_EQ(parse_rfc3339(other.at("t").get<std::string>()).value(), event.t);
  EXPECT_EQ(other.at("type"), event.type);
  if (!event.device.empty()) {
    EXPECT_EQ(other.at("device"), event.device);
  }
  EXPECT_EQ(other.contains("was"), event.was.has_value());
  if (event.was) {
    EXPECT_EQ(other.at("was").at("epoch"), to_string(event.was->epoch));
    EXPECT_EQ(other.at("was").at("seq"), event.was->seq);
    EXPECT_EQ(other.at("was").at("digest"), to_string(event.was->digest));
  }
  EXPECT_EQ(event.stated.has_value(), event.type == "outbox.gap");
  if (event.stated) {
    EXPECT_EQ(other.at("digest"), to_string(*event.stated));
  }
}

/// Whatever parse_batch accepts must be JSON to nlohmann too, and say the same.
void expect_same_meaning(const std::string& payload) {
  const Result<Batch> batch = parse_batch(payload);
  if (!batch) return;
  const json other = json::parse(payload, nullptr, false);
  ASSERT_FALSE(other.is_discarded()) << payload;
  EXPECT_EQ(other.at("v"), 1);
  EXPECT_EQ(other.at("from"), batch->from);
  EXPECT_EQ(other.at("epoch"), to_string(batch->epoch));
  EXPECT_EQ(other.at("first"), batch->first);
  EXPECT_EQ(other.at("after"), to_string(batch->after));
  EXPECT_EQ(other.at("last"), batch->last);
  EXPECT_EQ(parse_rfc3339(other.at("sent").get<std::string>()).value(), batch->sent);
  ASSERT_EQ(other.at("events").size(), batch->events.size());
  for (std::size_t i = 0; i < batch->events.size(); ++i) {
    expect_same_envelope(batch->events[i], other.at("events")[i]);
    EXPECT_NE(payload.find(batch->events[i].bytes), std::string::npos);
    (void)parse_event(batch->events[i].bytes);
  }
}

TEST(HostileBatch, TornAnywhereIsRefused) {
  const std::string payload = format_batch(sample());
  ASSERT_TRUE(parse_batch(payload));
  for (std::size_t length = 0; length < payload.size(); ++length) {
    EXPECT_FALSE(parse_batch(std::string_view{payload}.substr(0, length))) << length;
  }
}

TEST(HostileBatch, OneFlippedBitNeverMeansTheSame) {
  const Batch batch = sample();
  const std::string payload = format_batch(batch);
  for (std::size_t bit = 0; bit < payload.size() * 8; ++bit) {
    std::string flipped = payload;
    flipped[bit / 8] = static_cast<char>(static_cast<unsigned char>(flipped[bit / 8]) ^ (1u << bit % 8));
    expect_same_meaning(flipped);
    const Result<Batch> read = parse_batch(flipped);
    // RFC 3339 lets a sender write "t" and "z"; nothing else may change unseen.
    if (read && *read == batch) {
      EXPECT_EQ(bit % 8, 5u) << flipped;
    }
  }
}

TEST(HostileEvent, TornAnywhereIsRefused) {
  for (const WireEvent& event : sample().events) {
    for (std::size_t length = 0; length < event.bytes.size(); ++length) {
      EXPECT_FALSE(parse_event(std::string_view{event.bytes}.substr(0, length))) << length;
    }
  }
}

RC_GTEST_PROP(HostileBatch, MangledBytesNeverMeanAnythingElse, ()) {
  std::string payload = format_batch(generate::batch());
  const std::vector<std::string> pieces{"{",
                                        "}",
                                        "[",
                                        "]",
                                        "\"",
                                        "\\",
                                        ",",
                                        ":",
                                        "0",
                                        "1e9",
                                        "null",
                                        "\xff",
                                        "\xed\xa0\x80",
                                        " ",
                                        std::string(1, '\0'),
                                        "\"seq\":2,",
                                        "\\ud800"};
  for (int left = *rc::gen::inRange(1, 4); left > 0; --left) {
    const auto at = *rc::gen::inRange<std::size_t>(0, payload.size());
    switch (*rc::gen::inRange(0, 3)) {
      case 0: payload.insert(at, *rc::gen::elementOf(pieces)); break;
      case 1: payload.erase(at, *rc::gen::inRange<std::size_t>(1, 20)); break;
      default: payload.insert(at, payload.substr(at / 2, 30)); break;
    }
  }
  expect_same_meaning(payload);
  RC_ASSERT(!testing::Test::HasFailure());
}

RC_GTEST_PROP(HostileBytes, NeverCrashAnyReader, (const std::string& bytes)) {
  RC_ASSERT(!parse_batch(bytes));
  RC_ASSERT(!parse_event(bytes));
  RC_ASSERT(!parse_acknowledgement(bytes));
  RC_ASSERT(!parse_node_status(bytes));
  RC_ASSERT(!parse_collector_status(bytes));
  RC_ASSERT(!parse_node_about(bytes));
  RC_ASSERT(!parse_observed_device(bytes));
  RC_ASSERT(!parse_device_snapshot(bytes));
  RC_ASSERT(!parse_alert(bytes));
}

struct Hostile {
  const char* name;
  std::string data;
};

TEST(HostileBatch, OfOddJsonIsRefusedAsAWhole) {
  const std::string deep(100, '[');
  const std::string much_deeper(30'000, '[');
  const Hostile cases[] = {
      {"100 deep", deep + std::string(100, ']')},
      {"30000 deep and torn", much_deeper},
      {"not UTF-8", "\"\xff\""},
      {"overlong UTF-8", "\"\xc0\xaf\""},
      {"surrogate as UTF-8", "\"\xed\xa0\x80\""},
      {"beyond Unicode", "\"\xf4\x90\x80\x80\""},
      {"lone surrogate", R"("\ud800")"},
      {"reversed surrogates", R"("\udc00\ud800")"},
      {"unknown escape", R"("\x41")"},
      {"raw control character", "\"a\nb\""},
      {"number out of range", "1e999"},
      {"leading zero", "01"},
      {"plus sign", "+1"},
      {"NaN", "NaN"},
      {"comment", "/* */ 1"},
      {"trailing comma", "[1,]"},
      {"single quotes", "'a'"},
      {"wrong bracket", "[1}"},
  };
  for (const Hostile& each : cases) {
    const std::string event = R"({"seq":1,"t":"2026-11-24T14:40:04.123Z","type":"a.b","data":{"x":)" + each.data + "}}";
    Batch batch{.from = "i1", .first = 1, .last = 1, .sent = from_unix_ms(0)};
    batch.events.push_back({.seq = 1, .to = 1, .bytes = event});
    const Result<Batch> read = parse_batch(format_batch(batch));
    ASSERT_FALSE(read) << each.name;
    EXPECT_EQ(read.error().kind, ErrorKind::malformed) << each.name;
    EXPECT_FALSE(parse_event(event)) << each.name;
  }
}

TEST(HostileBatch, OfTenThousandMembersIsReadInTime) {
  std::string members;
  for (int i = 0; i < 5'000; ++i) members += R"(,"m)" + std::to_string(i) + R"(":0)";
  const std::string payload =
      R"({"v":1,"from":"i","epoch":"000102030405060708090a0b0c0d0e0f","first":1,)"
      R"("after":"f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff","last":0,"sent":"2026-11-24T14:40:04Z","events":[])" +
      members + "}";
  EXPECT_TRUE(parse_batch(payload));
}

TEST(HostileBatch, DoesNotSpoilTheNextOneOnTheThread) {
  const std::string payload = format_batch(sample());
  for (const std::string& bad : {std::string(70'000, 'x'), std::string(30'000, '['), std::string{"{\"v\":1,"}}) {
    EXPECT_FALSE(parse_batch(bad));
    EXPECT_EQ(parse_batch(payload).value(), sample());
  }
}

}  // namespace
}  // namespace isocenter::wire
