#include "collector/store/contract_versions.hpp"

#include <algorithm>

#include "collector/contract/format_contract.hpp"
#include "collector/contract/read_contracts.hpp"
#include "collector/store/text_digest.hpp"

namespace isocenter::collector {
namespace {

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

ContractVersion* newest_of(std::vector<ContractVersion>& versions, const std::string& name) {
  const auto found =
      std::find_if(versions.rbegin(), versions.rend(), [&](const auto& version) { return version.terms.name == name; });
  return found == versions.rend() ? nullptr : &*found;
}

void take(PlacedEvent event, const ContractLoaded& loaded, std::vector<ContractVersion>& versions) {
  const std::string text = joined(loaded.terms);
  auto terms = contract::parse_contracts(text, "contract.loaded");
  if (!terms || terms->size() != 1) return;
  ContractVersion next{
      .terms = std::move(terms->front()), .digest = digest_of_text(text), .loaded = std::move(event), .in_force = true};
  if (ContractVersion* const before = newest_of(versions, next.terms.name)) {
    next.version = before->version + (before->digest == next.digest ? 0 : 1);
    before->in_force = false;
  }
  versions.push_back(std::move(next));
}

}  // namespace

std::vector<ContractVersion> contract_versions(sqlite::Database& database) {
  std::vector<PlacedEvent> events = desk_events(database, "contract.loaded");
  std::ranges::move(desk_events(database, "contract.removed"), std::back_inserter(events));
  std::ranges::sort(events, {}, &PlacedEvent::log_row);
  std::vector<ContractVersion> versions;
  for (PlacedEvent& event : events) {
    if (const auto* removed = std::get_if<ContractRemoved>(&event.event.body)) {
      if (ContractVersion* const newest = newest_of(versions, removed->contract)) newest->in_force = false;
    } else if (const auto* loaded = std::get_if<ContractLoaded>(&event.event.body)) {
      const ContractLoaded copy = *loaded;  // `event` is moved away
      take(std::move(event), copy, versions);
    }
  }
  return versions;
}

std::vector<NewEvent> contract_changes(const std::vector<ContractVersion>& versions,
                                       const std::vector<contract::Contract>& contracts, Instant now) {
  std::vector<NewEvent> changes;
  for (const contract::Contract& terms : contracts) {
    const std::vector<std::string> lines = contract::format_contract(terms);
    const Digest digest = digest_of_text(joined(lines));
    const bool holds = std::ranges::any_of(versions, [&](const ContractVersion& version) {
      return version.in_force && version.terms.name == terms.name && version.digest == digest;
    });
    if (!holds) changes.push_back({now, std::nullopt, ContractLoaded{terms.name, lines, digest}});
  }
  for (const ContractVersion& version : versions) {
    const bool stands = std::ranges::find(contracts, version.terms.name, &contract::Contract::name) != contracts.end();
    if (version.in_force && !stands) changes.push_back({now, std::nullopt, ContractRemoved{version.terms.name}});
  }
  return changes;
}

}  // namespace isocenter::collector
