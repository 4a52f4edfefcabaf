#pragma once

#include <functional>

#include "shared/sqlite/database.hpp"

namespace isocenter::sqlite {

/// While it lives, statements of `database` fail with StoreError once `is_over` says so; it is asked every few thousand
/// steps of SQLite's machine. Must end before the database.
class Interruption {
 public:
  Interruption(Database& database, std::function<bool()> is_over);
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

 private:
  Database& database_;
  std::function<bool()> is_over_;
};

/// Whether the statement failed since it was interrupted.
bool is_interrupted(const StoreError& error);

}  // namespace isocenter::sqlite
