#include "kiosk/line.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <utility>

#include "shared/config/client_options.hpp"
#include "shared/sqlite/database.hpp"
#include "shared/wire/topic.hpp"

namespace isocenter::kiosk {
namespace {

constexpr std::chrono::milliseconds patience_with_broker{1'000};
constexpr std::size_t most_waiting = 20'000;  ///< the drawing thread stands still: what is retained comes again

std::vector<std::string> filters(const SiteName& site, const std::vector<std::string>& subscriptions) {
  std::vector<std::string> filters;
  for (const std::string& rest : subscriptions) filters.push_back(wire::filter(site, rest));
  return filters;
}

}  // namespace

Line::Line(const KioskConfiguration& configuration, const std::vector<std::string>& subscriptions,
           std::function<void()> arrived)
    : arrived_{std::move(arrived)},
      outbox_{configuration.common.outbox_path,
              {configuration.common.outbox_limit_bytes, configuration.common.outbox_keep}},
      client_{config::client_options(
          configuration.common.broker,
          fmt::format("isocenter.{}.{}", configuration.common.site->text(), configuration.node->text()))},
      node_{{.site = *configuration.common.site,
             .name = *configuration.node,
             .software = "isocenter-kiosk " ISOCENTER_VERSION,
             .heartbeat = configuration.common.heartbeat,
             .also = filters(*configuration.common.site, subscriptions),
             .on_message =
                 [this](const mqtt::Message& message) {
                   {
                     const std::lock_guard lock{mutex_};
                     if (waiting_.size() >= most_waiting) return;
                     waiting_.push_back(message);
                   }
                   arrived_();
                 }},
            outbox_,
            client_} {}

Line::~Line() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
  node_.stop(patience_with_broker);
}

void Line::start(Instant now) {
  node_.set_about({.software = "isocenter-kiosk " ISOCENTER_VERSION});
  node_.start(now);
  thread_ = std::jthread{[this](const std::stop_token& stop) { node_.run(stop); }};
}

std::deque<mqtt::Message> Line::take() {
  const std::lock_guard lock{mutex_};
  return std::exchange(waiting_, {});
}

std::optional<std::vector<BirthName>> Line::record(const std::vector<NewEvent>& events) {
  try {
    return node_.record([&events](sqlite::Database&) { return events; });
  } catch (const sqlite::StoreError& error) {
    spdlog::error("a touch cannot be kept: {}; make room on the outbox's disk", error.what());
    return std::nullopt;
  }
}

}  // namespace isocenter::kiosk
