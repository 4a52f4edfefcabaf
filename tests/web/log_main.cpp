// Writes a log as nodes would have told it: web_log_for_test CONFIG reads lines "NODE EVENT" from standard input, each
// event word for word as an outbox keeps it, numbered from 1 per node, in the order of their commit. The collector
// derives the rest (`rebuild`).
#include <fmt/format.h>

#include <iostream>
#include <map>

#include "collector/config.hpp"
#include "collector/ingest/judge.hpp"
#include "collector/store/store.hpp"
#include "shared/wire/event_codec.hpp"

namespace {

using namespace isocenter;
using namespace isocenter::collector;

constexpr std::chrono::milliseconds on_its_way{200};

/// One epoch of a node, as far as it is in the log.
struct Told {
  Epoch epoch;
  Digest digest;
  std::uint64_t last = 0;
  ClockDifference clock{};
};

Told begin(std::size_t number) {
  Told told;
  told.epoch.bytes.fill(static_cast<std::uint8_t>(number + 1));
  told.digest = wire::first_digest(told.epoch);
  return told;
}

wire::Batch batch_of(const Told& told, const NewEvent& event, const std::string& bytes) {
  const std::uint64_t seq = told.last + 1;
  return {.from = "test",
          .epoch = told.epoch,
          .first = seq,
          .after = told.digest,
          .last = seq,
          .sent = event.t + on_its_way,
          .events = {{.seq = seq,
                      .to = seq,
                      .t = event.t,
                      .type = std::string{event_type(event.body)},
                      .device = event.device ? event.device->text() : "",
                      .bytes = bytes}}};
}

/// Why the line cannot be told; nothing where it is in the log now.
std::string tell(Store& store, const Permissions& permissions, std::map<NodeName, Told>& nodes,
                 const std::string& line) {
  const auto space = line.find(' ');
  const auto node = NodeName::parse(line.substr(0, space));
  if (!node || space == line.npos) return "must be NODE EVENT";
  const std::string bytes = line.substr(space + 1);
  const auto event = wire::parse_event(bytes);
  if (!event) return event.error().where + ": " + event.error().what;
  Told& told = nodes.try_emplace(*node, begin(nodes.size())).first->second;
  const wire::Batch batch = batch_of(told, *event, bytes);
  const auto holds = [](const BirthName&) { return false; };
  const Verdict verdict =
      judge(*node, batch, batch.sent, store.log().head(*node, told.epoch), permissions, holds, told.clock);
  if (verdict.entries.empty() || verdict.entries[0].fate != Fate::stored) return "is not taken";
  store.log().append(*node, told.epoch, verdict.entries, verdict.head);
  told.digest = wire::next_digest(told.digest, bytes);
  ++told.last;
  return {};
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  const auto configuration = read_configuration(arguments[1]);
  if (!configuration) {
    for (const Error& error : configuration.error()) fmt::print(stderr, "{}: {}\n", error.where, error.what);
    return 1;
  }
  Store store{configuration->store};
  const Permissions permissions{configuration->loaded};
  std::map<NodeName, Told> nodes;
  sqlite::Transaction transaction{store.database()};
  int number = 0;
  for (std::string line; std::getline(std::cin, line);) {
    ++number;
    const std::string problem = tell(store, permissions, nodes, line);
    if (problem.empty()) continue;
    fmt::print(stderr, "line {}: {}\n", number, problem);
    return 1;
  }
  transaction.commit();
}
