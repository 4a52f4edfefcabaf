#pragma once

#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "kiosk/config.hpp"
#include "kiosk/show/show.hpp"
#include "shared/mqtt/paho_client.hpp"
#include "shared/node/node.hpp"
#include "shared/outbox/outbox.hpp"

namespace isocenter::kiosk {

/// A kiosk's end of the line: its outbox, its node and the thread they run in. Messages wait here until the drawing
/// thread takes them.
class Line {
 public:
  /// `arrived` is called from another thread when something waits. Throws what outbox and client throw.
  Line(const KioskConfiguration& configuration, const std::vector<std::string>& subscriptions,
       std::function<void()> arrived);
  /// Says good-bye to the broker, for a second at most.
  ~Line();
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  void start(Instant now);
  std::deque<mqtt::Message> take();
  bool is_connected() const { return client_.is_connected(); }
  /// Nothing where the disk does not take them: none of them was kept then.
  std::optional<std::vector<BirthName>> record(const std::vector<NewEvent>& events);

 private:
  std::mutex mutex_;
  std::deque<mqtt::Message> waiting_;
  std::function<void()> arrived_;
  outbox::Outbox outbox_;
  mqtt::PahoClient client_;
  node::Node node_;
  std::jthread thread_;
};

}  // namespace isocenter::kiosk
