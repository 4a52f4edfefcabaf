#include "collector/filing/editions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collector/contract/format_contract.hpp"
#include "collector/store/text_digest.hpp"
#include "shared/wire/event_codec.hpp"
#include "shared/wire/json_limits.hpp"

namespace isocenter::filing {
namespace {

/// Of an event; what is around the text takes less than the rest up to the longest one.
constexpr std::size_t page_bytes = 24u * 1024;

std::size_t escaped_size(std::string_view text) {
  const auto escapes = std::count_if(text.begin(), text.end(), [](char each) { return each == '"' || each == '\\'; });
  constexpr std::size_t quotes_and_comma = 3;
  return text.size() + static_cast<std::size_t>(escapes) + quotes_and_comma;
}

/// Cuts a document, which is ASCII, into texts as long as an event may hold, and these into pages.
std::vector<std::vector<std::string>> pages_of(std::string_view document) {
  std::vector<std::vector<std::string>> pages;
  std::size_t size = page_bytes;
  while (!document.empty()) {
    const std::string_view piece = document.substr(0, wire::json::max_text_bytes);
    document.remove_prefix(piece.size());
    size += escaped_size(piece);
    if (size > page_bytes) {
      pages.emplace_back();
      size = escaped_size(piece);
    }
    pages.back().emplace_back(piece);
  }
  return pages;
}

}  // namespace

Editions::Editions(sqlite::Database& database) : database_{database} {
  for (const collector::PlacedEvent& event : collector::desk_events(database, "statement.issued")) {
    const auto* said = std::get_if<StatementIssued>(&event.event.body);
    if (said == nullptr || !event.event.device) continue;
    editions_.push_back({*said, event.event.device->text(), event.when, {event.id, event.digest, event.log_row}});
  }
  for (const std::string_view type : {"claim.claimed", "claim.answered", "claim.paid"}) {
    for (const collector::PlacedEvent& event : collector::desk_events(database, type)) {
      const auto* said = std::get_if<ClaimStepped>(&event.event.body);
      if (said != nullptr) claims_.push_back({*said, event.when, {event.id, event.digest, event.log_row}});
    }
  }
  std::ranges::sort(claims_, {}, [](const statement::Claim& claim) { return claim.place.log_row; });
}

Shelf Editions::of(const std::string& contract, const std::string& device, const std::string& period_from) const {
  Shelf shelf;
  for (const Edition& edition : editions_) {
    if (edition.said.contract == contract && edition.device == device && edition.said.period_from == period_from) {
      shelf.editions.push_back(&edition);
    }
  }
  std::ranges::stable_sort(shelf.editions, {}, [](const Edition* edition) { return edition->said.edition; });
  return shelf;
}

const Edition* Editions::named(const std::string& statement) const {
  const auto found = std::ranges::find(editions_, statement, [](const Edition& each) { return each.said.statement; });
  return found == editions_.end() ? nullptr : &*found;
}

std::vector<statement::Claim> Editions::claims_of(const Edition& edition) const {
  std::vector<statement::Claim> claims;
  std::ranges::copy_if(claims_, std::back_inserter(claims),
                       [&](const statement::Claim& claim) { return claim.said.statement == edition.said.statement; });
  return claims;
}

/// The pages were said right before the issue, so their numbers lie right before its own.
Result<std::string> Editions::pages(const Edition& edition, const std::function<bool(const std::string&)>& enough) {
  sqlite::Statement page{database_,
                         "SELECT e.bytes FROM event e JOIN epoch p ON p.id = e.epoch JOIN node n ON n.id = p.node "
                         "WHERE n.name = ?1 AND p.epoch = ?2 AND e.seq = ?3 AND e.fate = 'stored'"};
  const collector::EventId& issue = edition.place.id;
  std::string document;
  for (std::int64_t number = 1; number <= edition.said.pages && !enough(document); ++number) {
    page.bind(1, std::string_view{issue.node.text()}).bind_blob(2, issue.epoch.bytes);
    page.bind(3, static_cast<std::int64_t>(issue.seq) - edition.said.pages + number - 1);
    const auto event = page.step() ? wire::parse_event(page.text_view(0)) : Result<NewEvent>{tl::unexpect, Error{}};
    const auto* said = event ? std::get_if<StatementPage>(&event->body) : nullptr;
    if (said == nullptr || said->statement != edition.said.statement || said->page != number) {
      return fail(ErrorKind::malformed, edition.said.statement, fmt::format("its page {} is not in the log", number));
    }
    for (const std::string& piece : said->text) document += piece;
    page.reset();
  }
  return document;
}

Result<std::string> Editions::document(const Edition& edition) {
  auto document = pages(edition, [](const std::string&) { return false; });
  if (!document) return document;
  if (collector::digest_of_text(*document) != edition.said.digest) {
    return fail(ErrorKind::malformed, edition.said.statement, "is not as it was issued: its digest differs");
  }
  return document;
}

Result<statement::Statement> Editions::statement(const Edition& edition) {
  const auto text = document(edition);
  if (!text) return tl::unexpected<Error>{text.error()};
  return statement::parse_document(*text);
}

Result<statement::Statement> Editions::head(const Edition& edition) {
  const auto text =
      pages(edition, [](const std::string& so_far) { return statement::document_head(so_far).has_value(); });
  if (!text) return tl::unexpected<Error>{text.error()};
  return statement::parse_document(statement::document_head(*text).value_or(*text));
}

std::vector<NewEvent> issue(const statement::Statement& statement, const std::string& by, Instant now) {
  const std::string document = statement::format_document(statement);
  const std::string id = statement::statement_id(statement);
  std::vector<NewEvent> events;
  std::int64_t number = 0;
  for (auto& text : pages_of(document)) {
    events.push_back({now, std::nullopt, StatementPage{.statement = id, .page = ++number, .text = std::move(text)}});
  }
  const auto device = DeviceName::parse(statement.device.name);
  events.push_back({now, device ? std::optional{*device} : std::nullopt,
                    StatementIssued{.statement = id,
                                    .contract = statement.terms.name,
                                    .terms = statement.terms_digest,
                                    .period_from = contract::date_text(statement.period.from),
                                    .period_to = contract::date_text(statement.period.to),
                                    .edition = statement.edition,
                                    .pages = number,
                                    .digest = collector::digest_of_text(document),
                                    .by = by}});
  return events;
}

}  // namespace isocenter::filing
