#include <spdlog/spdlog.h>

#include "shared/outbox/outbox_state.hpp"

namespace isocenter::outbox {
namespace {

constexpr int rows_a_turn = 2000;  // keeps one turn of forgetting short

}  // namespace

void Outbox::give_up_on(const Epoch& epoch, std::uint64_t seq, Instant now) {
  const std::size_t index = state_->index_of(epoch);
  if (index == state_->held.size()) return;
  const std::optional<Row> row = state_->rows.covering(state_->numbers[index], seq);
  if (!row || row->is_gap()) return;
  sqlite::Transaction transaction{state_->database};
  sqlite::Statement keep{state_->database,
                         "INSERT INTO outbox_damaged (epoch, seq, at_ms, bytes) VALUES (?1, ?2, ?3, ?4)"};
  keep.bind(1, to_string(epoch)).bind(2, as_sql(seq)).bind(3, to_unix_ms(now));
  keep.bind(4, std::string_view{row->bytes}).run();
  state_->database.execute(
      "DELETE FROM outbox_damaged WHERE id NOT IN (SELECT id FROM outbox_damaged ORDER BY id DESC LIMIT 1000)");
  state_->rows.make_gap(*row, "unreadable");
  transaction.commit();
}

void Outbox::State::make_gap(std::int64_t row_id, const std::string& reason) {
  sqlite::Transaction transaction{database};
  if (const std::optional<Row> row = rows.by_id(row_id)) rows.make_gap(*row, reason);
  transaction.commit();
}

std::size_t Outbox::State::forget_rows(const std::vector<std::int64_t>& ids, const std::string& reason) {
  if (ids.empty()) return 0;
  sqlite::Transaction transaction{database};
  for (const std::int64_t id : ids) {
    // A neighbour's gap may have swallowed it meanwhile.
    if (const std::optional<Row> row = rows.by_id(id)) rows.make_gap(*row, reason);
  }
  transaction.commit();
  return ids.size();
}

bool Outbox::State::is_over_limit() {
  sqlite::Statement ask{database,
                        "SELECT (p.page_count - f.freelist_count) * s.page_size"
                        " FROM pragma_page_count p, pragma_freelist_count f, pragma_page_size s"};
  const bool answered = ask.step();
  const bool over = answered && static_cast<std::uint64_t>(ask.integer(0)) > limits.max_bytes;
  ask.reset();
  return over;
}

/// An epoch that is all acknowledged and all gaps stays known for a while, then it goes; closed ones likewise.
void Outbox::State::forget_epochs(Instant now) {
  sqlite::Transaction transaction{database};
  sqlite::Statement mark{database,
                         "UPDATE outbox_epochs SET idle_since_ms = CASE"
                         "  WHEN acknowledged < last OR EXISTS (SELECT 1 FROM outbox_rows r WHERE r.epoch = number"
                         "    AND r.reason IS NULL) THEN NULL"
                         "  ELSE coalesce(idle_since_ms, ?2) END WHERE number <> ?1"};
  mark.bind(1, has_begun ? numbers.back() : 0).bind(2, to_unix_ms(now)).run();
  const std::int64_t before = to_unix_ms(now - epoch_memory);
  sqlite::Statement old{database, "SELECT number FROM outbox_epochs WHERE idle_since_ms < ?1 OR closed_ms < ?1"};
  old.bind(1, before);
  std::vector<std::int64_t> gone;
  while (old.step()) gone.push_back(old.integer(0));
  for (const std::int64_t number : gone) {
    rows.remove_epoch(number);
    sqlite::Statement{database, "DELETE FROM outbox_epochs WHERE number=?1"}.bind(1, number).run();
  }
  transaction.commit();
  if (!gone.empty()) load();
}

bool Outbox::State::is_age_known(Instant now, bool is_clock_synchronised) {
  const auto stepped = fact(stepped_fact);
  return is_clock_synchronised && (!stepped || now >= from_unix_ms(*stepped) + limits.keep);
}

void Outbox::forget(Instant now, bool is_clock_synchronised) {
  const bool is_age_known = state_->is_age_known(now, is_clock_synchronised);
  state_->ballast.make_if_room();
  if (is_age_known) {
    state_->forget_rows(state_->rows.acknowledged_before(now - state_->limits.keep, rows_a_turn), "forgotten");
  }
  if (state_->is_over_limit()) {
    const Instant any = end_of_time;
    if (state_->forget_rows(state_->rows.acknowledged_before(any, rows_a_turn), "forgotten") == 0) {
      state_->forget_rows(state_->rows.waiting_telemetry(rows_a_turn), "full");
    }
  }
  if (is_age_known) state_->forget_epochs(now);
}

void Outbox::make_room() noexcept {
  state_->ballast.release();
  try {
    state_->forget_rows(state_->rows.acknowledged_before(end_of_time, rows_a_turn), "forgotten");
  } catch (const std::exception& error) {
    spdlog::error("outbox: the disk is full and nothing can be forgotten: {}. Free some room", error.what());
  }
}

}  // namespace isocenter::outbox
