#include "agent/dicom/mpps_server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "agent/dicom/association_refusal.hpp"
#include "agent/dicom/echo_probe.hpp"
#include "tests/agent/dicom/association_bytes.hpp"
#include "tests/agent/dicom/database_sink.hpp"
#include "tests/agent/dicom/mpps_datasets.hpp"
#include "tests/fakes/child_process.hpp"
#include "tests/fakes/raw_peer.hpp"
#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::agent {
namespace {

using namespace std::chrono_literals;
using fakes::RawPeer;

Pdu bytes(const ShortPdu& pdu) { return Pdu{pdu.begin(), pdu.end()}; }

/// The next bytes a peer is told, at most `most`.
Pdu told(RawPeer& peer, std::size_t most = 10) {
  const std::string said = peer.receive(10s, most);
  return Pdu{said.begin(), said.end()};
}

Instant now() { return std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now()); }

class Server : public testing::Test {
 protected:
  Server() {
    options.listen.port = 0;
    options.admission.ae_title = "ISOCENTER";
  }

  void start() {
    auto started = MppsServer::listen(options, service);
    ASSERT_TRUE(started) << to_string(started.error());
    server = std::move(*started);
  }

  bool answers_echo() {
    fakes::ChildProcess echo{
        {.command = {"echoscu", "-to", "5", "-aec", "ISOCENTER", "127.0.0.1", std::to_string(server->port())},
         .output = {},
         .folder = {},
         .environment = {}}};
    return echo.wait() == 0;
  }

  /// A peer whose association was accepted.
  std::unique_ptr<RawPeer> associated() {
    auto peer = std::make_unique<RawPeer>(server->port());
    peer->send(RequestParts{}.pdu());
    const Pdu answer = told(*peer, 4096);
    EXPECT_TRUE(!answer.empty() && answer[0] == 0x02)
        << "no A-ASSOCIATE-AC but " << testing::PrintToString(answer) << ", closed " << peer->is_closed()
        << ", rejected " << server->counts().rejected;
    return peer;
  }

  fakes::TemporaryFolder folder;
  DatabaseSink sink{folder / "outbox"};
  MppsService service{rules(), sink, now};
  MppsServerOptions options;
  std::unique_ptr<MppsServer> server;
};

/// P-DATA-TF with one fragment.
Pdu p_data(bool is_command, bool is_last, const Pdu& fragment) {
  const auto big_endian = [](std::size_t value) {
    Pdu four;
    for (int shift = 24; shift >= 0; shift -= 8) four.push_back(static_cast<std::uint8_t>(value >> shift & 0xff));
    return four;
  };
  const auto control = static_cast<std::uint8_t>((is_command ? 1 : 0) | (is_last ? 2 : 0));
  return Pdu{4, 0} + big_endian(fragment.size() + 6) + big_endian(fragment.size() + 2) + Pdu{1, control} + fragment;
}

Pdu n_create_command() {
  Pdu command;
  const auto element = [&](std::uint8_t low, std::uint8_t high, const Pdu& value) {
    command = command + Pdu{0, 0, low, high, static_cast<std::uint8_t>(value.size()), 0, 0, 0} + value;
  };
  element(0x02, 0x00, bytes_of("1.2.840.10008.3.1.2.3.3") + Pdu{0});
  element(0x00, 0x01, {0x40, 0x01});
  element(0x10, 0x01, {1, 0});
  element(0x00, 0x08, {0, 0});
  return command;
}

TEST_F(Server, AnswersEchoBesideSilentPeers) {
  options.door.patience = 30s;
  start();
  std::vector<std::unique_ptr<RawPeer>> silent;
  for (int i = 0; i < 30; ++i) silent.push_back(std::make_unique<RawPeer>(server->port()));
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(answers_echo());
  EXPECT_EQ(server->counts().associations, 3u);
}

TEST_F(Server, RejectsAnotherCalledAeTitle) {
  start();
  RawPeer peer{server->port()};
  peer.send(RequestParts{.called = "SOMEONE"}.pdu());
  EXPECT_EQ(told(peer), bytes(rejection_pdu(Refusal::called_ae_title)));
  EXPECT_TRUE(peer.is_closed_within(5s));
}

TEST_F(Server, RejectsACallingAeTitleThatIsNotListed) {
  options.admission.calling_ae_titles = {"MR1"};
  start();
  RawPeer peer{server->port()};
  peer.send(RequestParts{}.pdu());
  EXPECT_EQ(told(peer), bytes(rejection_pdu(Refusal::calling_ae_title)));
}

TEST_F(Server, AbortsWhatIsNoRequest) {
  options.door.patience = 200ms;
  start();
  for (const Pdu& said : {bytes_of("GET / HTTP/1.1\r\n\r\n"), Pdu{4, 0, 0, 0, 0, 0}, bytes_of("x")}) {
    RawPeer peer{server->port()};
    peer.send(said);
    EXPECT_EQ(told(peer), said.size() < 6 ? Pdu{} : bytes(abort_pdu()));
  }
}

TEST_F(Server, AbortsTheLeakingRequest) {
  start();
  RequestParts parts;
  Pdu items = RequestParts::maximum_length();
  for (int i = 0; i < 10; ++i) items = items + RequestParts::user_identity(4000);
  parts.user_information = item(0x50, items);
  for (int i = 0; i < 20; ++i) {
    RawPeer peer{server->port()};
    peer.send(parts.pdu());
    EXPECT_EQ(told(peer), bytes(abort_pdu()));
  }
  EXPECT_EQ(server->counts().associations, 0u);
}

TEST_F(Server, ClosesThoseWhoDoNotFinishTheirRequest) {
  options.door.patience = 200ms;
  start();
  RawPeer silent{server->port()};
  RawPeer half{server->port()};
  const Pdu whole = RequestParts{}.pdu();
  half.send(std::span{whole}.first(whole.size() / 2));
  EXPECT_TRUE(silent.is_closed_within(5s));
  EXPECT_TRUE(half.is_closed_within(5s));
  EXPECT_TRUE(answers_echo());
}

TEST_F(Server, WaitsForARequestThatComesInPieces) {
  start();
  RawPeer peer{server->port()};
  const Pdu whole = RequestParts{}.pdu();
  for (std::size_t at = 0; at < whole.size(); at += 37) {
    peer.send(std::span{whole}.subspan(at, std::min<std::size_t>(37, whole.size() - at)));
    std::this_thread::sleep_for(2ms);  // so that they are pieces on the wire as well
  }
  const Pdu answer = told(peer, 4096);
  ASSERT_FALSE(answer.empty());
  EXPECT_EQ(answer[0], 0x02);
}

TEST_F(Server, TakesARequestOfSixtyKibibytes) {
  start();
  RequestParts parts;
  Pdu items = RequestParts::maximum_length() + item(0x52, bytes_of("1.2.3.4"));
  const Pdu uid = bytes_of("1.2.840.10008.3.1.2.3.3");
  for (int i = 0; i < 15; ++i) {
    items = items + item(0x56, Pdu{0, static_cast<std::uint8_t>(uid.size())} + uid + Pdu(4000, 1));
  }
  parts.user_information = item(0x50, items);
  RawPeer peer{server->port()};
  peer.send(parts.pdu());
  const Pdu answer = told(peer, 4096);
  ASSERT_FALSE(answer.empty());
  EXPECT_EQ(answer[0], 0x02);
}

TEST_F(Server, DropsTheOldestOfTooManySilentPeers) {
  options.door = {.patience = 30s, .waiting = 3};
  start();
  std::vector<std::unique_ptr<RawPeer>> silent;
  for (int i = 0; i < 4; ++i) silent.push_back(std::make_unique<RawPeer>(server->port()));
  EXPECT_TRUE(silent[0]->is_closed_within(5s));
  EXPECT_FALSE(silent[3]->is_closed_within(50ms));
}

TEST_F(Server, LimitsTheAssociationsOfAnAddress) {
  options.per_address = 2;
  start();
  const auto first = associated(), second = associated();
  RawPeer third{server->port()};
  third.send(RequestParts{}.pdu());
  EXPECT_EQ(told(third), bytes(rejection_pdu(Refusal::too_many)));
}

TEST_F(Server, RejectsWhenAllPlacesAreBusy) {
  options.associations = 1;
  start();
  const auto first = associated();
  RawPeer second{server->port()};
  second.send(RequestParts{}.pdu());
  EXPECT_EQ(told(second), bytes(rejection_pdu(Refusal::too_many)));
}

/// The next threads get a stack that no address space has room for.
class NoThreads {
 public:
  NoThreads() {
    pthread_getattr_default_np(&before_);
    pthread_attr_t huge;
    pthread_attr_init(&huge);
    pthread_attr_setstacksize(&huge, std::size_t{1} << 50);
    pthread_setattr_default_np(&huge);
    pthread_attr_destroy(&huge);
  }
  ~NoThreads() {
    pthread_setattr_default_np(&before_);
    pthread_attr_destroy(&before_);
  }

 private:
  pthread_attr_t before_;
};

TEST_F(Server, RejectsWhereNoThreadIsToBeHad) {
  start();
  {
    const NoThreads none;
    RawPeer peer{server->port()};
    peer.send(RequestParts{}.pdu());
    EXPECT_EQ(told(peer), bytes(rejection_pdu(Refusal::too_many)));
    EXPECT_TRUE(peer.is_closed_within(5s));
  }
  EXPECT_TRUE(answers_echo());
}

TEST_F(Server, LetsTheIdlestMakeRoom) {
  options.associations = 2;
  options.idle_enough_to_go = 0ms;
  start();
  const auto first = associated(), second = associated(), third = associated();
  EXPECT_TRUE(first->is_closed_within(5s));
  EXPECT_EQ(server->counts().evicted, 1u);
}

/// DCMTK closes a connection's descriptor when it sees its end, and the number is at once another peer's.
TEST_F(Server, TellsTheEndOfOneAssociationToNoOther) {
  start();
  std::atomic<int> accepted = 0;
  std::vector<std::jthread> peers;
  for (int i = 0; i < 8; ++i) {
    peers.emplace_back([&] {
      for (int exam = 0; exam < 50; ++exam) {
        RawPeer peer{server->port()};
        peer.send(RequestParts{}.pdu());
        const Pdu answer = told(peer, 4096);
        if (!answer.empty() && answer[0] == 0x02) ++accepted;
      }
    });
  }
  peers.clear();
  EXPECT_EQ(accepted, 400);
}

TEST_F(Server, AbortsAnIdleAssociation) {
  options.idle = 1s;
  start();
  const auto peer = associated();
  const Pdu last = told(*peer);
  ASSERT_FALSE(last.empty());
  EXPECT_EQ(last[0], 0x07);
}

TEST_F(Server, AbortsADatasetOverOneMebibyte) {
  start();
  const auto peer = associated();
  peer->send(p_data(true, true, n_create_command()));
  const Pdu fragment(16'000, 0);
  for (int i = 0; i < 70; ++i) peer->send(p_data(false, false, fragment));
  EXPECT_TRUE(peer->is_closed_within(5s));
  EXPECT_TRUE(answers_echo());
}

TEST_F(Server, AbortsACommandThatNeverEnds) {
  start();
  const auto peer = associated();
  const Pdu fragment(16'000, 0);
  for (int i = 0; i < 6; ++i) peer->send(p_data(true, false, fragment));
  EXPECT_TRUE(peer->is_closed_within(5s));
}

TEST_F(Server, AnswersADatasetThatNestsTooDeep) {
  start();
  const auto peer = associated();
  const Pdu level{0x40, 0, 0x70, 0x02, 0xff, 0xff, 0xff, 0xff, 0xfe, 0xff, 0, 0xe0, 0xff, 0xff, 0xff, 0xff};
  Pdu nested;
  for (int i = 0; i < 60'000; ++i) nested.insert(nested.end(), level.begin(), level.end());
  peer->send(p_data(true, true, n_create_command()));
  for (std::size_t at = 0; at < nested.size(); at += 16'000) {
    const std::size_t size = std::min<std::size_t>(16'000, nested.size() - at);
    const auto begin = nested.begin() + static_cast<std::ptrdiff_t>(at);
    peer->send(p_data(false, at + size == nested.size(), Pdu{begin, begin + static_cast<std::ptrdiff_t>(size)}));
  }
  const Pdu answer = told(*peer, 4096);
  ASSERT_FALSE(answer.empty());
  EXPECT_EQ(answer[0], 0x04);
  EXPECT_EQ(service.counts().answers.at(DimseStatus::processing_failure), 1u);
}

TEST_F(Server, StopsAtOnceWithPeersConnected) {
  start();
  RawPeer silent{server->port()};
  const auto first = associated(), second = associated();
  const auto began = std::chrono::steady_clock::now();
  server->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - began, 2s);
  EXPECT_TRUE(first->is_closed_within(1s));
}

TEST_F(Server, LosesNoDescriptors) {
  start();
  const auto open = [] {
    const std::filesystem::directory_iterator descriptors{"/proc/self/fd"};
    return std::distance(begin(descriptors), end(descriptors));
  };
  ASSERT_TRUE(answers_echo());
  const auto before = open();
  for (int i = 0; i < 5; ++i) {
    { const auto peer = associated(); }
    RawPeer{server->port()}.send(bytes_of("GET / HTTP/1.1"));
    ASSERT_TRUE(answers_echo());
  }
  for (int i = 0; i < 200 && open() > before; ++i) std::this_thread::sleep_for(25ms);  // until the last ones are joined
  EXPECT_LE(open(), before);
  server.reset();
  EXPECT_LT(open(), before);
}

TEST_F(Server, NamesThePortInUse) {
  start();
  MppsServerOptions same = options;
  same.listen.port = server->port();
  const auto second = MppsServer::listen(same, service);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::unavailable);
  EXPECT_NE(second.error().what.find("is in use"), std::string::npos);
  EXPECT_NE(second.error().what.find("choose another port"), std::string::npos);
}

TEST(ListenAddress, ReadsAddressAndPort) {
  EXPECT_EQ(ListenAddress::parse("0.0.0.0:104"), (ListenAddress{"0.0.0.0", 104}));
  for (const char* wrong : {"", "11112", "localhost:11112", "127.0.0.1:", "127.0.0.1:99999", "127.0.0.1:1x"}) {
    EXPECT_FALSE(ListenAddress::parse(wrong)) << wrong;
  }
}

class Echo : public Server {
 protected:
  Reached look(std::uint16_t port, const std::string& called) {
    EchoProbe probe{{DeviceName::parse("ct1").value(), "127.0.0.1", port, called, "ISOCENTER", 30s}};
    probe.look(sink, now());
    return std::get<Reached>(sink.sightings().back().seen);
  }
};

TEST_F(Echo, TellsWhoAnswers) {
  start();
  EXPECT_EQ(look(server->port(), "ISOCENTER"), (Reached{true, "ok"}));
  EXPECT_EQ(sink.sightings().back().source, "echo");
}

TEST_F(Echo, TellsWhoRejectsUs) {
  start();
  EXPECT_EQ(look(server->port(), "SOMEONE"), (Reached{true, "rejected"}));
}

TEST_F(Echo, TellsThatNobodyListens) {
  start();
  const auto port = server->port();
  server.reset();
  EXPECT_EQ(look(port, "ISOCENTER"), (Reached{false, "refused"}));
}

TEST_F(Echo, GivesUpOnASilentListener) {
  const auto listening = listen_on({"127.0.0.1", 0}).value();
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(look(port_of(listening.get()), "ISOCENTER"), (Reached{false, "no_answer"}));
  EXPECT_LT(std::chrono::steady_clock::now() - began, 15s);
}

}  // namespace
}  // namespace isocenter::agent
