#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "shared/core/result.hpp"

namespace isocenter::access {

inline constexpr std::size_t shortest_password = 12;      ///< characters
inline constexpr std::size_t longest_password = 256;      ///< characters
inline constexpr std::size_t most_password_bytes = 1024;  ///< four for each character

/// Whether `password` may be `user`'s: its length, that it is none of the common ones and does not hold the user's
/// name. No rules of composition. ErrorKind::invalid says which, and never quotes it.
Result<void> check_password(std::string_view user, std::string_view password);

/// Whether it is in the shipped list, in whatever case.
bool is_common_password(std::string_view password);

/// What hashing costs an attacker, and us: 64 MiB and some 100 ms; `least` is for tests.
enum class Cost { interactive, least };

/// argon2id with its salt and parameters, to be kept. Throws std::bad_alloc where there is no memory for it.
std::string hash_password(std::string_view password, Cost cost = Cost::interactive);
/// Takes as long for a wrong password as for the right one.
bool is_password(std::string_view password, const std::string& hash);
/// A hash that no password has: looked at where there is no such user, so that the answer takes as long.
const std::string& nobodys_hash();

}  // namespace isocenter::access
