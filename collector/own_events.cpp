#include "collector/own_events.hpp"

#include <fmt/format.h>

#include "collector/store/numbers.hpp"

namespace isocenter::collector {
namespace {

/// Of a batch that never goes over a wire: a page of the log at a time.
constexpr std::size_t most_events = 1000;

std::string format_differences(const std::vector<Milliseconds>& differences) {
  std::string text;
  for (const Milliseconds difference : differences) text += fmt::format("{} ", difference.count());
  return text;
}

std::vector<Milliseconds> parse_differences(std::string_view text) {
  std::vector<Milliseconds> differences;
  for (const std::int64_t number : parse_numbers(text)) differences.emplace_back(number);
  return differences;
}

void put(sqlite::Statement& statement, const HeardNode& node) {
  statement.bind(1, node.node.text());
  node.epoch ? statement.bind_blob(2, node.epoch->bytes) : statement.bind_null(2);
  statement.bind(3, std::int64_t{node.heartbeat.count()}).bind(4, to_unix_ms(node.last_receipt));
  statement.bind(5, format_differences(node.differences)).bind(6, std::int64_t{node.silent ? 1 : 0});
  statement.run();
}

}  // namespace

OwnEvents::OwnEvents(outbox::Outbox& outbox, std::string software, Instant now) : outbox_{outbox} {
  outbox_.database().execute(
      "CREATE TABLE IF NOT EXISTS heard (node TEXT PRIMARY KEY, epoch BLOB, heartbeat_s INTEGER NOT NULL, "
      "last_receipt INTEGER NOT NULL, differences TEXT NOT NULL, silent INTEGER NOT NULL) STRICT, WITHOUT ROWID");
  outbox_.begin_epoch(std::move(software), now);
}

std::vector<BirthName> OwnEvents::write(std::span<const NewEvent> events, std::span<const HeardNode> heard) {
  std::vector<BirthName> names;
  if (events.empty() && heard.empty()) return names;
  sqlite::Database& database = outbox_.database();
  try {
    sqlite::Transaction transaction{database};
    sqlite::Statement statement{database,
                                "INSERT OR REPLACE INTO heard (node, epoch, heartbeat_s, last_receipt, differences, "
                                "silent) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"};
    for (const HeardNode& node : heard) put(statement, node);
    if (!events.empty()) names = outbox_.append(events);
    transaction.commit();
  } catch (...) {
    if (!events.empty()) outbox_.settle();
    throw;
  }
  if (!events.empty()) outbox_.settle();
  return names;
}

std::vector<HeardNode> OwnEvents::read_heard() {
  sqlite::Statement statement{outbox_.database(),
                              "SELECT node, epoch, heartbeat_s, last_receipt, differences, silent FROM heard"};
  std::vector<HeardNode> heard;
  while (statement.step()) {
    const auto name = NodeName::parse(statement.text_view(0));
    if (!name) continue;
    HeardNode node{.node = *name};
    if (const auto epoch = statement.blob(1); epoch.size() == sizeof(Epoch)) {
      node.epoch.emplace();
      std::copy(epoch.begin(), epoch.end(), node.epoch->bytes.begin());
    }
    node.heartbeat = std::chrono::seconds{statement.integer(2)};
    node.last_receipt = from_unix_ms(statement.integer(3));
    node.differences = parse_differences(statement.text_view(4));
    node.silent = statement.integer(5) != 0;
    heard.push_back(std::move(node));
  }
  return heard;
}

void OwnEvents::compare(EventLog& log, Instant now) {
  const std::vector<outbox::HeldEpoch> epochs = outbox_.epochs();
  for (const outbox::HeldEpoch& epoch : epochs) {
    const ChainHead head = log.head(collector_node(), epoch.epoch);
    const auto ours = outbox_.digest_at(epoch.epoch, head.through);
    const bool other_past = head.through > epoch.last || (ours && *ours != head.digest);
    if (other_past) {
      outbox_.rename_after_rollback(epoch.epoch, now);
      return compare(log, now);
    }
    if (head.through < epoch.acknowledged) outbox_.unacknowledge(epoch.epoch, head.through);
    if (head.through > epoch.acknowledged) outbox_.acknowledge(epoch.epoch, head.through, now);  // died in between
    if (!ours && head.through > 0) outbox_.adopt_digest(epoch.epoch, head.through, head.digest);
  }
}

std::optional<wire::Batch> OwnEvents::next_batch(EventLog& log, Instant now) {
  for (const outbox::HeldEpoch& epoch : outbox_.epochs()) {
    const ChainHead head = log.head(collector_node(), epoch.epoch);
    if (head.through >= epoch.last) continue;
    auto events = outbox_.read(epoch.epoch, head.through + 1, most_events, wire::max_batch_bytes, now);
    if (events.empty()) continue;
    return wire::Batch{.from = collector_node().text(),
                       .epoch = epoch.epoch,
                       .first = events.front().seq,
                       .after = head.digest,
                       .last = epoch.last,
                       .sent = now,
                       .events = std::move(events)};
  }
  return std::nullopt;
}

void OwnEvents::acknowledge(const Epoch& epoch, const ChainHead& head, Instant now) {
  outbox_.acknowledge(epoch, head.through, now);
}

}  // namespace isocenter::collector
