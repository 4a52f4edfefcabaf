#include "collector/access/password.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <new>

#include "collector/access/secret.hpp"
#include "collector/access/sodium.hpp"

namespace isocenter::access {
namespace {

std::size_t characters_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char byte) { return (byte & 0xc0) != 0x80; }));
}

std::string in_lower_case(std::string_view text) {
  std::string lower{text};
  for (char& character : lower) {
    if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
  }
  return lower;
}

tl::unexpected<Error> refused(std::string why) { return fail(ErrorKind::invalid, "password", std::move(why)); }

}  // namespace

Result<void> check_password(std::string_view user, std::string_view password) {
  constexpr std::size_t shortest_name = 3;  // a shorter one is in many a word by chance
  const std::size_t characters = characters_of(password);
  if (characters < shortest_password) {
    return refused(fmt::format("is too short; take at least {} characters, e.g. four words", shortest_password));
  }
  if (characters > longest_password || password.size() > most_password_bytes) {
    return refused(fmt::format("is too long; take at most {} characters", longest_password));
  }
  if (is_common_password(password)) return refused("is one of the most used ones; take another");
  if (user.size() >= shortest_name && in_lower_case(password).find(in_lower_case(user)) != std::string::npos) {
    return refused("holds the user's name; take another");
  }
  return {};
}

std::string hash_password(std::string_view password, Cost cost) {
  ready_sodium();
  const bool least = cost == Cost::least;
  std::string hash(crypto_pwhash_STRBYTES, '\0');
  const int done =
      crypto_pwhash_str_alg(hash.data(), password.data(), password.size(),
                            least ? crypto_pwhash_argon2id_OPSLIMIT_MIN : crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE,
                            least ? crypto_pwhash_argon2id_MEMLIMIT_MIN : crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE,
                            crypto_pwhash_ALG_ARGON2ID13);
  if (done != 0) throw std::bad_alloc{};
  hash.resize(hash.find('\0'));
  return hash;
}

bool is_password(std::string_view password, const std::string& hash) {
  ready_sodium();
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

const std::string& nobodys_hash() {
  static const std::string hash = hash_password(make_secret());
  return hash;
}

}  // namespace isocenter::access
