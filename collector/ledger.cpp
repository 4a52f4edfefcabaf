#include "collector/ledger.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <chrono>

#include "collector/store/contract_versions.hpp"

namespace isocenter::collector {
namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::optional<Milliseconds> steps_in(const std::vector<LogEntry>& entries) {
  std::optional<Milliseconds> sum;
  for (const LogEntry& entry : entries) {
    if (entry.fate != Fate::stored || !entry.parsed) continue;
    if (const auto* step = std::get_if<ClockStepped>(&entry.parsed->body)) {
      sum = sum.value_or(Milliseconds{0}) + step->by;
    }
  }
  return sum;
}

std::optional<Instant> start_in(const std::vector<LogEntry>& entries) {
  const LogEntry& first = entries.front();
  const bool starts =
      first.fate == Fate::stored && first.parsed && std::holds_alternative<NodeStarted>(first.parsed->body);
  return starts ? std::optional{first.when} : std::nullopt;
}

}  // namespace

Ledger::Ledger(std::filesystem::path path, const ConfigurationLoaded& loaded, std::vector<contract::Contract> contracts)
    : path_{std::move(path)}, loaded_{loaded}, contracts_{std::move(contracts)}, permissions_{loaded} {}

Ledger::~Ledger() = default;

void Ledger::open(OwnEvents& own, Instant now) {
  close();
  store_ = std::make_unique<Store>(path_);
  own.compare(store_->log(), now);
  const auto configurations = store_->log().configurations();
  const ConfigurationLoaded* last =
      configurations.empty() ? nullptr : std::get_if<ConfigurationLoaded>(&configurations.back().row.body);
  std::vector<NewEvent> news = contract_changes(contract_versions(store_->database()), contracts_, now);
  if (last == nullptr || !(*last == loaded_)) news.insert(news.begin(), {now, std::nullopt, loaded_});
  own.write(news, {});
  sqlite::Transaction transaction{store_->database()};  // reading the tails may drop carries
  deriver_ = std::make_unique<Deriver>(*store_);
  transaction.commit();
}

void Ledger::close() {
  deriver_.reset();
  store_.reset();
  refused_.clear();
  own_heads_.clear();
}

void Ledger::note_rows(const NodeName& node, std::vector<LogEntry>& entries, const Epoch& epoch, Gulp& gulp) {
  for (LogEntry& entry : entries) {
    if (entry.fate == Fate::gap) gulp.losses.push_back({node, entry.why, entry.last - entry.seq + 1});
    if (entry.was) gulp.rolled_back.insert(node);
    if (entry.fate == Fate::rejected || entry.fate == Fate::not_allowed) ++gulp.rejected[entry.why];
    if (entry.fate != Fate::rejected) continue;
    refused_.push_back({fmt::format("{} {} {}", node.text(), to_string(epoch), entry.seq), entry.why,
                        std::move(entry.bytes), entry.received});
  }
}

/// Nodes send their epochs in order: of the one before a start all that was written must be here. One sent again under
/// another name tells of a past that a rollback undid.
void Ledger::compare_start(const NodeName& node, const LogEntry& first, Gulp& gulp) {
  const auto* started = first.parsed ? std::get_if<NodeStarted>(&first.parsed->body) : nullptr;
  if (started == nullptr || !started->epoch_before || first.fate != Fate::stored || first.was) return;
  const std::uint64_t held = store_->log().head(node, *started->epoch_before).through;
  if (held < started->last_before) gulp.never_came[node] += started->last_before - held;
}

Gulp::Answer Ledger::take(const Delivery& delivery, Gulp& gulp) {
  EventLog& log = store_->log();
  const wire::Batch& batch = delivery.batch;
  ClockDifference& clock = clocks_[{delivery.node, batch.epoch}];
  const HoldsBirth holds = [&](const BirthName& birth) { return log.holds(delivery.node, birth); };
  Verdict verdict =
      judge(delivery.node, batch, delivery.received, log.head(delivery.node, batch.epoch), permissions_, holds, clock);
  Gulp::Answer answer{.head = verdict.head, .difference = clock.least().value_or(Milliseconds{0})};
  if (verdict.entries.empty()) return answer;
  deriver_->take(log.append(delivery.node, batch.epoch, verdict.entries, verdict.head));
  answer.added = verdict.entries.size();
  answer.newest = verdict.entries.back().when;
  answer.stepped = steps_in(verdict.entries);
  answer.started = start_in(verdict.entries);
  compare_start(delivery.node, verdict.entries.front(), gulp);
  note_rows(delivery.node, verdict.entries, batch.epoch, gulp);
  return answer;
}

void Ledger::take_own(OwnEvents& own, Instant now, Gulp& gulp) {
  while (auto batch = own.next_batch(store_->log(), now)) {
    const Epoch epoch = batch->epoch;
    const std::uint64_t before = store_->log().head(collector_node(), epoch).through;
    const Gulp::Answer answer = take({collector_node(), std::move(*batch), now}, gulp);
    if (answer.head.through == before) break;  // what cannot be taken must not turn the loop for ever
    own_heads_.emplace_back(epoch, answer.head);
  }
}

Gulp Ledger::commit(const std::vector<Delivery>& deliveries, OwnEvents& own, Instant now, bool note_time) {
  Gulp gulp;
  const bool brings_events = std::any_of(deliveries.begin(), deliveries.end(),
                                         [](const Delivery& delivery) { return !delivery.batch.events.empty(); });
  const bool own_waiting = own.next_batch(store_->log(), now).has_value();
  if (!brings_events && !own_waiting && !note_time && !deriver_->is_due(now)) {
    for (const Delivery& delivery : deliveries) gulp.answers.push_back(take(delivery, gulp));
    return gulp;
  }
  const auto start = std::chrono::steady_clock::now();
  sqlite::Transaction transaction{store_->database()};
  take_own(own, now, gulp);
  for (const Delivery& delivery : deliveries) gulp.answers.push_back(take(delivery, gulp));
  gulp.changed = deriver_->derive(now);
  transaction.commit();
  gulp.committed = true;
  gulp.seconds = seconds_since(start);
  for (const auto& [epoch, head] : own_heads_) own.acknowledge(epoch, head, now);
  own_heads_.clear();
  keep_refused();
  return gulp;
}

void Ledger::keep_refused() {
  for (const Refused& refused : std::exchange(refused_, {})) {
    keep_aside(refused.source, refused.why, refused.bytes, refused.received);
  }
}

template <typename Use>
void Ledger::use_quarantine(Use use) {
  try {
    if (!quarantine_) quarantine_ = std::make_unique<Quarantine>(quarantine_path());
    use(*quarantine_);
  } catch (const sqlite::StoreError& error) {
    spdlog::warn("the quarantine: {}", error.what());
    quarantine_.reset();
  }
}

void Ledger::keep_aside(const std::string& source, std::string_view why, std::string_view bytes, Instant received) {
  use_quarantine([&](Quarantine& quarantine) { quarantine.keep(received, source, why, bytes); });
}

void Ledger::forget_aside(Instant now) {
  if (!std::filesystem::exists(quarantine_path())) return;
  use_quarantine([&](Quarantine& quarantine) { quarantine.forget(now); });
}

}  // namespace isocenter::collector
