#include "collector/filing/drafts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "collector/contract/format_contract.hpp"
#include "collector/filing/history.hpp"
#include "collector/report/corrections.hpp"
#include "collector/report/queries.hpp"
#include "collector/statement/document.hpp"
#include "collector/store/text_digest.hpp"
#include "shared/wire/event_codec.hpp"

namespace isocenter::filing {
namespace {

using collector::ContractVersion;
using contract::Contract;
using contract::ContractPeriod;
using statement::Statement;

std::int64_t last_row(sqlite::Database& database) {
  sqlite::Statement last{database, "SELECT max(id) FROM event"};
  return last.step() && !last.is_null(0) ? last.integer(0) : 0;
}

/// The zone rules by which the collector that wrote the log works.
std::string tzdata_of(sqlite::Database& database) {
  sqlite::Statement newest{database,
                           "SELECT bytes FROM event WHERE type = 'configuration.loaded' AND fate = 'stored' ORDER BY "
                           "id DESC LIMIT 1"};
  if (!newest.step()) return "unknown";
  const auto event = wire::parse_event(newest.text_view(0));
  const auto* loaded = event ? std::get_if<ConfigurationLoaded>(&event->body) : nullptr;
  return loaded != nullptr ? loaded->tzdata : "unknown";
}

/// The newest of each contract, those in force first.
std::vector<ContractVersion> newest_of(std::vector<ContractVersion> versions) {
  std::vector<ContractVersion> newest;
  for (auto version = versions.rbegin(); version != versions.rend(); ++version) {
    const bool is_held = std::any_of(newest.begin(), newest.end(),
                                     [&](const auto& each) { return each.terms.name == version->terms.name; });
    if (!is_held) newest.push_back(std::move(*version));
  }
  std::reverse(newest.begin(), newest.end());
  std::stable_partition(newest.begin(), newest.end(), [](const auto& each) { return each.in_force; });
  return newest;
}

template <typename Items, typename Text>
Error not_known(const char* where, const std::string& word, const Items& items, Text text) {
  std::vector<std::string> known;
  for (const auto& item : items) known.push_back(text(item));
  return {ErrorKind::invalid, where,
          fmt::format("\"{}\" is not known{}", word.substr(0, 40), report::mend_word(word, known))};
}

/// There is such a device, so a like word of another would mislead.
Error not_of(const Contract& terms, const DeviceName& device) {
  std::vector<std::string> devices;
  for (const DeviceName& each : terms.devices) devices.push_back(each.text());
  return {ErrorKind::invalid, "device",
          fmt::format("\"{}\" is not in contract {}; of that there are {}", device.text(), terms.name,
                      fmt::join(devices, ", "))};
}

}  // namespace

Drafts::Drafts(const Desk& desk, sqlite::Database& database)
    : desk_{desk},
      database_{database},
      known_until_{report::committed_until(database).value_or(Instant{})},
      last_row_{last_row(database)},
      tzdata_{tzdata_of(database)},
      contracts_{newest_of(collector::contract_versions(database))},
      corrections_{report::read_corrections(database)} {}

std::vector<ContractPeriod> Drafts::begun(const Contract& terms) const {
  std::vector<ContractPeriod> periods = contract::periods_of(terms);
  std::erase_if(periods, [&](const ContractPeriod& period) {
    return contract::begin_of_day(terms.zone, period.from) >= known_until_;
  });
  return periods;
}

bool Drafts::has_ended(const Contract& terms, const ContractPeriod& period) const {
  return contract::end_of_day(terms.zone, period.to) <= known_until_;
}

statement::DeviceFacts Drafts::facts_of(const DeviceName& device) const {
  for (const ConfiguredDevice& each : desk_.site.devices) {
    if (each.name == device) return {device.text(), each.title, each.manufacturer, each.model, each.serial};
  }
  return {.name = device.text(), .title = device.text(), .manufacturer = {}, .model = {}, .serial = {}};
}

std::optional<NodeName> Drafts::observer_of(const DeviceName& device) const {
  for (const ConfiguredDevice& each : desk_.site.devices) {
    if (each.name == device) return each.node;
  }
  return std::nullopt;
}

Result<std::unique_ptr<Drafts::Book>> Drafts::book(const Contract& terms, const DeviceName& device,
                                                   const ContractPeriod& first, const ContractPeriod& last) {
  auto covered = contract::covered_time(terms);
  if (!covered) return tl::unexpected<Error>{covered.error()};
  auto book = std::make_unique<Book>(Book{.terms = terms, .covered = std::move(*covered), .account = {}});
  const Period window{contract::begin_of_day(terms.zone, first.from),
                      std::min(contract::end_of_day(terms.zone, last.to), known_until_)};
  const auto corrections = corrections_.find(device);
  auto history =
      read_history(device, terms, window,
                   corrections == corrections_.end() ? std::vector<statement::Correction>{} : corrections->second,
                   known_until_, database_);
  book->account = std::make_unique<statement::Account>(book->terms, book->covered, std::move(history));
  return book;
}

Statement Drafts::totals_from(const Book& book, const ContractVersion& version, const DeviceName& device,
                              const ContractPeriod& period) const {
  return {.site = desk_.title,
          .terms = version.terms,
          .version = version.version,
          .terms_digest = version.digest,
          .device = facts_of(device),
          .period = period,
          .ended = has_ended(version.terms, period),
          .edition = 0,
          .tzdata = tzdata_,
          .log_to = known_until_,
          .log_row = last_row_,
          .recorded = book.account->recorded(period),
          .corrected = book.account->corrected(period),
          .lines = {},
          .figures = {}};
}

Statement Drafts::draft_from(const Book& book, const ContractVersion& version, const DeviceName& device,
                             const ContractPeriod& period, EvidenceReader* evidence) const {
  Statement draft = totals_from(book, version, device, period);
  draft.lines = book.account->lines(period, [&](const statement::Roots& roots) {
    return evidence != nullptr ? evidence->find(roots) : statement::Found{};
  });
  draft.figures = collector::digest_of_text(statement::figures_text(draft));
  return draft;
}

Result<Statement> Drafts::draft(const Wanted& wanted) {
  const auto version =
      std::ranges::find(contracts_, wanted.contract, [](const ContractVersion& each) { return each.terms.name; });
  if (version == contracts_.end()) {
    return tl::unexpected<Error>{
        not_known("contract", wanted.contract, contracts_, [](const auto& each) { return each.terms.name; })};
  }
  const Contract& terms = version->terms;
  const auto device =
      std::ranges::find(terms.devices, wanted.device, [](const DeviceName& each) { return each.text(); });
  if (device == terms.devices.end()) {
    for (const ConfiguredDevice& each : desk_.site.devices) {
      if (each.name.text() == wanted.device) return tl::unexpected<Error>{not_of(terms, each.name)};
    }
    return tl::unexpected<Error>{
        not_known("device", wanted.device, terms.devices, [](const DeviceName& each) { return each.text(); })};
  }
  const auto periods = begun(terms);
  const auto period = std::ranges::find(periods, wanted.period_from, &ContractPeriod::from);
  if (period == periods.end()) {
    return tl::unexpected<Error>{not_known("period_from", contract::date_text(wanted.period_from), periods,
                                           [](const auto& each) { return contract::date_text(each.from); })};
  }
  const auto opened = book(terms, *device, *period, *period);
  if (!opened) return tl::unexpected<Error>{opened.error()};
  EvidenceReader evidence{*device, observer_of(*device), database_};
  return draft_from(**opened, *version, *device, *period, &evidence);
}

}  // namespace isocenter::filing
