#include <spdlog/spdlog.h>

#include <algorithm>
#include <cassert>

#include "shared/core/random.hpp"
#include "shared/outbox/outbox_state.hpp"
#include "shared/wire/event_codec.hpp"

namespace isocenter::outbox {
namespace {

bool looks_whole(std::string_view bytes) { return bytes.starts_with(R"({"seq":)") && bytes.ends_with("}}"); }

/// By its digest, where the one before it is known: a digest made anew would hide what a bad disk has changed.
bool is_whole(const Row& row, const std::optional<Digest>& before) {
  return looks_whole(row.bytes) && (!before || wire::next_digest(*before, row.bytes) == row.digest);
}

}  // namespace

std::uint64_t Outbox::rename_after_rollback(const Epoch& from, Instant now) {
  const std::size_t index = state_->index_of(from);
  if (index == state_->held.size()) return 0;
  const std::int64_t first_closed = state_->numbers[index];
  const NewEvent started{now, std::nullopt, state_->describe_start(now)};
  std::uint64_t renamed = 0;
  try {
    sqlite::Transaction transaction{state_->database};
    state_->insert_new_epoch(Epoch{random_128_bits()});
    const std::int64_t present = state_->numbers.back();
    append({&started, 1});
    for (std::size_t i = index; i + 1 < state_->held.size(); ++i) renamed += state_->rename_rows(i);
    state_->update_head.bind(1, present).bind(2, as_sql(state_->writing.last));
    state_->update_head.bind_blob(3, as_blob(state_->writing.digest)).run();
    sqlite::Statement close{
        state_->database, "UPDATE outbox_epochs SET closed_ms=?3 WHERE number>=?1 AND number<?2 AND closed_ms IS NULL"};
    close.bind(1, first_closed).bind(2, present).bind(3, to_unix_ms(now)).run();
    transaction.commit();
  } catch (...) {
    state_->load();
    throw;
  }
  state_->load();
  return renamed;
}

/// Moves the rows of held[index] into the epoch that is being written. What is not there, cannot be read or was given
/// up before it was sent has a gap there to stand for it, so that the collector learns how much it will never get.
std::uint64_t Outbox::State::rename_rows(std::size_t index) {
  const HeldEpoch& old = held[index];
  std::uint64_t renamed = 0;
  std::uint64_t next = 1;
  std::optional<Digest> before = wire::first_digest(old.epoch);
  for (const std::int64_t id : rows.ids_of(numbers[index])) {
    const Row row = *rows.by_id(id);
    if (row.seq > next) {
      insert_stand_in("damaged", row.seq - next);
      before.reset();
    }
    if (row.is_gap()) {
      if (row.through > old.acknowledged) insert_stand_in(*row.reason, row.through - row.seq + 1);
    } else if (is_whole(row, before)) {
      rename_row(row, old.epoch);
      ++renamed;
    } else {
      insert_stand_in("damaged", 1);
    }
    next = row.through + 1;
    before = row.digest;
  }
  if (old.last >= next) insert_stand_in("damaged", old.last - next + 1);
  rows.remove_epoch(numbers[index]);  // what has not been moved
  return renamed;
}

void Outbox::State::rename_row(Row row, const Epoch& from) {
  if (!row.was) row.was = BirthName{from, row.seq, row.digest};
  row.epoch = numbers.back();
  row.seq = row.through = writing.last + 1;
  row.bytes = wire::rename_event(row.bytes, row.seq, *row.was);
  row.digest = wire::next_digest(writing.digest, row.bytes);
  rows.move(row);
  writing = {row.seq, row.digest};
}

void Outbox::State::insert_stand_in(const std::string& reason, std::uint64_t count) {
  spdlog::error("outbox: {} events of an earlier epoch are not to be had any more ({})", count, reason);
  const std::uint64_t first = writing.last + 1;
  // A gap's digest is whatever it states; this one follows from the chain as any other.
  writing = {writing.last + count, wire::next_digest(writing.digest, reason)};
  rows.insert(Row{.epoch = numbers.back(),
                  .seq = first,
                  .through = writing.last,
                  .type = "outbox.gap",
                  .digest = writing.digest,
                  .reason = reason});
}

}  // namespace isocenter::outbox
