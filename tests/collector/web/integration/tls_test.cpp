#include <gtest/gtest.h>

#include "collector/web/certificate.hpp"
#include "tests/collector/web/integration/asking.hpp"

/// Over TLS, with a certificate that openssl makes here, as curl and openssl see it.
namespace isocenter::web {
namespace {

class Tls : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder = std::make_unique<fakes::TemporaryFolder>();
    make("server", "-days 2 -addext subjectAltName=IP:127.0.0.1");
    make("other", "-days 2");
  }
  static void TearDownTestSuite() { folder.reset(); }
  static void make(const std::string& name, const std::string& more) {
    const Ran made = run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=" + name +
                         " -keyout " + path(name + ".key") + " -out " + path(name + ".pem") + " " + more);
    ASSERT_EQ(made.exit, 0) << made.output;
  }
  static std::string path(const std::string& name) { return (*folder / name).string(); }
  static Certificate certificate() { return {path("server.pem"), path("server.key")}; }

  static std::string https(const RunningServer& running, const std::string& options, const std::string& target) {
    return run("curl -sS -m 20 --cacert " + path("server.pem") + " " + options +
               " https://127.0.0.1:" + std::to_string(running.port()) + target)
        .output;
  }

  static inline std::unique_ptr<fakes::TemporaryFolder> folder;
};

const auto over_tls = [](const Certificate& certificate) {
  return [certificate](Options& options) { options.certificate = certificate; };
};

TEST_F(Tls, ServesWithTheCookieOfThisHostAlone) {
  RunningServer running{{}, over_tls(certificate())};
  EXPECT_EQ(https(running, "", "/readyz"), "{\"status\":\"ready\"}\n");
  const std::string signed_in =
      https(running, "-i -c " + path("jar") + R"( --json '{"user":"biomed","password":"four words in a row"}')",
            "/api/v1/session");
  EXPECT_NE(signed_in.find("Set-Cookie: __Host-isocenter="), std::string::npos) << signed_in;
  EXPECT_NE(signed_in.find("; HttpOnly; SameSite=Strict; Secure\r\n"), std::string::npos) << signed_in;
  EXPECT_NE(signed_in.find("Strict-Transport-Security: max-age=31536000\r\n"), std::string::npos) << signed_in;
  EXPECT_NE(https(running, "-b " + path("jar"), "/api/v1/session").find("\"user\":\"biomed\""), std::string::npos);
  const std::string description = https(running, "-b " + path("jar"), "/api/v1/openapi.json");
  EXPECT_NE(description.find("__Host-isocenter"), std::string::npos);
}

TEST_F(Tls, SendsLongAnswersWholeAndManyOnOneConnection) {
  RunningServer running{{}, over_tls(certificate())};
  const std::string line = "-H '" + running.authorization() + "'";
  const std::string url = " https://127.0.0.1:" + std::to_string(running.port()) + "/api/v1/openapi.json";
  const std::string plain = https(running, line, "/api/v1/openapi.json");
  EXPECT_GT(plain.size(), 10'000u);
  EXPECT_EQ(https(running, line + url + url, "/api/v1/openapi.json"), plain + plain + plain);
}

TEST_F(Tls, SpeaksNothingOlderThanOnePointTwo) {
  RunningServer running{{}, over_tls(certificate())};
  EXPECT_EQ(https(running, "--tls-max 1.2", "/healthz").find("{\"status\":\"alive\""), 0u);
  EXPECT_EQ(https(running, "--tlsv1.3", "/healthz").find("{\"status\":\"alive\""), 0u);
  const std::string connect =
      "openssl s_client -connect 127.0.0.1:" + std::to_string(running.port()) + " -cipher DEFAULT@SECLEVEL=0 ";
  EXPECT_NE(run(connect + "-tls1_1 </dev/null").exit, 0);
  EXPECT_NE(run(connect + "-tls1 </dev/null").exit, 0);
  EXPECT_EQ(run(connect + "-tls1_2 </dev/null").exit, 0) << "so that the two above fail for their version";
}

TEST_F(Tls, ClosesPeersThatDoNotShakeHandsInTime) {
  Limits limits;
  limits.header_time = std::chrono::milliseconds{300};
  RunningServer running{limits, over_tls(certificate())};
  fakes::RawPeer silent{running.port()}, slow{running.port()}, plain{running.port()};
  slow.send("\x16\x03\x01");
  plain.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(silent.is_closed_within(std::chrono::seconds{20}));
  EXPECT_TRUE(slow.is_closed_within(std::chrono::seconds{20}));
  EXPECT_EQ(plain.receive_all().find("HTTP/"), std::string::npos) << "nothing is answered in clear";
  EXPECT_EQ(https(running, "", "/readyz"), "{\"status\":\"ready\"}\n");
}

TEST_F(Tls, ManyThatNeverShakeHandsHoldUpNobody) {
  Limits limits;
  limits.connections = 50;
  RunningServer running{limits, over_tls(certificate())};
  std::vector<fakes::RawPeer> idle;
  for (int i = 0; i < 300; ++i) idle.emplace_back(running.port());
  EXPECT_EQ(https(running, "", "/readyz"), "{\"status\":\"ready\"}\n");
}

TEST_F(Tls, LiveStreamsEndWithTheirSessionToo) {
  RunningServer running{{}, over_tls(certificate())};
  https(running, "-c " + path("live.jar") + R"( --json '{"user":"biomed","password":"four words in a row"}')",
        "/api/v1/session");
  const std::string csrf = https(running, "-b " + path("live.jar"), "/api/v1/session");
  const std::size_t at = csrf.find("\"csrf\":\"") + 8;
  const std::string token = csrf.substr(at, csrf.find('"', at) - at);
  const std::string end = "(sleep 1; curl -sS -X DELETE --cacert " + path("server.pem") + " -b " + path("live.jar") +
                          " -H 'X-CSRF-Token: " + token + "' https://127.0.0.1:" + std::to_string(running.port()) +
                          "/api/v1/session >/dev/null) & ";
  const Ran streamed = run(end + "curl -sSN -m 20 --cacert " + path("server.pem") + " -b " + path("live.jar") +
                           " https://127.0.0.1:" + std::to_string(running.port()) + "/api/v1/live");
  EXPECT_EQ(streamed.exit, 0) << streamed.output;
  EXPECT_NE(streamed.output.find(": listening"), std::string::npos) << streamed.output;
}

TEST_F(Tls, CertificatesAreCheckedWithTheMend) {
  EXPECT_TRUE(check_certificate(certificate()));
  const auto says = [](const Certificate& files) {
    const auto checked = check_certificate(files);
    return checked ? std::string{} : to_string(checked.error());
  };
  EXPECT_NE(says({path("none.pem"), path("server.key")}).find("certificate: " + path("none.pem") + ": cannot be read"),
            std::string::npos);
  EXPECT_NE(says({path("server.key"), path("server.key")}).find("is no PEM certificate"), std::string::npos);
  EXPECT_NE(says({path("server.pem"), path("server.pem")}).find("key: " + path("server.pem") + ": is no PEM key"),
            std::string::npos);
  EXPECT_NE(says({path("server.pem"), path("other.key")}).find("is not the key of"), std::string::npos);
  ASSERT_EQ(run("openssl pkey -aes256 -passout pass:x -in " + path("server.key") + " -out " + path("locked.key")).exit,
            0);
  EXPECT_NE(says({path("server.pem"), path("locked.key")}).find("without a passphrase"), std::string::npos);
  HttpServer::Options options;
  options.listen = {.host = "127.0.0.1", .port = 0};
  options.certificate = Certificate{path("server.pem"), path("other.key")};
  RequestCounts counts;
  EXPECT_THROW((HttpServer{options, counts}), WebError);
}

TEST_F(Tls, AnExpiredCertificateIsNotServed) {
  const Ran made = run("openssl x509 -in " + path("server.pem") + " -signkey " + path("server.key") +
                       " -days -1 -out " + path("old.pem"));
  ASSERT_EQ(made.exit, 0) << made.output;
  const auto checked = check_certificate({path("old.pem"), path("server.key")});
  ASSERT_FALSE(checked);
  EXPECT_NE(checked.error().what.find("has expired"), std::string::npos) << checked.error().what;
}

}  // namespace
}  // namespace isocenter::web
