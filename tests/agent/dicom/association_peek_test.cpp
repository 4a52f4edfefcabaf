#include "agent/dicom/association_peek.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "agent/dicom/association_refusal.hpp"
#include "tests/agent/dicom/association_bytes.hpp"

namespace isocenter::agent {
namespace {

TEST(PeekAssociationRequest, ReadsWhoAsksWhom) {
  const auto request = peek_association_request(RequestParts{}.pdu());
  ASSERT_TRUE(request) << to_string(request.error());
  EXPECT_EQ(*request, (AssociationRequest{"ISOCENTER", "CT1", "1.2.840.10008.3.1.1.1", 1}));
}

TEST(PeekAssociationRequest, TakesAllTheItemsThatMayBe) {
  RequestParts parts;
  const Pdu role = item(0x54, Pdu{0, 3} + bytes_of("1.2") + Pdu{1, 0});
  const Pdu extended = item(0x56, Pdu{0, 3} + bytes_of("1.2") + Pdu{7});
  parts.user_information =
      item(0x50, RequestParts::maximum_length() + item(0x52, bytes_of("1.2.3")) + item(0x53, {0, 1, 0, 1}) + role +
                     role + item(0x55, bytes_of("NAME")) + extended + extended + RequestParts::user_identity(8));
  EXPECT_TRUE(peek_association_request(parts.pdu()));
}

struct WrongRequest {
  const char* name;
  RequestParts parts;
};

std::vector<WrongRequest> wrong_requests() {
  const auto with = [](auto change) {
    RequestParts parts;
    change(parts);
    return parts;
  };
  const Pdu length = RequestParts::maximum_length();
  return {
      {"repeated user identity", with([&](auto& p) {
         p.user_information = item(0x50, length + RequestParts::user_identity(9) + RequestParts::user_identity(9));
       })},
      {"repeated maximum length", with([&](auto& p) { p.user_information = item(0x50, length + length); })},
      {"repeated user information",
       with([&](auto& p) { p.user_information = item(0x50, length) + item(0x50, length); })},
      {"no user information", with([](auto& p) { p.user_information = {}; })},
      {"repeated application context",
       with([](auto& p) { p.application_context = p.application_context + p.application_context; })},
      {"no application context", with([](auto& p) { p.application_context = {}; })},
      {"no presentation context", with([](auto& p) { p.contexts = {}; })},
      {"129 presentation contexts", with([](auto& p) {
         p.contexts = {};
         for (int i = 0; i < 129; ++i) p.contexts = p.contexts + RequestParts::context(1, "1.2");
       })},
      {"context without transfer syntax", with([](auto& p) {
         p.contexts = item(0x20, Pdu{1, 0, 0, 0} + item(0x30, bytes_of("1.2")));
       })},
      {"context with a strange item", with([](auto& p) {
         p.contexts = item(0x20, Pdu{1, 0, 0, 0} + item(0x31, bytes_of("1.2")));
       })},
      {"UID of 65 digits", with([](auto& p) { p.contexts = RequestParts::context(1, std::string(65, '1')); })},
      {"UID with letters", with([](auto& p) { p.contexts = RequestParts::context(1, "1.2.x"); })},
      {"maximum length of 3 bytes", with([](auto& p) {
         p.user_information = item(0x50, item(0x51, {0, 0, 1}));
       })},
      {"user identity longer than its item", with([](auto& p) {
         p.user_information = item(0x50, item(0x58, {1, 0, 0, 9, 'x', 0, 0}));
       })},
      {"strange item at the top", with([](auto& p) { p.contexts = p.contexts + item(0x33, {}); })},
      {"empty called AE title", with([](auto& p) { p.called = ""; })},
      {"control character in the calling AE title", with([](auto& p) { p.calling = "CT\n1"; })},
      {"backslash in the calling AE title", with([](auto& p) { p.calling = "CT\\1"; })},
      {"over 64 KiB", with([](auto& p) {
         p.user_information = item(0x50, Pdu{}) + item(0x59, Pdu(65'000, 0)) + item(0x59, Pdu(1'000, 0));
       })},
  };
}

TEST(PeekAssociationRequest, RefusesWhatIsWrong) {
  for (const WrongRequest& wrong : wrong_requests()) {
    const auto request = peek_association_request(wrong.parts.pdu());
    ASSERT_FALSE(request) << wrong.name;
    EXPECT_EQ(request.error().kind, ErrorKind::malformed) << wrong.name;
    EXPECT_NE(request.error().where, "") << wrong.name;
  }
}

TEST(PeekAssociationRequest, Takes128Contexts) {
  RequestParts parts;
  parts.contexts = {};
  for (int i = 0; i < 128; ++i) {
    parts.contexts = parts.contexts + RequestParts::context(static_cast<std::uint8_t>(2 * i + 1), "1.2.840.10008.1.1");
  }
  EXPECT_TRUE(peek_association_request(parts.pdu()));
}

TEST(PeekAssociationRequest, RefusesWhatIsTornAtAnyByte) {
  const Pdu whole = RequestParts{}.pdu();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    Pdu torn{whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)};
    EXPECT_FALSE(peek_association_request(torn)) << size;
    if (size < 6) continue;  // and with its length made to fit
    const std::size_t length = size - 6;
    torn[4] = static_cast<std::uint8_t>(length >> 8);
    torn[5] = static_cast<std::uint8_t>(length & 0xff);
    EXPECT_FALSE(peek_association_request(torn)) << size;
  }
}

TEST(PeekAssociationRequest, RefusesOtherPdusAndProtocols) {
  EXPECT_FALSE(association_request_length(bytes_of("GET / HTTP/1.1")));
  EXPECT_FALSE(association_request_length(Pdu{4, 0, 0, 0, 0, 80}));
  EXPECT_FALSE(association_request_length(Pdu{1, 0, 0xff, 0xff, 0xff, 0xff}));
  EXPECT_FALSE(association_request_length(Pdu{1, 0, 0, 0, 0, 10}));
  EXPECT_EQ(association_request_length(Pdu{1, 0, 0, 0, 1, 0}), std::size_t{262});
}

RC_GTEST_PROP(PeekAssociationRequest, SurvivesFlippedBytes, ()) {
  Pdu pdu = RequestParts{}.pdu();
  const auto flips = *rc::gen::inRange(1, 12);
  for (int i = 0; i < flips; ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, pdu.size());
    pdu[at] = *rc::gen::arbitrary<std::uint8_t>();
  }
  const auto request = peek_association_request(pdu);
  if (request) RC_ASSERT(request->called.size() <= 16u && request->calling.size() <= 16u);
}

RC_GTEST_PROP(PeekAssociationRequest, SurvivesAnyBytes, (Pdu noise)) {
  const Pdu pdu = Pdu{1, 0, 0, 0, 0, static_cast<std::uint8_t>(noise.size() & 0xff)} + noise;
  if (peek_association_request(pdu)) RC_FAIL("noise is no request");
}

TEST(RefusalOf, NamesWhatIsNotOurs) {
  const AssociationRequest good{"ISOCENTER", "CT1", "1.2.840.10008.3.1.1.1", 1};
  const Admission any{"ISOCENTER", {}};
  EXPECT_EQ(refusal_of(good, any), std::nullopt);
  EXPECT_EQ(refusal_of(good, Admission{"OTHER", {}}), Refusal::called_ae_title);
  EXPECT_EQ(refusal_of(good, Admission{"ISOCENTER", {"CT1"}}), std::nullopt);
  EXPECT_EQ(refusal_of(good, Admission{"ISOCENTER", {"MR1"}}), Refusal::calling_ae_title);
  AssociationRequest other = good;
  other.application_context = "1.2.3";
  EXPECT_EQ(refusal_of(other, any), Refusal::application_context);
  other.protocol_version = 2;
  EXPECT_EQ(refusal_of(other, any), Refusal::protocol_version);
}

TEST(RejectionPdu, SaysPermanentOrTransient) {
  EXPECT_EQ(rejection_pdu(Refusal::called_ae_title), (ShortPdu{3, 0, 0, 0, 0, 4, 0, 1, 1, 7}));
  EXPECT_EQ(rejection_pdu(Refusal::too_many), (ShortPdu{3, 0, 0, 0, 0, 4, 0, 2, 3, 2}));
}

}  // namespace
}  // namespace isocenter::agent
