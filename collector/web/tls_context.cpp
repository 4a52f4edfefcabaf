#include "collector/web/tls_context.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstdio>
#include <memory>

namespace isocenter::web {
namespace {

struct Free {
  void operator()(std::FILE* file) const { std::fclose(file); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

/// A key with a passphrase would ask at the terminal; we have none.
int no_passphrase(char*, int, int, void*) { return 0; }

tl::unexpected<Error> wrong(const char* key, const std::filesystem::path& path, const std::string& what) {
  ERR_clear_error();
  return fail(ErrorKind::invalid, key, fmt::format("{}: {}", path.string(), what));
}

Result<Owned<X509>> read_certificate(const std::filesystem::path& path) {
  const Owned<std::FILE> file{std::fopen(path.c_str(), "re")};
  if (!file) return wrong("certificate", path, "cannot be read; mend the path, or its owner and mode");
  Owned<X509> certificate{PEM_read_X509(file.get(), nullptr, no_passphrase, nullptr)};
  if (!certificate) return wrong("certificate", path, "is no PEM certificate; it begins with BEGIN CERTIFICATE");
  return certificate;
}

Result<Owned<EVP_PKEY>> read_key(const std::filesystem::path& path) {
  const Owned<std::FILE> file{std::fopen(path.c_str(), "re")};
  if (!file) return wrong("key", path, "cannot be read; mend the path, or its owner and mode");
  Owned<EVP_PKEY> key{PEM_read_PrivateKey(file.get(), nullptr, no_passphrase, nullptr)};
  if (!key) return wrong("key", path, "is no PEM key without a passphrase; openssl pkey -in KEY -out PLAIN makes one");
  return key;
}

}  // namespace

Result<void> check_certificate(const Certificate& files) {
  const auto certificate = read_certificate(files.certificate);
  if (!certificate) return tl::unexpected<Error>{certificate.error()};
  const auto key = read_key(files.key);
  if (!key) return tl::unexpected<Error>{key.error()};
  if (X509_check_private_key(certificate->get(), key->get()) != 1) {
    return wrong("key", files.key, fmt::format("is not the key of {}", files.certificate.string()));
  }
  if (X509_cmp_current_time(X509_get0_notAfter(certificate->get())) < 0) {
    return wrong("certificate", files.certificate, "has expired; renew it and start the collector again");
  }
  return {};
}

boost::asio::ssl::context make_tls_context(const Certificate& files) {
  namespace ssl = boost::asio::ssl;
  const auto checked = check_certificate(files);
  if (!checked) throw WebError{to_string(checked.error())};
  ssl::context context{ssl::context::tls_server};
  SSL_CTX* const native = context.native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);  // an idle connection then costs little
  boost::system::error_code error;
  context.use_certificate_chain_file(files.certificate.string(), error);
  if (!error) context.use_private_key_file(files.key.string(), ssl::context::pem, error);
  if (error) {
    throw WebError{fmt::format("{}: {}; OpenSSL does not take it, e.g. for a key that is too short",
                               files.certificate.string(), error.message())};
  }
  return context;
}

}  // namespace isocenter::web
