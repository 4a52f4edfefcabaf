#include <algorithm>
#include <cassert>

#include "shared/outbox/outbox_state.hpp"
#include "shared/wire/event_codec.hpp"

namespace isocenter::outbox {
namespace {

/// A row that a bad disk has changed could not be renamed; the digest of every other is checked when it is read.
bool looks_whole(std::string_view bytes) { return bytes.starts_with(R"({"seq":)") && bytes.ends_with("}}"); }

}  // namespace

std::uint64_t Outbox::rename_after_rollback(const Epoch& from, Instant now) {
  const std::size_t index = state_->index_of(from);
  if (index == state_->held.size()) return 0;
  const std::int64_t first_closed = state_->numbers[index];
  const NewEvent started{now, std::nullopt, state_->describe_start(now)};
  std::uint64_t renamed = 0;
  try {
    sqlite::Transaction transaction{state_->database};
    state_->insert_new_epoch(random_epoch());
    const std::int64_t present = state_->numbers.back();
    append({&started, 1});
    renamed = state_->rename_rows(first_closed, present);
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

std::uint64_t Outbox::State::rename_rows(std::int64_t from, std::int64_t to) {
  std::uint64_t renamed = 0;
  for (const std::int64_t id : rows.event_ids(from, to)) {
    std::optional<Row> row = rows.by_id(id);
    if (!looks_whole(row->bytes)) {
      rows.make_gap(*row, "damaged");
      continue;
    }
    if (!row->was) {
      const auto of = std::find(numbers.begin(), numbers.end(), row->epoch);
      assert(of != numbers.end());
      row->was = BirthName{held[static_cast<std::size_t>(of - numbers.begin())].epoch, row->seq, row->digest};
    }
    row->epoch = to;
    row->seq = row->through = writing.last + 1;
    row->bytes = wire::rename_event(row->bytes, row->seq, *row->was);
    row->digest = wire::next_digest(writing.digest, row->bytes);
    rows.move(*row);
    writing.last = row->seq;
    writing.digest = row->digest;
    ++renamed;
  }
  rows.remove_gaps_from(from);  // their numbers belong to a past that the collector does not share
  update_head.bind(1, to).bind(2, as_sql(writing.last)).bind_blob(3, as_blob(writing.digest)).run();
  return renamed;
}

}  // namespace isocenter::outbox
