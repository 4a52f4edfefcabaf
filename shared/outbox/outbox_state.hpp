#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/outbox/ballast.hpp"
#include "shared/outbox/outbox.hpp"
#include "shared/outbox/outbox_file.hpp"
#include "shared/outbox/rows.hpp"

namespace isocenter::outbox {

inline constexpr std::string_view stepped_fact = "stepped_ms";  ///< when the wall clock was last set by an hour or more

/// What an Outbox is made of. Its methods are spread over outbox.cpp, forgetting.cpp and rollback.cpp.
struct Outbox::State {
  State(const std::filesystem::path& path, OutboxLimits given)
      : limits{given},
        lock{path},
        ballast{path.string() + ".ballast", given.ballast_bytes},
        file{open_outbox_file(path, ballast)},
        database{*file.database},
        rows{database},
        insert_epoch{database, "INSERT INTO outbox_epochs (epoch, last, digest, acknowledged) VALUES (?1, 0, ?2, 0)"},
        update_head{database, "UPDATE outbox_epochs SET last=?2, digest=?3 WHERE number=?1"},
        read_head{database, "SELECT last, digest FROM outbox_epochs WHERE number=?1"},
        update_acknowledged{database, "UPDATE outbox_epochs SET acknowledged=?2 WHERE number=?1"},
        set_fact{database, "INSERT OR REPLACE INTO outbox_facts VALUES (?1, ?2)"},
        get_fact{database, "SELECT value FROM outbox_facts WHERE name=?1"} {}

  void load();                                     ///< where it throws all is as before
  std::size_t index_of(const Epoch& epoch) const;  ///< held.size() where it is not known
  struct Head {
    std::uint64_t last = 0;
    Digest digest;
  };
  Head read_present_head();  ///< as the database has it, within an open transaction too
  NodeStarted describe_start(Instant now);
  void insert_new_epoch(const Epoch& epoch);
  BirthName insert_event(const NewEvent& event, std::string bytes);
  std::uint64_t rename_rows(std::size_t index);
  void rename_row(Row row, const Epoch& from);
  void insert_stand_in(const std::string& reason, std::uint64_t count);
  void make_gap(std::int64_t row_id, const std::string& reason);
  std::size_t forget_rows(const std::vector<std::int64_t>& ids, const std::string& reason);
  bool is_over_limit();
  bool is_age_known(Instant now, bool is_clock_synchronised);
  void forget_epochs(Instant now);
  std::optional<std::int64_t> fact(std::string_view name);

  OutboxLimits limits;
  FileLock lock;
  Ballast ballast;
  OpenedFile file;
  sqlite::Database& database;
  Rows rows;
  sqlite::Statement insert_epoch, update_head, read_head, update_acknowledged, set_fact, get_fact;

  std::string software;
  std::vector<HeldEpoch> held;        ///< what is settled
  std::vector<std::int64_t> numbers;  ///< in outbox_epochs, one for each of `held`
  Head writing;                       ///< in the open transaction, ahead of held.back()
  bool has_begun = false;
  std::uint64_t refused = 0;
};

}  // namespace isocenter::outbox
