#pragma once

#include "tests/bench/five_years.hpp"
#include "tests/bench/parts.hpp"

namespace isocenter::bench {

/// A store with a department's past.
struct PastStore {
  std::filesystem::path path;
  PastDepartment department;
};

/// Says on the terminal, and in the results of `part`, how large it is.
PastStore make_past_store(const std::filesystem::path& path, const PastDepartment& department, const char* part,
                          Results& results);
/// The one at `path`, of `years`, up to its last commit.
PastStore open_past_store(const std::filesystem::path& path, int years);

}  // namespace isocenter::bench
