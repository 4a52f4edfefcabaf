#include "shared/config/config.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "shared/config/common.hpp"
#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::config {
namespace {

Document document(std::string_view text) {
  auto parsed = Document::parse(text, "dir/a.toml");
  EXPECT_TRUE(parsed) << to_string(parsed.error());
  return *parsed;
}

/// The errors of reading `text` with `read`, a line each.
template <typename Read>
std::string errors_of(std::string_view text, Read read) {
  Document parsed = document(text);
  Table root = parsed.root();
  read(root);
  return to_string(parsed.finish());
}

TEST(Config, BrokenTomlNamesTheLine) {
  const auto parsed = Document::parse("site = \"a\"\nzone = [\n", "a.toml");
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().kind, ErrorKind::malformed);
  EXPECT_TRUE(parsed.error().where.starts_with("a.toml:")) << parsed.error().where;
}

TEST(Config, AbsentFileIsUnavailable) {
  const auto parsed = Document::read("/nonexistent/a.toml");
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().kind, ErrorKind::unavailable);
}

TEST(Config, AnEmptyFileIsReadAndAFolderIsNot) {
  const fakes::TemporaryFolder folder;
  std::ofstream{folder / "empty.toml"}.flush();
  EXPECT_TRUE(Document::read(folder / "empty.toml"));
  ASSERT_FALSE(Document::read(folder.path()));
  EXPECT_EQ(Document::read(folder.path()).error().kind, ErrorKind::unavailable);
}

TEST(Config, UnknownKeyNamesLineAndNearest) {
  const std::string errors = errors_of("site = \"general\"\ntitel = \"x\"\n", [](Table& root) {
    root.text("site");
    root.text_or("title", "");
  });
  EXPECT_EQ(errors, "dir/a.toml:2: unknown key `titel`; did you mean `title`?");
}

TEST(Config, UnknownKeyFarFromAllIsToBeRemoved) {
  EXPECT_EQ(errors_of("xyzzy = 1\n", [](Table& root) { root.text_or("title", ""); }),
            "dir/a.toml:1: unknown key `xyzzy`; remove it");
}

TEST(Config, UnknownKeyInsideTableIsNamedInFull) {
  EXPECT_EQ(errors_of("[broker]\nurk = 1\n", [](Table& root) { root.table("broker").text_or("url", ""); }),
            "dir/a.toml:2: unknown key `broker.urk`; did you mean `broker.url`?");
}

TEST(Config, EveryErrorIsToldAtOnce) {
  const std::string errors = errors_of("heartbeat_s = 0\nflag = 3\n", [](Table& root) {
    root.text("site");
    root.integer_or("heartbeat_s", 10, 1, 300);
    root.flag_or("flag", false);
  });
  EXPECT_EQ(errors,
            "dir/a.toml: `site` is missing; add site = \"…\"\n"
            "dir/a.toml:1: `heartbeat_s` must be a whole number from 1 to 300\n"
            "dir/a.toml:2: `flag` must be true or false");
}

TEST(Config, WrongKindsAreNamed) {
  EXPECT_EQ(errors_of("a = 1\nb = \"x\"\nc = [1]\nd = 1\n[e]\n",
                      [](Table& root) {
                        root.text("a");
                        root.optional_number("b");
                        root.texts_or("c", {});
                        root.table("d");
                        root.tables("e");
                      }),
            "dir/a.toml:1: `a` must be text in quotes: a = \"…\"\n"
            "dir/a.toml:2: `b` must be a number\n"
            "dir/a.toml:3: `c` must hold only texts in quotes\n"
            "dir/a.toml:4: `d` must be a table: [d]\n"
            "dir/a.toml:5: `e` must be written as [[e]]");
}

TEST(Config, WhatIsOfAWrongKindIsToldOnce) {
  EXPECT_EQ(errors_of("a = 1\nb = \"\"\nc = 1\nd = \"x\"\n",
                      [](Table& root) {
                        root.text("a");
                        root.reject("a", "is no address");
                        root.path("b");
                        root.reject("b", "cannot be read");
                        root.path("c");
                        root.text("d");
                        root.reject("d", "is no address");
                        root.reject("d", "is too short");
                      }),
            "dir/a.toml:1: `a` must be text in quotes: a = \"…\"\n"
            "dir/a.toml:2: `b` must not be empty\n"
            "dir/a.toml:3: `c` must be text in quotes: c = \"…\"\n"
            "dir/a.toml:4: `d`: is no address\n"
            "dir/a.toml:4: `d`: is too short");
}

TEST(Config, PathsAreRelativeToTheFile) {
  Document parsed = document("file = \"x/y\"\nabsolute = \"/z\"\n");
  Table root = parsed.root();
  EXPECT_EQ(root.path("file"), "dir/x/y");
  EXPECT_EQ(root.path("absolute"), "/z");
}

TEST(Config, ParsedTellsTheParsersWords) {
  EXPECT_EQ(errors_of("node = \"CT 1\"\n", [](Table& root) { root.parsed<NodeName>("node", &NodeName::parse); }),
            "dir/a.toml:1: `node`: \"CT 1\" is no node name; use 1 to 32 of a-z, 0-9 and -");
}

TEST(Config, NearestHeedsItsPatience) {
  EXPECT_EQ(nearest("lisen", {"listen", "ae_title"}), "listen");
  EXPECT_EQ(nearest("q", {"listen", "ae_title"}), std::nullopt);
}

TEST(Common, ReadsWhatEveryProgramShares) {
  Document parsed = document(
      "site = \"general\"\nzone = \"America/New_York\"\n[broker]\nurl = \"mqtt://127.0.0.1:1\"\n"
      "[outbox]\npath = \"o.outbox\"\nlimit_mb = 2\nkeep_days = 1\n");
  Table root = parsed.root();
  const Common common = read_common(root);
  EXPECT_TRUE(parsed.finish().empty());
  EXPECT_EQ(common.site->text(), "general");
  EXPECT_EQ(common.outbox_path, "dir/o.outbox");
  EXPECT_EQ(common.outbox_limit_bytes, 2u * 1024 * 1024);
  EXPECT_EQ(common.outbox_keep, std::chrono::hours{24});
}

TEST(Common, BrokerUrlNeedsAScheme) {
  const std::string errors =
      errors_of("site = \"general\"\nzone = \"UTC\"\n[broker]\nurl = \"127.0.0.1\"\n[outbox]\npath = \"o\"\n",
                [](Table& root) { read_common(root); });
  EXPECT_NE(errors.find("dir/a.toml:4: `broker.url`: \"127.0.0.1\" is no broker"), std::string::npos) << errors;
}

TEST(Common, BrokerUrlIsReadToItsEnd) {
  const std::string errors =
      errors_of("[broker]\nurl = \"mqtt://127.0.0.1:70000\"\n", [](Table& root) { read_common(root); });
  EXPECT_NE(errors.find("dir/a.toml:2: `broker.url`"), std::string::npos) << errors;
}

TEST(Common, CertificatesMustBeThereAndPem) {
  const fakes::TemporaryFolder folder;
  std::ofstream{folder / "ca.crt"} << "-----BEGIN CERTIFICATE-----\n";
  std::ofstream{folder / "agent.crt"} << "0\x82";
  const std::string text =
      "[broker]\nurl = \"mqtts://h\"\nca = \"ca.crt\"\ncertificate = \"agent.crt\"\nkey = \"agent.key\"\n";
  auto parsed = Document::parse(text, folder / "a.toml");
  ASSERT_TRUE(parsed);
  Table root = parsed->root();
  read_common(root);
  const std::string errors = to_string(parsed->finish());
  const std::string file = (folder / "a.toml").string();
  EXPECT_EQ(errors.find("broker.ca"), std::string::npos) << errors;
  EXPECT_NE(errors.find(file + ":4: `broker.certificate`"), std::string::npos) << errors;
  EXPECT_NE(errors.find("agent.crt is no PEM file"), std::string::npos) << errors;
  EXPECT_NE(errors.find(file + ":5: `broker.key`"), std::string::npos) << errors;
  EXPECT_NE(errors.find("agent.key cannot be read"), std::string::npos) << errors;
}

class SiteKeyFile : public testing::Test {
 protected:
  Result<SiteKey> read(std::size_t bytes, mode_t mode) {
    std::ofstream{folder_ / "site.key"} << std::string(bytes, 'k');
    ::chmod((folder_ / "site.key").c_str(), mode);
    auto parsed = Document::parse("[site_key]\nnumber = 3\nfile = \"site.key\"\n", folder_ / "a.toml");
    Table root = parsed->root();
    return read_site_key(root);
  }

  fakes::TemporaryFolder folder_;
};

TEST_F(SiteKeyFile, IsReadWithItsNumber) {
  const auto key = read(32, 0400);
  ASSERT_TRUE(key) << isocenter::to_string(key.error());
  EXPECT_EQ(key->number, 3);
  EXPECT_EQ(key->bytes, std::string(32, 'k'));
}

TEST_F(SiteKeyFile, OfAnotherLengthIsRefused) {
  const auto key = read(31, 0400);
  ASSERT_FALSE(key);
  EXPECT_NE(key.error().what.find("32 bytes"), std::string::npos);
}

TEST_F(SiteKeyFile, ThatOthersMayReadIsRefused) {
  const auto key = read(32, 0444);
  ASSERT_FALSE(key);
  EXPECT_NE(key.error().what.find("chmod 0400"), std::string::npos);
}

}  // namespace
}  // namespace isocenter::config
