#include "collector/filing/asked.hpp"

#include <fmt/format.h>

#include "collector/contract/format_contract.hpp"

namespace isocenter::filing {
namespace {

using statement::Statement;

Result<Asked> of_edition(const Edition& edition, Shelf shelf, const Statement& draft, Editions& editions) {
  auto document = editions.document(edition);
  if (!document) return tl::unexpected<Error>{document.error()};
  auto statement = statement::parse_document(*document);
  if (!statement) return tl::unexpected<Error>{statement.error()};
  const bool changed = statement->figures != draft.figures;
  return Asked{std::move(*document), std::move(*statement), &edition, std::move(shelf), changed};
}

Result<Asked> of_draft(Statement draft, Shelf shelf, Editions& editions) {
  bool changed = false;
  if (shelf.last() != nullptr) {
    const auto head = editions.head(*shelf.last());
    if (!head) return tl::unexpected<Error>{head.error()};
    changed = head->figures != draft.figures;
  }
  std::string document = statement::format_document(draft);
  return Asked{std::move(document), std::move(draft), nullptr, std::move(shelf), changed};
}

}  // namespace

Result<Asked> find_statement(const Wanted& wanted, std::optional<std::int64_t> number, Drafts& drafts,
                             Editions& editions) {
  auto draft = drafts.draft(wanted);
  if (!draft) return tl::unexpected<Error>{draft.error()};
  Shelf shelf = editions.of(wanted.contract, wanted.device, contract::date_text(wanted.period_from));
  if (!number) return of_draft(std::move(*draft), std::move(shelf), editions);
  for (const Edition* edition : shelf.editions) {
    if (edition->said.edition == *number) return of_edition(*edition, std::move(shelf), *draft, editions);
  }
  return fail(ErrorKind::invalid, "edition",
              fmt::format("{} was not issued; of this period there {}", *number,
                          shelf.editions.size() == 1 ? "is 1" : fmt::format("are {}", shelf.editions.size())));
}

}  // namespace isocenter::filing
