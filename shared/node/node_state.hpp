#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "shared/logging/seldom.hpp"
#include "shared/node/collector_watch.hpp"
#include "shared/node/inbox.hpp"
#include "shared/node/node.hpp"
#include "shared/outbox/window.hpp"
#include "shared/process/clock_watch.hpp"

namespace isocenter::node {

/// What a Node is made of. Its methods are spread over node.cpp (threads and life), talking.cpp (statuses and
/// heartbeats) and sending.cpp (batches and acknowledgements). All but `inbox` belongs to who holds `mutex`.
struct Node::State {
  using Time = std::chrono::steady_clock::time_point;
  struct Now {
    Instant wall;
    Time monotonic;
  };

  State(NodeOptions given, outbox::Outbox& its_outbox, mqtt::Client& its_client);

  void turn(const process::ClockReading& clocks, bool watches_clocks);
  void watch_clocks(const process::ClockReading& clocks);
  void tend(const Now& now);
  /// Runs `work`; a StoreError is said once, makes room where the disk is full, and is false.
  bool with_store(const std::function<void()>& work);
  void settle();

  // talking.cpp
  void take(const Happening& happening, const Now& now, std::vector<mqtt::Message>& others);
  void take_message(const mqtt::Message& message, const Now& now, std::vector<mqtt::Message>& others);
  void take_own(const mqtt::Message& message);
  void look_at_collector(const Now& now);
  void beat(const Now& now);
  void beat_when_due(const Now& now);
  wire::NodeStatus status(bool online) const;
  void publish_status();
  void publish_all();
  void publish_device(const std::string& topic);
  bool is_status_confirmed() const;

  // sending.cpp
  void heed(const wire::Acknowledgement& answer, const Now& now);
  void obey(const outbox::Heeded& heeded, const wire::Acknowledgement& answer, const Now& now);
  void note_acknowledged();
  void send(const Now& now);
  bool send_batch(const outbox::Errand& errand, const Now& now);
  void ask(const outbox::HeldEpoch& held, const Now& now);
  void ask_for_digest(const outbox::HeldEpoch& held, const Now& now);
  void ask_all(const Now& now);
  void begin_window_again(const Now& now);
  outbox::Moment moment(const Now& now);
  const outbox::HeldEpoch* held(const Epoch& epoch) const;

  const NodeOptions options;
  const std::string prefix, collector_topic, ack_topic, status_topic, about_topic, events_topic, device_prefix;
  outbox::Outbox& outbox;
  mqtt::Client& client;
  const std::shared_ptr<Inbox> inbox = std::make_shared<Inbox>();

  std::mutex mutex;
  std::minstd_rand random{std::random_device{}()};
  outbox::Window window;
  CollectorWatch collector;
  process::ClockWatch clock_watch;
  std::vector<NewEvent> unwritten;  ///< about the clocks, while the disk does not take them
  bool is_unsettled = false;        ///< the outbox could not tell what a transaction came to
  logging::SeldomLog malformed;     ///< messages that cannot be read
  std::string said_error;           ///< of the store, said last; forgotten by a minute's end that goes well

  std::optional<std::string> instance;  ///< of the present connection, once its subscriptions hold
  std::string connecting_instance;
  std::string about;                           ///< payload; empty: none
  std::map<std::string, std::string> devices;  ///< topic -> payload
  std::optional<wire::NodeStatus> published;
  bool saw_foreign_status = false;
  bool watches_clock = false;  ///< else nothing is known of it
  bool clock_synchronised = false;
  Instant started;
  Instant wall;  ///< of the latest turn

  std::map<Epoch, std::uint64_t> acknowledged;  ///< heard in this turn, to be written at its end
  std::optional<Time> beat_at;                  ///< latest heartbeat; none: due
  std::optional<Time> sent_at;                  ///< latest batch with events of the present epoch
  std::optional<Time> alive_noted_at, tended_at;
  std::optional<Time> asked_for_digest_at;
};

}  // namespace isocenter::node
