#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>

namespace isocenter::bench {

struct BareInserts {
  std::size_t events = 0;
  std::size_t derived = 0;
  std::chrono::duration<double> took{0};
};

/// Inserts every row of the collector's store `from` into a new file `to` of the same schema and settings: a thousand
/// events a transaction and with them their share of what is derived, in one thread, prepared statements and nothing
/// else. Reading them is not counted.
BareInserts insert_bare(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace isocenter::bench
