#pragma once

#include <filesystem>
#include <string_view>

#include "shared/core/time.hpp"
#include "shared/sqlite/database.hpp"

namespace isocenter::collector {

/// Bytes of refused events and of batches nobody could read, so that someone can find out why: "STORE.quarantine", mode
/// 0600, apart from the log because a patient may be in them. At most 4 KiB of each, 1000 rows, 30 days; what goes is
/// overwritten. Throws sqlite::StoreError.
class Quarantine {
 public:
  explicit Quarantine(const std::filesystem::path& path);

  /// `source`: node, epoch and number, or a topic's node. `why`: closed words.
  void keep(Instant now, std::string_view source, std::string_view why, std::string_view bytes);
  /// What is older than 30 days goes; `keep` does so too, but nothing new may come for long.
  void forget(Instant now);

 private:
  sqlite::Database database_;
  sqlite::Statement insert_, forget_old_, forget_many_;
};

}  // namespace isocenter::collector
