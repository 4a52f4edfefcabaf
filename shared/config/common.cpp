#include "shared/config/common.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include "shared/core/broker_url.hpp"

namespace isocenter::config {
namespace {

void check_pem(Table& table, std::string_view key, const std::filesystem::path& path) {
  if (path.empty()) return;
  const auto content = read_file(path);
  if (!content) {
    table.reject(key, fmt::format("{} cannot be read; name an existing file that this user may read", path.string()));
  } else if (content->find("-----BEGIN ") == content->npos) {
    table.reject(key, fmt::format("{} is no PEM file; convert it with openssl", path.string()));
  }
}

Broker read_broker(Table table) {
  Broker broker;
  broker.url = table.text_or("url", broker.url);
  const auto url = parse_broker_url(broker.url);
  if (!url) table.reject("url", url.error().what);
  const bool secure = url && url->tls;
  broker.user = table.text_or("user", "");
  for (const auto& [key, value] :
       {std::pair{"ca", &broker.ca}, std::pair{"certificate", &broker.certificate}, std::pair{"key", &broker.key}}) {
    if (const auto path = table.optional_path(key)) {
      *value = path->string();
      check_pem(table, key, *path);
    }
  }
  if (secure && broker.ca.empty())
    table.reject("", "mqtts:// needs `broker.ca`, the file of the certificate authority");
  if (broker.certificate.empty() != broker.key.empty()) {
    table.reject("", "`broker.certificate` and `broker.key` go together; give both or neither");
  }
  return broker;
}

}  // namespace

Common read_common(Table& root) {
  Common common;
  common.site = root.parsed<SiteName>("site", &SiteName::parse);
  common.title = root.text_or("title", "");
  common.zone = root.text("zone");
  common.broker = read_broker(root.table("broker"));
  common.heartbeat = std::chrono::seconds{root.integer_or("heartbeat_s", 10, 1, 300)};
  Table outbox = root.table("outbox");
  common.outbox_path = outbox.path("path");
  common.outbox_limit_bytes =
      static_cast<std::uint64_t>(outbox.integer_or("limit_mb", 256, 1, 1'000'000)) * 1024 * 1024;
  common.outbox_keep = std::chrono::hours{24 * outbox.integer_or("keep_days", 7, 0, 3650)};
  return common;
}

Result<SiteKey> read_site_key(Table& root) {
  Table table = root.table("site_key");
  SiteKey key;
  key.number = static_cast<int>(table.integer_or("number", 1, 1, 999));
  const std::filesystem::path path = table.path("file");
  if (path.empty()) return key;  // the missing `file` is noted in the document
  const std::string mend = fmt::format("make it with: head -c 32 /dev/urandom > {0} && chmod 0400 {0}", path.string());
  auto bytes = read_file(path);
  if (!bytes) return fail(ErrorKind::invalid, path.string(), "the site key cannot be read; " + mend);
  key.bytes = std::move(*bytes);
  if (key.bytes.size() != 32) return fail(ErrorKind::invalid, path.string(), "the site key must be 32 bytes; " + mend);
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0 || (about.st_mode & 0077) != 0) {
    return fail(ErrorKind::invalid, path.string(), "the site key may be read by others; chmod 0400 it");
  }
  return key;
}

}  // namespace isocenter::config
