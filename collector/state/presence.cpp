#include "collector/state/presence.hpp"

#include <algorithm>
#include <map>

namespace isocenter::collector {
namespace {

const Epoch& said_in(const LogRow& row) { return row.was ? row.was->epoch : row.id.epoch; }

/// The first event of an epoch is node.started, or the gap that stands for it.
bool begins_epoch(const LogRow* row) {
  return body_as<NodeStarted>(row) != nullptr || body_as<OutboxGap>(row) != nullptr;
}

/// The epoch the row was said in, or is about.
std::optional<Epoch> epoch_told_of(const LogRow& row) {
  if (const auto* silent = body_as<NodeSilent>(&row)) return silent->epoch;
  if (const auto* heard = body_as<NodeHeard>(&row)) return heard->epoch;
  return said_in(row);
}

/// Those silences that no `heard` follows which lies before `instant`.
Rows unlifted(const Rows& silences, const Rows& heard, Instant instant) {
  const LogRow* last_heard = nullptr;
  for (const LogRow* row : heard) {
    if (row->when < instant) last_heard = row;
  }
  Rows standing;
  for (const LogRow* silence : silences) {
    if (silence->when < instant && (last_heard == nullptr || *last_heard < *silence)) standing.push_back(silence);
  }
  return standing;
}

}  // namespace

const NodeName& subject_node(const LogRow& row) {
  if (const auto* silent = body_as<NodeSilent>(&row)) return silent->node;
  if (const auto* heard = body_as<NodeHeard>(&row)) return heard->node;
  return row.id.node;
}

std::map<NodeName, Rows> by_node(const Rows& rows) {
  std::map<NodeName, Rows> found;
  for (const LogRow* row : rows) found[subject_node(*row)].push_back(row);
  return found;
}

Presence::Presence(const Rows& rows) {
  read_lives(rows);
  const std::vector<Stretch> whole = uncut();
  const std::vector<Cut> cut_out = cuts_of(rows);
  std::vector<Instant> edges;
  for (const Stretch& stretch : whole) edges.push_back(stretch.from);
  for (const Cut& cut : cut_out) edges.insert(edges.end(), {cut.period.from, cut.period.to});
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  std::size_t base = 0;
  std::size_t cut = 0;
  for (const Instant edge : edges) {
    while (base + 1 < whole.size() && whole[base + 1].from <= edge) ++base;
    while (cut < cut_out.size() && cut_out[cut].period.to <= edge) ++cut;
    Stretch stretch = whole[base];
    stretch.new_epoch = stretch.new_epoch && stretch.from == edge;
    stretch.from = edge;
    if (stretch.observes && cut < cut_out.size() && cut_out[cut].period.contains(edge)) {
      stretch.observes = false;
      stretch.reason = cut_out[cut].reason;
      stretch.by = cut_out[cut].by->id;
    }
    stretches_.push_back(std::move(stretch));
  }
}

void Presence::read_lives(const Rows& rows) {
  std::map<Epoch, Life> by_epoch;
  std::optional<Epoch> present;
  for (const LogRow* row : rows) {
    const auto* silent = body_as<NodeSilent>(row);
    const auto* heard = body_as<NodeHeard>(row);
    if (silent == nullptr && heard == nullptr) {
      Life& life = by_epoch[said_in(*row)];
      life.own.push_back(row);
      if (begins_epoch(row)) {
        life.begun_by.push_back(row);
        present = said_in(*row);
      }
      continue;
    }
    const auto named = silent != nullptr ? silent->epoch : heard->epoch;
    const auto epoch = named ? named : present;
    if (!epoch) continue;
    (silent != nullptr ? by_epoch[*epoch].silences : by_epoch[*epoch].heard).push_back(row);
  }
  for (auto& [epoch, life] : by_epoch) {
    if (life.begun_by.empty()) continue;
    life.begin = life.begun_by.front()->when;
    lives_.push_back(std::move(life));
  }
  std::stable_sort(lives_.begin(), lives_.end(), [](const Life& a, const Life& b) { return a.begin < b.begin; });
}

std::optional<Presence::Stretch> Presence::end_of(std::size_t index) const {
  const Life& life = lives_[index];
  const Rows silences = unlifted(life.silences, life.heard, Instant::max());
  Stretch end{.from = life.begin, .observes = false, .new_epoch = false, .reason = "node_silent", .by = {}};
  if (!silences.empty()) end.by = silences.front()->id;
  if (index + 1 == lives_.size()) {
    if (silences.empty()) return std::nullopt;
    const LogRow* silence = silences.front();
    end.from = std::max(end.from, body_as<NodeSilent>(silence)->until);
    for (const LogRow* row : life.own) {
      if (row->when <= silence->when) end.from = std::max(end.from, row->when);
    }
    return end;
  }
  const Life& next = lives_[index + 1];
  for (const LogRow* row : life.own) end.from = std::max(end.from, row->when);
  for (const LogRow* row : life.heard) end.from = std::max(end.from, row->when);
  for (const LogRow* row : life.silences) end.from = std::max(end.from, body_as<NodeSilent>(row)->until);
  for (const LogRow* row : next.begun_by) {
    const auto* started = body_as<NodeStarted>(row);
    if (started == nullptr || !started->alive_until) continue;
    if (started->epoch_before && *started->epoch_before != said_in(*life.begun_by.front())) continue;
    end.from = std::max(end.from, on_collector_clock(*row, *started->alive_until));
  }
  end.from = std::min(end.from, next.begin);
  if (!end.by) end.by = next.begun_by.front()->id;
  return end;
}

std::vector<Presence::Stretch> Presence::uncut() const {
  std::vector<Stretch> whole{
      {.from = Instant::min(), .observes = false, .new_epoch = false, .reason = "never_heard", .by = {}}};
  for (std::size_t index = 0; index < lives_.size(); ++index) {
    whole.push_back({.from = lives_[index].begin, .observes = true, .new_epoch = true, .reason = {}, .by = {}});
    if (auto end = end_of(index)) whole.push_back(std::move(*end));
  }
  return whole;
}

std::vector<Presence::Cut> Presence::cuts_of(const Rows& rows) {
  std::vector<Cut> found;
  for (const LogRow* row : rows) {
    const auto* paused = body_as<NodePaused>(row);
    const auto* heard = body_as<NodeHeard>(row);
    if (paused != nullptr) {
      const Period period{on_collector_clock(*row, paused->from), on_collector_clock(*row, paused->to)};
      found.push_back({{period.from, std::min(period.to, row->when)}, "node_paused", row});
    } else if (heard != nullptr && heard->stood_still) {
      found.push_back({{heard->last_receipt, row->when}, "node_stood_still", row});
    }
  }
  std::erase_if(found, [](const Cut& cut) { return cut.period.empty(); });
  std::sort(found.begin(), found.end(), [](const Cut& a, const Cut& b) {
    return a.period.from != b.period.from ? a.period.from < b.period.from : *a.by < *b.by;
  });
  std::vector<Cut> apart;
  for (Cut& cut : found) {
    if (!apart.empty()) cut.period.from = std::max(cut.period.from, apart.back().period.to);
    if (!cut.period.empty()) apart.push_back(std::move(cut));
  }
  return apart;
}

const Presence::Stretch& Presence::at(Instant instant) const {
  const auto after = std::upper_bound(stretches_.begin(), stretches_.end(), instant,
                                      [](Instant time, const Stretch& next) { return time < next.from; });
  return *std::prev(after);
}

Rows Presence::rows_at(Instant instant) const {
  const Life* present = nullptr;
  for (const Life& life : lives_) {
    if (life.begin < instant) present = &life;
  }
  if (present == nullptr) return {};
  Rows kept{present->begun_by.front()};
  for (const LogRow* row : unlifted(present->silences, present->heard, instant)) kept.push_back(row);
  return kept;
}

Instant Presence::uncertain_from(const LogRow& row) const {
  const auto epoch = epoch_told_of(row);
  const bool starts = begins_epoch(&row);
  Instant earliest = Instant::max();
  for (std::size_t index = 0; index < lives_.size(); ++index) {
    const Life& life = lives_[index];
    const bool is_last = index + 1 == lives_.size();
    const bool next_began =
        !is_last && (starts ? lives_[index + 1].begin < row.when : lives_[index + 1].begin <= row.when);
    const bool is_present = life.begin <= row.when && !next_began;
    if (!is_present && epoch != said_in(*life.begun_by.front())) continue;
    for (const LogRow* silence : unlifted(life.silences, life.heard, Instant::max())) {
      earliest = std::min(earliest, speaks_from(*silence));
    }
    if (const auto end = end_of(index)) earliest = std::min(earliest, end->from);
    if (!starts) continue;
    Instant last = life.begin;
    for (const LogRow* own : life.own) last = std::max(last, std::min(own->when, row.when));
    earliest = std::min(earliest, last);
  }
  return earliest;
}

}  // namespace isocenter::collector
