#include "collector/alerts.hpp"

#include <fmt/format.h>

namespace isocenter::collector {
namespace {

std::string id_of(std::string_view kind, const NodeName& node) { return fmt::format("{}-{}", kind, node.text()); }

}  // namespace

void Alerts::raise(std::string_view kind, const NodeName& node, Instant since, std::string severity, std::string text) {
  const std::string id = id_of(kind, node);
  const auto held = open_.find(id);
  const Instant began = held == open_.end() ? since : held->second.since;
  open_[id] = wire::Alert{id, began, std::move(severity), node.text(), std::move(text)};
}

void Alerts::raise_until(std::string_view kind, const NodeName& node, Instant now, std::chrono::hours lasts,
                         std::string severity, std::string text) {
  raise(kind, node, now, std::move(severity), std::move(text));
  ends_[id_of(kind, node)] = now + lasts;
}

void Alerts::node_silent(const NodeName& node, Instant since) {
  raise("silent", node, since, "critical",
        fmt::format("{} is not heard; see that its machine is on and reaches the broker", node.text()));
}

void Alerts::clock_off(const NodeName& node, Milliseconds difference, Instant now) {
  const auto seconds = std::chrono::round<std::chrono::seconds>(difference);
  raise("clock", node, now, "warning",
        fmt::format("the clock of {} is {} s {}; have it set by NTP", node.text(), std::chrono::abs(seconds).count(),
                    seconds.count() > 0 ? "behind" : "ahead"));
}

void Alerts::events_lost(const NodeName& node, std::string_view reason, std::uint64_t count, Instant now) {
  raise_until("lost", node, now, std::chrono::hours{24}, "critical",
              fmt::format("{} events of {} are gone ({}); see its disk and its outbox", count, node.text(), reason));
}

void Alerts::unreadable(const NodeName& node, Instant now) {
  raise_until("unreadable", node, now, std::chrono::hours{1}, "warning",
              fmt::format("{} sends batches that cannot be read; update it, or see the quarantine file", node.text()));
}

void Alerts::reconnected_often(const NodeName& node, Instant now) {
  raise_until(
      "twins", node, now, std::chrono::hours{1}, "warning",
      fmt::format("{} connects again and again; see whether two machines bear its name, or its network", node.text()));
}

void Alerts::restarted_often(const NodeName& node, std::size_t epochs, Instant now) {
  raise_until("restarts", node, now, std::chrono::hours{1}, "warning",
              fmt::format("{} started {} times within an hour; see its log, or whether two bear its name", node.text(),
                          epochs));
}

void Alerts::rolled_back(const NodeName& node, Instant now) {
  raise_until("rolled-back", node, now, std::chrono::hours{24}, "warning",
              fmt::format("{} was put back to an earlier point of its disk; its events are taken once each, but see "
                          "what was restored, and why",
                          node.text()));
}

void Alerts::never_came(const NodeName& node, std::uint64_t count, Instant now) {
  raise_until("missing", node, now, std::chrono::hours{24}, "critical",
              fmt::format("{} events that {} wrote before its last start never came; see whether its outbox was "
                          "replaced",
                          count, node.text()));
}

void Alerts::settle(std::string_view kind, const NodeName& node) {
  open_.erase(id_of(kind, node));
  ends_.erase(id_of(kind, node));
}

void Alerts::expire(Instant now) {
  std::erase_if(ends_, [&](const auto& end) {
    if (end.second > now) return false;
    open_.erase(end.first);
    return true;
  });
}

}  // namespace isocenter::collector
