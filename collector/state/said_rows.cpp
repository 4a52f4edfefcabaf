#include "collector/state/said_rows.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace isocenter::collector {
namespace {

using Named = std::tuple<NodeName, Epoch, std::uint64_t>;
struct Withdrawal {
  const LogRow* row;
  const EventWithdrawn* body;
};
using Withdrawals = std::multimap<Named, Withdrawal>;

Withdrawals withdrawals_of(const Rows& rows) {
  Withdrawals found;
  for (const LogRow* row : rows) {
    const auto* body = body_as<EventWithdrawn>(row);
    if (body != nullptr) found.insert({{row->id.node, body->epoch, body->seq}, {row, body}});
  }
  return found;
}

bool in_time(const LogRow& said, const LogRow& withdrawal) {
  const Milliseconds age = withdrawal.t - said.t;
  const Milliseconds apart = withdrawal.when - said.when;
  return age >= Milliseconds{0} && age <= undo_for && std::chrono::abs(apart) <= undo_apart;
}

bool is_named(const LogRow& row, const Withdrawals& all, const Epoch& epoch, std::uint64_t seq,
              const std::optional<Digest>& digest) {
  const auto [first, last] = all.equal_range({row.id.node, epoch, seq});
  return std::any_of(first, last, [&](const auto& entry) {
    const Withdrawal& withdrawal = entry.second;
    return in_time(row, *withdrawal.row) && (!digest || *digest == withdrawal.body->digest);
  });
}

bool is_withdrawn(const LogRow& row, const Withdrawals& all) {
  if (!row.device) return false;
  if (is_named(row, all, row.id.epoch, row.id.seq, row.digest)) return true;
  return row.was && is_named(row, all, row.was->epoch, row.was->seq, row.was->digest);
}

}  // namespace

Rows in_order(std::span<const LogRow> rows, Instant now) {
  Rows ordered;
  ordered.reserve(rows.size());
  for (const LogRow& row : rows) {
    if (row.when < now) ordered.push_back(&row);
  }
  const auto before = [](const LogRow* a, const LogRow* b) { return *a < *b; };
  if (!std::is_sorted(ordered.begin(), ordered.end(), before)) std::stable_sort(ordered.begin(), ordered.end(), before);
  const auto same = [](const LogRow* a, const LogRow* b) { return a->id == b->id; };
  ordered.erase(std::unique(ordered.begin(), ordered.end(), same), ordered.end());
  return ordered;
}

Rows without_withdrawn(const Rows& rows) {
  const Withdrawals all = withdrawals_of(rows);
  if (all.empty()) return rows;
  Rows said;
  said.reserve(rows.size());
  for (const LogRow* row : rows) {
    if (body_as<EventWithdrawn>(row) == nullptr && !is_withdrawn(*row, all)) said.push_back(row);
  }
  return said;
}

}  // namespace isocenter::collector
