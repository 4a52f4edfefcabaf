#include <gtest/gtest.h>

#include "tests/collector/web/integration/running_server.hpp"
#include "tests/fakes/raw_peer.hpp"

/// Peers that are slow, greedy or many: each has its answer, and the others do not notice.
namespace isocenter::web {
namespace {

using fakes::RawPeer;

constexpr const char* get_health = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
constexpr std::int64_t allowed_growth = 16 * 1024 * 1024;

std::string head_of(const std::string& answer) { return answer.substr(0, answer.find("\r\n")); }

void expect_small(std::int64_t before) {
  const std::int64_t grown = resident_bytes() - before;
  if (memory_is_telling) {
    EXPECT_LT(grown, allowed_growth);
  }
}

TEST(SlowPeer, IsClosedWhenItsHeaderTakesTooLong) {
  Limits limits;
  limits.header_time = std::chrono::milliseconds{300};
  RunningServer running{limits};
  RawPeer peer{running.port()};
  const auto begun = std::chrono::steady_clock::now();
  std::string came;
  for (const char letter :
       std::string{"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
    if (peer.is_closed() || !peer.send(std::string_view{&letter, 1})) break;
    came += peer.receive(std::chrono::milliseconds{50});  // each byte in time: the whole header is what counts
  }
  while (!peer.is_closed() && peer.receive() != "") {
  }
  EXPECT_TRUE(peer.is_closed());
  EXPECT_EQ(came, "");
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{5});
}

TEST(IdlePeer, IsClosedAfterAWhile) {
  Limits limits;
  limits.idle_time = std::chrono::milliseconds{200};
  RunningServer running{limits};
  RawPeer silent{running.port()};
  RawPeer once{running.port()};
  once.send(get_health);
  EXPECT_EQ(head_of(once.receive_all()), "HTTP/1.1 200 OK");
  EXPECT_TRUE(once.is_closed());
  EXPECT_EQ(silent.receive_all(), "");
  EXPECT_TRUE(silent.is_closed());
}

TEST(GreedyPeer, HasItsHundredMegabyteHeaderLineRefused) {
  RunningServer running;
  RawPeer warm{running.port()};
  warm.send(get_health);
  warm.receive_until("}\n");
  const std::int64_t before = resident_bytes();
  RawPeer peer{running.port()};
  peer.send("GET / HTTP/1.1\r\nHost: x\r\nX-Long: ");
  const std::string letters(64 * 1024, 'a');
  for (int i = 0; i < 1600 && peer.send(letters); ++i) {
  }
  EXPECT_EQ(head_of(peer.receive_all()), "HTTP/1.1 431 Request Header Fields Too Large");
  expect_small(before);
}

TEST(GreedyPeer, HasItsTwoHundredMegabytesOfChunksRefused) {
  RunningServer running;
  const std::int64_t before = resident_bytes();
  RawPeer peer{running.port()};
  peer.send("POST /api/v1/exams HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "10000\r\n" + std::string(0x10000, 'a') + "\r\n";
  for (int i = 0; i < 3200 && peer.send(chunk); ++i) {
  }
  EXPECT_EQ(head_of(peer.receive_all()), "HTTP/1.1 413 Payload Too Large");
  expect_small(before);
}

TEST(GreedyPeer, GetsItsAnswerBeforeItSendsAnAnnouncedBody) {
  RunningServer running;
  RawPeer peer{running.port()};
  peer.send("POST /api/v1/exams HTTP/1.1\r\nHost: x\r\nContent-Length: 200000000\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(head_of(peer.receive_all()), "HTTP/1.1 413 Payload Too Large");
}

TEST(GreedyPeer, WithABodyInTheLimitIsToldToGoOn) {
  RunningServer running;
  RawPeer peer{running.port()};
  peer.send(
      "POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(head_of(peer.receive_until("\r\n\r\n")), "HTTP/1.1 100 Continue");
  peer.send("abc");
  EXPECT_EQ(head_of(peer.receive_all()), "HTTP/1.1 405 Method Not Allowed");
}

TEST(GreedyPeer, IsPutOffWhereAnswersTakeTooMuchMemory) {
  Limits limits;
  limits.answer_bytes = 1000;
  limits.small_answer_bytes = 100;
  RunningServer running{limits};
  RawPeer peer{running.port()};
  peer.send("GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string answer = peer.receive_all();
  EXPECT_EQ(head_of(answer), "HTTP/1.1 503 Service Unavailable");
  EXPECT_NE(answer.find("Retry-After: 5\r\n"), std::string::npos);
}

TEST(OddPeer, GetsABadRequest) {
  RunningServer running;
  for (const char* odd : {"\x16\x03\x01\x02\x01\xfc\x03\x03 TLS?\r\n\r\n", "hello\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
                          "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                          "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"}) {
    RawPeer peer{running.port()};
    peer.send(odd);
    EXPECT_EQ(head_of(peer.receive_until("\r\n\r\n")), "HTTP/1.1 400 Bad Request") << odd;
  }
}

TEST(OddPeer, ThatHidesARequestInAnotherIsClosed) {
  RunningServer running;
  const std::string hidden = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
  const std::string head = "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
  for (const std::string& odd :
       {head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        head + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        head + "Content-Length: 0\r\nContent-Length: 38\r\n\r\n", head + "Content-Length: 0, 38\r\n\r\n",
        head + "Content-Length: 0\r\n : 38\r\n\r\n", head + "Transfer-Encoding: identity\r\n\r\n",
        head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        head + "Transfer-Encoding: chunked\r\n\r\n5\nabcde\r\n0\r\n\r\n",
        head + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcde\r\n0\r\n\r\n", head + "X: a\nContent-Length: 38\r\n\r\n",
        head + "Content-Length : 38\r\n\r\n", std::string{"GET / HTTP/1.1\r\n\r\n"},
        std::string{"GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n"}, std::string{"GET / HTTP/1.1\r\nHost: x y\r\n\r\n"},
        std::string{"GET / HTTP/1.1\nHost: x\n\n"}}) {
    RawPeer peer{running.port()};
    peer.send(odd + hidden);
    const std::string answers = peer.receive_all();
    EXPECT_EQ(head_of(answers), "HTTP/1.1 400 Bad Request") << odd;
    EXPECT_EQ(answers.find("alive"), std::string::npos) << "the hidden one was answered: " << odd;
    EXPECT_TRUE(peer.is_closed()) << odd;
  }
}

TEST(OddPeer, FindsNoFileByAnyPath) {
  RunningServer running;
  for (const char* target :
       {"/../../etc/passwd", "/assets/../../../etc/passwd", "/..%2f..%2fetc%2fpasswd", "/%2e%2e/etc/passwd",
        "/assets/%2e%2e%2f%2e%2e%2fetc/passwd", "//etc/passwd", "/etc/passwd", "/assets/", "/isocenter.db.users",
        "/api/v1/../../healthz", "/assets/..%5c..%5cetc%5cpasswd", "file:///etc/passwd"}) {
    RawPeer peer{running.port()};
    peer.send(std::string{"GET "} + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const std::string answer = peer.receive_all();
    const bool is_refused =
        head_of(answer) == "HTTP/1.1 404 Not Found" || head_of(answer) == "HTTP/1.1 400 Bad Request";
    EXPECT_TRUE(is_refused) << target << ": " << answer;
    EXPECT_EQ(answer.find("root:"), std::string::npos) << target;
  }
}

TEST(OddPeer, ThatKnowsTheCollectorByAnotherNameIsRefusedWhereNamesAreSaid) {
  RunningServer running{{}, [](Options& options) { options.hosts = {"isocenter.example.org"}; }};
  const auto ask = [&](const std::string& host) {
    RawPeer peer{running.port()};
    peer.send("GET /healthz HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n");
    return head_of(peer.receive_all());
  };
  EXPECT_EQ(ask("Host: Isocenter.example.org:8443\r\n"), "HTTP/1.1 200 OK");
  EXPECT_EQ(ask("Host: evil.example\r\n"), "HTTP/1.1 400 Bad Request");
  EXPECT_EQ(ask("Host: isocenter.example.org.evil.example\r\n"), "HTTP/1.1 400 Bad Request");
  EXPECT_EQ(ask(""), "HTTP/1.1 400 Bad Request");
}

TEST(Pipelining, GivesTheAnswersInOrder) {
  RunningServer running;
  RawPeer peer{running.port()};
  std::string asked;
  for (int i = 0; i < 20; ++i)
    asked += "GET /api/v1/states HTTP/1.1\r\nHost: x\r\n" + running.authorization() +
             "\r\n\r\nHEAD / HTTP/1.1\r\nHost: x\r\n\r\n";
  peer.send(asked + "GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string answers = peer.receive_all();
  std::vector<std::string> heads;
  for (std::size_t at = 0; (at = answers.find("HTTP/1.1 ", at)) != std::string::npos; ++at) {
    heads.push_back(answers.substr(at + 9, 3));
  }
  ASSERT_EQ(heads.size(), 41u);
  EXPECT_EQ(heads.back(), "404");
  EXPECT_TRUE(peer.is_closed());
}

TEST(ManyPeers, TwoHundredIdleOnesHoldUpNobody) {
  RunningServer running;
  const std::int64_t before = resident_bytes();
  std::vector<RawPeer> idle;
  for (int i = 0; i < 200; ++i) idle.emplace_back(running.port());
  for (RawPeer& peer : idle) peer.send("GET /healthz HTTP/1.1\r\nHost: x\r\n");  // never ended
  RawPeer asking{running.port()};
  asking.send("GET /api/v1/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + running.authorization() + "\r\n\r\n");
  EXPECT_EQ(head_of(asking.receive_all()), "HTTP/1.1 200 OK");
  for (RawPeer& peer : idle) peer.send("\r\n");
  for (RawPeer& peer : idle) EXPECT_EQ(head_of(peer.receive_until("}\n")), "HTTP/1.1 200 OK");
  expect_small(before);
}

TEST(ManyPeers, FiveHundredIdleOnesAreServedBesidesThoseWhoAsk) {
  Limits limits;
  limits.connections = 520;
  RunningServer running{limits};
  std::vector<RawPeer> idle;
  for (int i = 0; i < 500; ++i) idle.emplace_back(running.port());
  for (RawPeer& peer : idle) peer.send(get_health);
  for (RawPeer& peer : idle) EXPECT_EQ(head_of(peer.receive_until("}\n")), "HTTP/1.1 200 OK");
  for (int i = 0; i < 20; ++i) {
    RawPeer asking{running.port()};
    asking.send("GET /api/v1/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + running.authorization() +
                "\r\n\r\n");
    EXPECT_EQ(head_of(asking.receive_all()), "HTTP/1.1 200 OK");
  }
  for (RawPeer& peer : idle) peer.send(get_health);
  for (RawPeer& peer : idle) EXPECT_EQ(head_of(peer.receive_until("}\n")), "HTTP/1.1 200 OK") << "none was let go";
}

TEST(ManyPeers, WhoGuessPasswordsHoldUpNobodyWhoReads) {
  RunningServer running{{}, [](Options& options) { options.password_cost = access::Cost::interactive; }};
  const std::string body = R"({"user":"nobody","password":"wrong words in a row"})";
  std::vector<RawPeer> guessing;
  for (int i = 0; i < 40; ++i) {
    guessing.emplace_back(running.port());
    guessing.back().send(
        "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
        "Content-Length: " +
        std::to_string(body.size()) + "\r\n\r\n" + body);
  }
  const auto begun = std::chrono::steady_clock::now();
  RawPeer asking{running.port()};
  asking.send("GET /api/v1/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + running.authorization() + "\r\n\r\n");
  EXPECT_EQ(head_of(asking.receive_all()), "HTTP/1.1 200 OK");
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{2});
  int refused = 0;
  for (RawPeer& peer : guessing) {
    const std::string head = head_of(peer.receive_all());
    refused += head == "HTTP/1.1 401 Unauthorized" || head == "HTTP/1.1 429 Too Many Requests" ? 1 : 0;
  }
  EXPECT_EQ(refused, 40);
}

TEST(ManyPeers, TheLongestIdleGoWhereThereAreTooMany) {
  Limits limits;
  limits.connections = 10;
  RunningServer running{limits};
  std::vector<RawPeer> peers;
  for (int i = 0; i < 12; ++i) {
    peers.emplace_back(running.port());
    peers.back().send(get_health);
    EXPECT_EQ(head_of(peers.back().receive_until("}\n")), "HTTP/1.1 200 OK") << i;
  }
  EXPECT_EQ(peers[0].receive(), "");
  EXPECT_TRUE(peers[0].is_closed());
  EXPECT_EQ(peers[1].receive(), "");
  EXPECT_TRUE(peers[1].is_closed());
  peers[2].send(get_health);
  EXPECT_EQ(head_of(peers[2].receive_until("}\n")), "HTTP/1.1 200 OK");
}

TEST(ManyPeers, AreToldWhenAllAreBusy) {
  Limits limits;
  limits.connections = 2;
  RunningServer running{limits};
  RawPeer first{running.port()}, second{running.port()};
  for (RawPeer* const peer : {&first, &second}) {  // once answered, it is known to be at its next request
    peer->send(get_health + std::string{"GET / HTTP/1.1\r\n"});
    peer->receive_until("}\n");
  }
  RawPeer third{running.port()};
  const std::string answer = third.receive_all();
  EXPECT_EQ(head_of(answer), "HTTP/1.1 503 Service Unavailable");
  EXPECT_NE(answer.find("too many connections"), std::string::npos);
}

TEST(Stop, LetsGoOfIdlePeersAndOfThePort) {
  RunningServer running;
  RawPeer idle{running.port()};
  RawPeer slow{running.port()};
  slow.send("GET / HTTP/1.1\r\n");
  running.server().stop();
  EXPECT_EQ(idle.receive(), "");
  EXPECT_TRUE(idle.is_closed());
  EXPECT_THROW(RawPeer{running.port()}, std::system_error);
}

TEST(Start, NamesAPortInUseWithTheMend) {
  RunningServer running;
  RequestCounts counts;
  HttpServer::Options options;
  options.listen = {.host = "127.0.0.1", .port = running.port()};
  HttpServer second{options, counts};
  try {
    second.start();
    FAIL() << "listens twice";
  } catch (const WebError& error) {
    EXPECT_NE(std::string{error.what()}.find(to_string(options.listen)), std::string::npos);
    EXPECT_NE(std::string{error.what()}.find("another program uses this port"), std::string::npos);
  }
}

}  // namespace
}  // namespace isocenter::web
