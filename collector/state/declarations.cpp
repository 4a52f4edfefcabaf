#include "collector/state/declarations.hpp"

#include <algorithm>
#include <tuple>

namespace isocenter::collector {
namespace {

std::optional<Declaration> read(const LogRow* row) {
  const auto* declared = body_as<DeviceDeclared>(row);
  if (declared == nullptr) return std::nullopt;
  Declaration read{row, declared->state, declared->cause, {}, {}};
  read.from = std::max(row->when, on_collector_clock(*row, declared->from));
  switch (declared->state) {
    case EquipmentState::planned_down:
      if (declared->until) read.until = std::max(read.from, on_collector_clock(*row, *declared->until));
      return read;
    case EquipmentState::ready:
    case EquipmentState::limited:
    case EquipmentState::quality_control:
    case EquipmentState::down: return read;
    case EquipmentState::in_use:
    case EquipmentState::closed:
    case EquipmentState::unknown: return std::nullopt;  // nobody can declare these
  }
  return std::nullopt;
}

bool passes(const Declaration& declaration) {
  return declaration.state == EquipmentState::planned_down || declaration.state == EquipmentState::quality_control;
}

/// Whether an exam begins in [from, to], or after `from` where `strictly`.
bool any_begins(const std::vector<Instant>& begins, Instant from, Instant to, bool strictly) {
  const auto first = strictly ? std::upper_bound(begins.begin(), begins.end(), from)
                              : std::lower_bound(begins.begin(), begins.end(), from);
  return first != begins.end() && *first <= to;
}

}  // namespace

Declarations::Declarations(const Rows& said) {
  for (const LogRow* row : said) {
    if (auto declaration = read(row)) all_.push_back(*declaration);
  }
  std::sort(all_.begin(), all_.end(), [](const Declaration& a, const Declaration& b) {
    return std::tie(a.from, a.row->id) < std::tie(b.from, b.row->id);
  });
  std::optional<std::size_t> lasting;
  for (std::size_t index = 0; index < all_.size(); ++index) {
    if (!passes(all_[index])) lasting = index;
    beneath_.push_back(lasting);
    if (all_[index].state == EquipmentState::ready) readies_.push_back(index);
  }
}

std::vector<Declaration>::const_iterator Declarations::after(Instant instant) const {
  return std::upper_bound(all_.begin(), all_.end(), instant,
                          [](Instant time, const Declaration& next) { return time < next.from; });
}

const Declaration* Declarations::beneath(Instant instant) const {
  const auto next = after(instant);
  if (next == all_.begin()) return nullptr;
  const auto lasting = beneath_[static_cast<std::size_t>(next - all_.begin()) - 1];
  return lasting ? &all_[*lasting] : nullptr;
}

std::optional<Standing> Declarations::at(Instant instant, const std::vector<Instant>& exam_begins) const {
  const auto next = after(instant);
  if (next == all_.begin()) return std::nullopt;
  const Declaration& latest = *std::prev(next);
  if (latest.state == EquipmentState::quality_control) {
    if (!any_begins(exam_begins, latest.from, instant, true)) return Standing{&latest, false};
  } else if (latest.state == EquipmentState::planned_down) {
    if (!latest.until || instant < *latest.until) return Standing{&latest, false};
    if (!any_begins(exam_begins, *latest.until, instant, false)) return Standing{&latest, true};
  }
  const Declaration* lasting = beneath(instant);
  if (lasting == nullptr || lasting->state == EquipmentState::ready) return std::nullopt;
  return Standing{lasting, false};
}

const Declaration* Declarations::first_ready_after(Instant instant, const LogRow& said) const {
  const auto found = std::lower_bound(readies_.begin(), readies_.end(), instant,
                                      [&](std::size_t index, Instant time) { return all_[index].from < time; });
  for (auto ready = found; ready != readies_.end(); ++ready) {
    const Declaration& declaration = all_[*ready];
    if (declaration.from > instant || said < *declaration.row) return &declaration;
  }
  return nullptr;
}

}  // namespace isocenter::collector
