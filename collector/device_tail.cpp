#include "collector/device_tail.hpp"

#include <algorithm>
#include <cassert>

#include "collector/analytics/usual_length.hpp"
#include "collector/reach.hpp"
#include "collector/state/declarations.hpp"

namespace isocenter::collector {
namespace {

constexpr std::size_t most_exams = analytics::most_lengths;

constexpr Period all_time{Instant{}, end_of_time};

bool says_same(const StateInterval& a, const StateInterval& b) {
  return a.state == b.state && a.cause == b.cause && a.grade == b.grade && a.reason == b.reason &&
         a.source == b.source && a.exam == b.exam && a.began_by == b.began_by;
}

/// A configuration names every device; of those only this one matters here.
void strip_others(LogRow& row, const DeviceName& device) {
  auto* loaded = std::get_if<ConfigurationLoaded>(&row.body);
  if (loaded == nullptr) return;
  std::erase_if(loaded->devices, [&](const ConfiguredDevice& other) { return other.name != device; });
  std::erase_if(loaded->nodes, [&](const ConfiguredNode& node) {
    return std::find(node.declares.begin(), node.declares.end(), device) == node.declares.end();
  });
}

bool is_measure(const ExamRow& exam, const std::string& procedure, Instant from, Instant until) {
  return exam.procedure == procedure && exam.status == ExamStatus::completed && !exam.inferred &&
         exam.running.to > from && exam.running.to <= until;
}

/// Lengths of the exams of `known` that ended in (from, until], newest first.
std::vector<Milliseconds> lengths_in(const std::vector<ExamRow>& known, const std::string& procedure, Instant from,
                                     Instant until) {
  std::vector<const ExamRow*> ended;
  for (const ExamRow& exam : known) {
    if (is_measure(exam, procedure, from, until)) ended.push_back(&exam);
  }
  std::sort(ended.begin(), ended.end(), [](const ExamRow* a, const ExamRow* b) {
    return std::tie(a->running.to, a->exam) > std::tie(b->running.to, b->exam);
  });
  if (ended.size() > most_exams) ended.resize(most_exams);
  std::vector<Milliseconds> lengths;
  for (const ExamRow* exam : ended) lengths.push_back(exam->running.length());
  return lengths;
}

/// Usual lengths come from exams, and exams that nobody ends from usual lengths: worked out again until it holds. Only
/// exams somebody ended are measures, so the second time nearly always settles it.
template <typename Older>
Derived settle(const DeviceName& device, std::span<const LogRow> rows, Period window, Derived known, Older older) {
  constexpr int most_turns = 8;
  for (int turn = 0; turn < most_turns; ++turn) {
    bool asked = false;
    const UsualLength usual = [&](const std::string& procedure, Instant before) -> std::optional<Milliseconds> {
      asked = true;
      std::vector<Milliseconds> lengths = lengths_in(known.exams, procedure, window.from, before);
      for (const Milliseconds length : older(procedure, std::min(before, window.from))) {
        if (lengths.size() < most_exams) lengths.push_back(length);
      }
      const auto usual_length = analytics::usual_length(std::move(lengths));
      return usual_length ? std::optional{usual_length->p90} : std::nullopt;
    };
    Derived derived = derive_device(device, rows, usual, window);
    if (!asked || derived.exams == known.exams) return derived;
    known = std::move(derived);
  }
  return known;
}

bool tells_of_node(const LogRow& row) {
  return std::holds_alternative<NodeStarted>(row.body) || std::holds_alternative<NodeSilent>(row.body) ||
         std::holds_alternative<NodeHeard>(row.body) || std::holds_alternative<OutboxGap>(row.body);
}

/// The earlier of `begins` and what `row` says of the device's history.
std::optional<Instant> begin_with(std::optional<Instant> begins, const LogRow& row, const DeviceName& device) {
  const auto* loaded = std::get_if<ConfigurationLoaded>(&row.body);
  const bool names_it = row.device == device || (loaded != nullptr && !loaded->devices.empty());
  if (!names_it) return begins;
  const Instant at = history_begins(row);
  return begins ? std::min(*begins, at) : at;
}

std::optional<Instant> beginning(const std::vector<LogRow>& rows, const DeviceName& device) {
  std::optional<Instant> begins;
  for (const LogRow& row : rows) begins = begin_with(begins, row, device);
  return begins;
}

}  // namespace

bool DeviceTail::concerns(const LogRow& row, const DeviceName& device, const std::set<NodeName>& observers) {
  if (row.device) return *row.device == device;
  if (std::holds_alternative<ConfigurationLoaded>(row.body)) return true;
  if (std::holds_alternative<EventWithdrawn>(row.body)) return true;
  return observers.contains(node_told_of(row));
}

void DeviceTail::load(Store& store, Instant reach) {
  const auto carry = store.derived().latest_carry(device_, reach);
  has_horizon_ = carry.has_value();
  const Instant horizon = carry ? carry->horizon : all_time.from;
  store.derived().drop_carries_after(device_, horizon);
  ids_.clear();
  rows_.clear();
  std::vector<StoredRow> loaded;
  if (carry) loaded = store.log().rows(carry->events);
  carried_ = loaded.size();
  for (auto& rows : {store.log().rows_of_device(device_, {horizon, end_of_time}),
                     store.log().rows_of_nodes({horizon, end_of_time})}) {
    for (const StoredRow& row : rows) {
      if (concerns(row.row, device_, observers_)) loaded.push_back(row);
    }
  }
  std::sort(loaded.begin(), loaded.end(), [](const StoredRow& a, const StoredRow& b) { return a.row < b.row; });
  for (StoredRow& row : loaded) {
    strip_others(row.row, device_);
    ids_.push_back(row.id);
    rows_.push_back(std::move(row.row));
  }
  find_telling();
  older_lengths_.clear();
  if (has_horizon_) from_ = horizon;
  written_ = store.derived().read(device_, horizon);
  covering_.reset();
  if (has_horizon_ && !written_.intervals.empty() && written_.intervals.front().period.from < horizon) {
    covering_ = written_.intervals.front();
  }
  if (!has_horizon_) from_ = beginning(rows_, device_);
}

void DeviceTail::go_back(Store& store, Instant now) {
  if (has_horizon_ && now <= *from_) load(store, now - Milliseconds{1});
}

void DeviceTail::find_telling() {
  telling_.clear();
  std::copy_if(rows_.begin(), rows_.end(), std::back_inserter(telling_), tells_of_node);
}

void DeviceTail::insert(StoredRow row) {
  strip_others(row.row, device_);
  if (!has_horizon_) from_ = begin_with(from_, row.row, device_);
  if (tells_of_node(row.row)) telling_.push_back(row.row);
  const auto place = std::upper_bound(rows_.begin(), rows_.end(), row.row);
  ids_.insert(ids_.begin() + (place - rows_.begin()), row.id);
  rows_.insert(place, std::move(row.row));
}

Instant DeviceTail::reach_of(Store& store, const LogRow& row) const {
  // What is neither about a node nor takes something back changes the past only by the silence it fills.
  const bool looks_at_all = tells_of_node(row) || std::holds_alternative<EventWithdrawn>(row.body) ||
                            std::holds_alternative<ConfigurationLoaded>(row.body);
  Instant reach = changes_from(row, looks_at_all ? rows_ : telling_);
  if (const auto exam = exam_of(row))
    reach = std::min(reach, store.derived().exam_began(device_, *exam).value_or(reach));
  if (const auto fault = fault_of(row)) {
    reach = std::min(reach, store.derived().fault_began(device_, *fault).value_or(reach));
  }
  if (const auto* withdrawn = std::get_if<EventWithdrawn>(&row.body)) {
    const auto said = store.log().find(row.id.node, withdrawn->epoch, withdrawn->seq);
    if (said) reach = std::min(reach, said->first);
  }
  return reach;
}

void DeviceTail::add(Store& store, const StoredRow& row) {
  const Instant reach = reach_of(store, row.row);
  if (has_horizon_ && reach < *from_) {
    ++reloads_;
    load(store, reach);  // the row is in the store, and so among those read
    return;
  }
  insert(row);
}

Derived DeviceTail::work_out(Store& store, Period window) {
  // Nothing before the horizon changes while it stands.
  const auto older = [&](const std::string& procedure, Instant until) {
    if (!has_horizon_) return std::vector<Milliseconds>{};
    if (until != *from_) return store.derived().exam_lengths(device_, procedure, until);
    const auto known = older_lengths_.find(procedure);
    if (known != older_lengths_.end()) return known->second;
    return older_lengths_[procedure] = store.derived().exam_lengths(device_, procedure, until);
  };
  return settle(device_, rows_, window, written_, older);
}

std::optional<Instant> DeviceTail::reaches_back(const Derived& derived) const {
  if (!has_horizon_) return std::nullopt;
  std::optional<Instant> earliest;
  const auto note = [&](Instant began) {
    if (began < *from_) earliest = earliest ? std::min(*earliest, began) : began;
  };
  const auto compare = [&](const auto& before, const auto& after, auto name, auto began) {
    for (const auto& row : before) {
      if (std::none_of(after.begin(), after.end(), [&](const auto& other) { return name(other) == name(row); })) {
        note(began(row));
      }
    }
  };
  const auto exam_name = [](const ExamRow& exam) { return exam.exam; };
  const auto exam_began = [](const ExamRow& exam) { return exam.running.from; };
  const auto fault_name = [](const FaultRow& fault) { return fault.fault; };
  const auto fault_began = [](const FaultRow& fault) { return fault.reported; };
  compare(written_.exams, derived.exams, exam_name, exam_began);
  compare(derived.exams, written_.exams, exam_name, exam_began);
  compare(written_.faults, derived.faults, fault_name, fault_began);
  compare(derived.faults, written_.faults, fault_name, fault_began);
  return earliest;
}

void DeviceTail::join_covering(Derived& derived) const {
  if (!covering_ || derived.intervals.empty()) return;
  if (says_same(*covering_, derived.intervals.front())) {
    derived.intervals.front().period.from = covering_->period.from;
    return;
  }
  StateInterval before = *covering_;
  before.period.to = *from_;
  derived.intervals.insert(derived.intervals.begin(), std::move(before));
}

bool DeviceTail::derive(Store& store, Instant now) {
  if (!from_ || now <= *from_) {
    next_change_ = from_ ? std::optional{*from_ + Milliseconds{1}} : std::nullopt;
    return false;
  }
  Derived derived = work_out(store, {*from_, now});
  for (auto reach = reaches_back(derived); reach; reach = reaches_back(derived)) {
    ++reloads_;
    load(store, *reach);
    derived = work_out(store, {*from_, now});
  }
  find_next_change(now, derived.next_change);
  join_covering(derived);
  derived.next_change.reset();
  const bool changed = !(derived == written_);
  if (changed) {
    store.derived().write(device_, written_, derived);
    written_ = std::move(derived);
  }
  advance_horizon(store, now);
  return changed;
}

std::optional<Instant> DeviceTail::planned_until(Instant now) const {
  const Declarations declarations{without_withdrawn(in_order(rows_, now + Milliseconds{1}))};
  const auto standing = declarations.at(now, {});  // an exam's begin ends no planned work before its time
  if (!standing || standing->overran) return std::nullopt;
  return standing->declaration->until;
}

void DeviceTail::find_next_change(Instant now, std::optional<Instant> by_itself) {
  next_change_ = by_itself;
  const auto later = std::find_if(rows_.begin(), rows_.end(), [&](const LogRow& row) { return row.when >= now; });
  if (later == rows_.end()) return;
  const Instant known_after = later->when + Milliseconds{1};
  next_change_ = next_change_ ? std::min(*next_change_, known_after) : known_after;
}

/// The time of a row that no row from it on speaks of earlier times than: near the middle of what is held, a later one
/// only where no earlier one will do.
std::optional<Instant> DeviceTail::find_horizon(Store& store, Instant now) const {
  const std::size_t middle = rows_.size() - most_rows_ / 2;
  std::optional<Instant> horizon;
  Instant reach = end_of_time;
  for (std::size_t at = rows_.size(); at-- > carried_;) {
    const Instant when = rows_[at].when;
    reach = std::min(reach, reach_of(store, rows_[at]));
    const bool is_first = at == 0 || rows_[at - 1].when < when;
    if (!is_first || reach < when || when >= now) continue;
    if (when <= *from_) break;
    horizon = when;
    if (at <= middle) break;
  }
  return horizon;
}

void DeviceTail::advance_horizon(Store& store, Instant now) {
  if (rows_.size() - carried_ <= most_rows_) return;
  const std::optional<Instant> found = find_horizon(store, now);
  if (!found) return;
  const Instant horizon = *found;
  DerivedTables::Carry kept{horizon, {}};
  std::vector<LogRow> rows;
  std::vector<std::int64_t> ids;
  for (const std::size_t index : carry(device_, rows_, horizon)) {
    assert(rows_[index].when < horizon);
    kept.events.push_back(ids_[index]);
    ids.push_back(ids_[index]);
    rows.push_back(std::move(rows_[index]));
  }
  carried_ = rows.size();
  for (std::size_t index = 0; index < rows_.size(); ++index) {
    if (rows_[index].when < horizon) continue;
    ids.push_back(ids_[index]);
    rows.push_back(std::move(rows_[index]));
  }
  ids_ = std::move(ids);
  rows_ = std::move(rows);
  find_telling();
  store.derived().write_carry(device_, kept);
  has_horizon_ = true;
  from_ = horizon;
  older_lengths_.clear();
  written_ = store.derived().read(device_, horizon);
  covering_.reset();
  if (!written_.intervals.empty() && written_.intervals.front().period.from < horizon) {
    covering_ = written_.intervals.front();
  }
}

Derived derive_all(Store& store, const DeviceName& device, const std::set<NodeName>& observers, Instant until) {
  std::vector<LogRow> rows;
  for (auto& part : {store.log().rows_of_device(device, all_time), store.log().rows_of_nodes(all_time)}) {
    for (const StoredRow& row : part) {
      if (!DeviceTail::concerns(row.row, device, observers)) continue;
      rows.push_back(row.row);
      strip_others(rows.back(), device);
    }
  }
  std::sort(rows.begin(), rows.end());
  const auto from = beginning(rows, device);
  if (!from || until <= *from) return {};
  const auto none_older = [](const std::string&, Instant) { return std::vector<Milliseconds>{}; };
  Derived derived = settle(device, rows, {*from, until}, {}, none_older);
  derived.next_change.reset();
  return derived;
}

}  // namespace isocenter::collector
