#include "tests/bench/past_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "collector/store/derived_columns.hpp"
#include "collector/store/migrations.hpp"

namespace isocenter::bench {
namespace {

constexpr std::int64_t rows_of_a_transaction = 500'000;
constexpr Milliseconds on_the_way{40};

/// A new store. While it is filled nobody needs it to be safe.
sqlite::Database made(const std::filesystem::path& store) {
  sqlite::Database database{store};
  collector::migrate(database);
  database.execute(
      "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA cache_size = -400000; PRAGMA locking_mode = "
      "EXCLUSIVE; BEGIN");
  return database;
}

std::string insert(std::string_view table, std::string_view columns) {
  std::string marks = "?1";
  const auto count = std::count(columns.begin(), columns.end(), ',') + 1;
  for (std::ptrdiff_t i = 2; i <= count; ++i) marks += fmt::format(", ?{}", i);
  return fmt::format("INSERT INTO {} ({}) VALUES ({})", table, columns, marks);
}

Digest made_up_digest(std::int64_t number) {
  Digest digest;
  const std::uint64_t mixed = static_cast<std::uint64_t>(number) * 0x9e3779b97f4a7c15u;
  std::memcpy(digest.bytes.data(), &mixed, sizeof mixed);
  std::memcpy(digest.bytes.data() + sizeof mixed, &number, sizeof number);
  return digest;
}

}  // namespace

PastRows::PastRows(const std::filesystem::path& store, const std::vector<NodeName>& nodes)
    : database_{made(store)},
      insert_event_{database_, insert("event",
                                      "epoch, seq, last, digest, fate, t, received, difference_ms, shift_ms, when_ms, "
                                      "type, device, bytes")},
      insert_interval_{database_, insert("interval", collector::interval_columns)},
      insert_exam_{database_, insert("exam", collector::exam_columns)},
      insert_fault_{database_, insert("fault", collector::fault_columns)} {
  for (const NodeName& name : nodes) {
    const auto number = static_cast<std::int64_t>(nodes_.size() + 1);
    Epoch epoch;
    epoch.bytes.fill(static_cast<std::uint8_t>(number));
    sqlite::Statement{database_, "INSERT INTO node (id, name) VALUES (?1, ?2)"}
        .bind(1, number)
        .bind(2, std::string_view{name.text()})
        .run();
    sqlite::Statement{database_, "INSERT INTO epoch (id, node, epoch, through, digest) VALUES (?1, ?1, ?2, 0, ?2)"}
        .bind(1, number)
        .bind_blob(2, epoch.bytes)
        .run();
    nodes_.push_back({name, epoch, number});
  }
}

collector::EventId PastRows::event(std::size_t node, Instant when, const std::optional<DeviceName>& device,
                                   std::string_view type, std::string_view bytes) {
  Node& from = nodes_[node];
  const auto seq = static_cast<std::int64_t>(++from.last);
  const Digest digest = made_up_digest(++events_);
  insert_event_.bind(1, from.epoch_row).bind(2, seq).bind(3, seq).bind_blob(4, digest.bytes);
  insert_event_.bind(5, std::string_view{"stored"}).bind(6, to_unix_ms(when)).bind(7, to_unix_ms(when + on_the_way));
  insert_event_.bind(8, on_the_way.count()).bind(9, std::int64_t{0}).bind(10, to_unix_ms(when)).bind(11, type);
  device ? insert_event_.bind(12, std::string_view{device->text()}) : insert_event_.bind_null(12);
  insert_event_.bind(13, bytes).run();
  if (++in_transaction_ == rows_of_a_transaction) {
    database_.execute("COMMIT; BEGIN");
    in_transaction_ = 0;
  }
  return {from.name, from.epoch, from.last};
}

void PastRows::interval(const collector::StateInterval& interval) {
  bind_interval(insert_interval_, interval);
  insert_interval_.run();
  ++intervals_;
}

void PastRows::exam(const collector::ExamRow& exam) {
  bind_exam(insert_exam_, exam);
  insert_exam_.run();
}

void PastRows::fault(const collector::FaultRow& fault) {
  bind_fault(insert_fault_, fault);
  insert_fault_.run();
}

void PastRows::finish(Instant derived_until) {
  for (const Node& node : nodes_) {
    sqlite::Statement{database_, "UPDATE epoch SET through = ?2 WHERE id = ?1"}
        .bind(1, node.epoch_row)
        .bind(2, static_cast<std::int64_t>(node.last))
        .run();
  }
  database_.execute(fmt::format("INSERT INTO fact VALUES ('derived_until', '{}')", to_unix_ms(derived_until)));
  database_.execute("COMMIT; PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
}

}  // namespace isocenter::bench
