#include <fmt/format.h>

#include <mutex>

#include "collector/contract/covered_time.hpp"
#include "collector/contract/format_contract.hpp"
#include "collector/filing/check_correction.hpp"
#include "collector/filing/editions.hpp"
#include "collector/filing/overview.hpp"
#include "collector/report/json.hpp"
#include "collector/report/queries.hpp"
#include "collector/statement/day.hpp"
#include "collector/web/database_reader.hpp"
#include "collector/web/json_body.hpp"
#include "collector/web/routes.hpp"
#include "collector/web/saying.hpp"

namespace isocenter::web {
namespace {

using filing::Drafts;
using filing::Edition;
using filing::Editions;
using wire::json::Fields;

/// Whether a step may be taken rests on those before, so one is taken at a time.
struct Turn {
  std::mutex mutex;
};

Response refused(const Error& error, const Request& request) {
  if (error.kind == ErrorKind::unavailable || error.kind == ErrorKind::malformed) {
    return problem(503, "not-now", to_string(error), request.path);
  }
  return wrong_body(error, request);
}

Result<NewEvent> read_correction(const Request& request, Instant now) {
  return read_body<NewEvent>(request, [&](Fields& body) {
    const DeviceName device = body.device("device");
    IntervalCorrected said{.from = body.instant("from"),
                           .to = body.instant("to"),
                           .reading = body.word<Reading>("reading"),
                           .state = body.optional_word<EquipmentState>("state"),
                           .cause = body.optional_word<Cause>("cause"),
                           .reason = body.text("reason", wire::json::longest_reason),
                           .by = request.person->name};
    return NewEvent{now, device, std::move(said)};
  });
}

Response correct(const Request& request, const Options& options, DatabaseReader& reader) {
  const auto event = read_correction(request, now_utc());
  if (!event) return wrong_body(event.error(), request);
  sqlite::Database& database = reader.begin();
  {
    const report::Snapshot snapshot{database};
    const auto checked = filing::check_correction(*event, options.site, database);
    if (!checked) return refused(checked.error(), request);
  }
  return say(options, {*event}, request);
}

/// What is to be issued: the draft with its number. ErrorKind::invalid where there is nothing new to issue.
Result<statement::Statement> next_edition(const filing::Wanted& wanted, Drafts& drafts, Editions& editions) {
  auto draft = drafts.draft(wanted);
  if (!draft) return draft;
  if (!draft->ended) {
    return fail(ErrorKind::invalid, "period_from", "the period has not ended; its statement can be issued once it has");
  }
  const auto shelf = editions.of(draft->terms.name, draft->device.name, contract::date_text(draft->period.from));
  if (shelf.last() != nullptr) {
    const auto head = editions.head(*shelf.last());
    if (!head) return head;
    if (head->figures == draft->figures) {
      return fail(ErrorKind::invalid, "period_from",
                  fmt::format("nothing has changed since edition {}", shelf.last()->said.edition));
    }
  }
  draft->edition = shelf.last() == nullptr ? 1 : shelf.last()->said.edition + 1;
  return draft;
}

Result<filing::Wanted> read_wanted(const Request& request) {
  return read_body<filing::Wanted>(request, [](Fields& body) {
    filing::Wanted wanted{.contract = body.text("contract"), .device = body.text("device")};
    const auto day = statement::parse_day(body.text("period_from"));
    if (!day) body.fail("period_from", "is no local date; write e.g. 2026-10-01");
    wanted.period_from = day.value_or(contract::LocalDate{});
    return wanted;
  });
}

Response issue_statement(const Request& request, const Options& options, DatabaseReader& reader, Turn& turn) {
  const auto wanted = read_wanted(request);
  if (!wanted) return wrong_body(wanted.error(), request);
  const std::lock_guard taken{turn.mutex};
  Result<statement::Statement> statement = [&] {
    sqlite::Database& database = reader.begin();
    const report::Snapshot snapshot{database};
    const filing::Desk desk{options.title, options.site};
    Drafts drafts{desk, database};
    Editions editions{database};
    return next_edition(*wanted, drafts, editions);
  }();
  if (!statement) return refused(statement.error(), request);
  const std::string id = report::json_string(statement_id(*statement));
  return say(options, filing::issue(*statement, request.person->name, now_utc()), request,
             fmt::format("\"statement\":{},\"edition\":{},", id, statement->edition));
}

VendorTime read_time(Fields& time) {
  return {.from = time.instant("from"),
          .to = time.instant("to"),
          .vendor_from = time.optional_instant("vendor_from"),
          .vendor_to = time.optional_instant("vendor_to")};
}

Result<ClaimStepped> read_claim(const Request& request) {
  return read_body<ClaimStepped>(request, [&](Fields& body) {
    return ClaimStepped{.step = body.word<ClaimStep>("step"),
                        .statement = body.text("statement"),
                        .on = body.text("on"),
                        .amount = body.text("amount"),
                        .currency = body.text_or_empty("currency"),
                        .reference = body.text_or_empty("reference"),
                        .outcome = body.text_or_empty("outcome"),
                        .times = body.list<VendorTime>("times", read_time),
                        .note = body.text_or_empty("note", wire::json::longest_reason),
                        .by = request.person->name};
  });
}

/// Whether the step may follow, and the step with its amount in order.
Result<ClaimStepped> next_step(ClaimStepped next, Instant now, Editions& editions) {
  const Edition* const edition = editions.named(next.statement);
  if (edition == nullptr) {
    return fail(ErrorKind::invalid, "statement", "was not issued; write contract/device/first day/edition");
  }
  const auto issued = editions.statement(*edition);
  if (!issued) return tl::unexpected<Error>{issued.error()};
  if (next.currency.empty()) next.currency = issued->terms.currency;
  const std::string& zone = issued->terms.zone;
  const auto checked = statement::check_claim(*issued, contract::day_of(zone, edition->at),
                                              editions.claims_of(*edition), contract::day_of(zone, now), next);
  if (!checked) return tl::unexpected<Error>{checked.error()};
  return next;
}

Response step_claim(const Request& request, const Options& options, DatabaseReader& reader, Turn& turn) {
  auto given = read_claim(request);
  if (!given) return wrong_body(given.error(), request);
  const Instant now = now_utc();
  const std::lock_guard taken{turn.mutex};
  Result<ClaimStepped> next = [&] {
    sqlite::Database& database = reader.begin();
    const report::Snapshot snapshot{database};
    Editions editions{database};
    return next_step(std::move(*given), now, editions);
  }();
  if (!next) return refused(next.error(), request);
  return say(options, {NewEvent{now, std::nullopt, std::move(*next)}}, request);
}

template <typename Words>
std::vector<std::string> words_of(const Words& values) {
  std::vector<std::string> words;
  for (const auto value : values) words.emplace_back(word(value));
  return words;
}

std::vector<Member> correction_members() {
  constexpr std::array readings{Reading::explained, Reading::reclassified, Reading::disputed, Reading::restored};
  return {{.name = "device", .description = "a device's name"},
          {.name = "from", .description = "RFC 3339"},
          {.name = "to", .description = "RFC 3339; not in the future"},
          {.name = "reading",
           .description = "explained: with a cause; reclassified: as another state; disputed: noted, changes no "
                          "number; restored: as it was recorded",
           .choices = words_of(readings)},
          {.name = "state", .description = "of reclassified", .required = false, .choices = words_of(equipment_states)},
          {.name = "cause",
           .description = "of explained, and of reclassified as down or limited",
           .required = false,
           .choices = words_of(contract::causes)},
          {.name = "reason", .description = "why; stands in the statement"}};
}

std::vector<Member> claim_members() {
  return {{.name = "statement", .description = "an issued one, with its edition"},
          {.name = "step", .description = "in this order", .choices = {"claimed", "answered", "paid"}},
          {.name = "on", .description = "local day"},
          {.name = "amount", .description = "e.g. 305.75; claimed, accepted or paid"},
          {.name = "currency", .description = "the contract's where nothing is said", .required = false},
          {.name = "reference", .description = "the vendor's or the bank's", .required = false},
          {.name = "outcome", .description = "of answered", .required = false, .choices = {"accepted", "contested"}},
          {.name = "times",
           .description = "of a contested answer: lines' from and to with the vendor's vendor_from and vendor_to, "
                          "left out where it was not down at all",
           .type = "array",
           .required = false},
          {.name = "note", .description = "free words", .required = false}};
}

std::string issued_schema() {
  return R"({"type":"object","properties":{"statement":{"type":"string"},"edition":{"type":"integer","minimum":1},
"node":{"type":"string"},"epoch":{"type":"string"},"seq":{"type":"integer","minimum":1},"digest":{"type":"string"}},
"required":["statement","edition","node","epoch","seq","digest"],"additionalProperties":false})";
}

}  // namespace

std::vector<Route> statement_doing_routes(const Options& options) {
  const auto turn = std::make_shared<Turn>();
  return {
      {.path = "/api/v1/corrections",
       .method = "POST",
       .least = Role::biomed,
       .summary = "Say how recorded time is to be read",
       .description =
           "An event of its own beside what was recorded; of several that lie over another the latest counts.",
       .members = correction_members(),
       .answers = {{.content_type = json_type, .schema = place_schema()}},
       .problems = {503},
       .by_worker = [&options](const Request& request,
                               DatabaseReader& reader) { return correct(request, options, reader); }},
      {.path = "/api/v1/statements",
       .method = "POST",
       .least = Role::biomed,
       .summary = "Issue a statement",
       .description = "It is kept as it is; what changes later makes a new edition.",
       .members = {{.name = "contract", .description = "its name"},
                   {.name = "device", .description = "one of the contract's"},
                   {.name = "period_from", .description = "the period's first local day, e.g. 2026-10-01"}},
       .answers = {{.content_type = json_type, .schema = issued_schema()}},
       .problems = {503},
       .by_worker = [&options, turn](
                        const Request& request,
                        DatabaseReader& reader) { return issue_statement(request, options, reader, *turn); }},
      {.path = "/api/v1/claims",
       .method = "POST",
       .least = Role::biomed,
       .summary = "Take a step of a claim",
       .description = "Issued, claimed, answered (accepted or contested), paid.",
       .members = claim_members(),
       .answers = {{.content_type = json_type, .schema = place_schema()}},
       .problems = {503},
       .by_worker = [&options, turn](const Request& request,
                                     DatabaseReader& reader) { return step_claim(request, options, reader, *turn); }},
  };
}

}  // namespace isocenter::web
