#include "tests/fakes/model_collector.hpp"

#include <deque>
#include <mutex>
#include <variant>

#include "shared/wire/topic.hpp"

namespace isocenter::fakes {
namespace {

struct Connected {};
struct Subscribed {};
struct Lost {};
using Happening = std::variant<Connected, Subscribed, Lost, mqtt::Message>;

}  // namespace

struct ModelInbox {
  void add(Happening happening) {
    const std::lock_guard lock{mutex};
    happened.push_back(std::move(happening));
  }
  std::mutex mutex;
  std::deque<Happening> happened;
  std::string will_topic;
  std::string instance_base = "collector-";
  int connections = 0;
};

ModelCollector::ModelCollector(SiteName site, mqtt::Client& client)
    : site_{std::move(site)}, client_{client}, inbox_{std::make_shared<ModelInbox>()} {}

void ModelCollector::start() {
  inbox_->will_topic = wire::format_topic({site_, wire::CollectorStatusTopic{}});
  client_.start(
      {.will =
           [inbox = inbox_] {
             const std::lock_guard lock{inbox->mutex};
             wire::CollectorStatus status;
             status.instance = inbox->instance_base + std::to_string(++inbox->connections);
             return std::optional{mqtt::Message{inbox->will_topic, wire::format_collector_status(status), true}};
           },
       .connected = [inbox = inbox_] { inbox->add(Connected{}); },
       .disconnected = [inbox = inbox_](const std::string&) { inbox->add(Lost{}); },
       .received = [inbox = inbox_](mqtt::Message message) { inbox->add(std::move(message)); },
       .subscribed = [inbox = inbox_] { inbox->add(Subscribed{}); }});
}

void ModelCollector::turn(Instant now) {
  std::deque<Happening> happened;
  {
    const std::lock_guard lock{inbox_->mutex};
    happened = std::exchange(inbox_->happened, {});
    if (!is_subscribed_) instance_ = inbox_->instance_base + std::to_string(inbox_->connections);
  }
  for (const Happening& happening : happened) {
    if (std::holds_alternative<Connected>(happening)) {
      client_.subscribe({wire::filter(site_, "node/+/events"), wire::filter(site_, "node/+/status")});
    } else if (std::holds_alternative<Subscribed>(happening)) {
      is_subscribed_ = true;
    } else if (std::holds_alternative<Lost>(happening)) {
      is_subscribed_ = false;
    } else if (!is_paused_) {
      const auto& message = std::get<mqtt::Message>(happening);
      const auto topic = wire::parse_topic(message.topic);
      if (!topic) continue;
      if (const auto* events = std::get_if<wire::NodeEventsTopic>(&topic->path)) {
        if (const auto batch = wire::parse_batch(message.payload)) take(events->node.text(), *batch);
      } else if (const auto* status = std::get_if<wire::NodeStatusTopic>(&topic->path)) {
        if (const auto parsed = wire::parse_node_status(message.payload)) statuses_[status->node.text()] = *parsed;
      }
    }
  }
  if (is_subscribed_ && !is_paused_) say_status(true, now);
}

void ModelCollector::pause(Instant now) {
  is_paused_ = true;
  say_status(false, now);
}

void ModelCollector::resume(Instant now) {
  is_paused_ = false;
  instance_ = "restarted-" + std::to_string(++instances_);
  say_status(true, now);
}

void ModelCollector::say_status(bool online, Instant now) {
  wire::CollectorStatus status;
  status.instance = instance_;
  status.online = online;
  status.at = now;
  client_.publish_retained(wire::format_topic({site_, wire::CollectorStatusTopic{}}),
                           wire::format_collector_status(status));
}

void ModelCollector::take(const std::string& node, const wire::Batch& batch) {
  ++batches_;
  const auto [found, is_new] = state_.heads.try_emplace({node, batch.epoch}, Head{0, wire::first_digest(batch.epoch)});
  Head& head = found->second;
  const bool readable = can_read(batch);
  if (readable && store == "ok" && !batch.events.empty() && batch.first == head.through + 1 &&
      batch.after == head.digest) {
    store_events(node, batch, head);
  }
  answer(node, batch, !readable);
}

void ModelCollector::store_events(const std::string& node, const wire::Batch& batch, Head& head) {
  for (const wire::WireEvent& event : batch.events) {
    head.digest = wire::digest_after(head.digest, event);
    head.through = event.to;
    const BirthName name = event.was.value_or(BirthName{batch.epoch, event.seq, head.digest});
    if (event.type != "outbox.gap" && !state_.names.insert(name).second) {
      ++skipped_renamed_;
      continue;
    }
    state_.log.push_back({node, batch.epoch, event});
  }
}

void ModelCollector::answer(const std::string& node, const wire::Batch& batch, bool unreadable) {
  wire::Acknowledgement answer;
  answer.from = instance_;
  answer.store = store;
  answer.unreadable = unreadable;
  if (store == "ok") {
    const Head& head = state_.heads.at({node, batch.epoch});
    answer.epoch = batch.epoch;
    answer.through = head.through;
    answer.digest = head.digest;
  }
  client_.publish(wire::format_topic({site_, wire::CollectorAckTopic{*NodeName::parse(node)}}),
                  wire::format_acknowledgement(answer));
}

}  // namespace isocenter::fakes
