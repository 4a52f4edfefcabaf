#include "shared/sqlite/interruption.hpp"

#include <sqlite3.h>

#include <utility>

namespace isocenter::sqlite {

Interruption::Interruption(Database& database, std::function<bool()> is_over)
    : database_{database}, is_over_{std::move(is_over)} {
  constexpr int steps_between_questions = 2000;  // some tens of microseconds
  const auto ask = [](void* self) { return static_cast<Interruption*>(self)->is_over_() ? 1 : 0; };
  sqlite3_progress_handler(database.handle(), steps_between_questions, ask, this);
}

Interruption::~Interruption() { sqlite3_progress_handler(database_.handle(), 0, nullptr, nullptr); }

bool is_interrupted(const StoreError& error) { return (error.code() & 0xff) == SQLITE_INTERRUPT; }

}  // namespace isocenter::sqlite
