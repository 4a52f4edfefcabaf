#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/core/descriptor.hpp"

namespace isocenter::bench {

/// A PUBLISH of MQTT 3.1.1 with QoS 0, as bytes.
std::string mqtt_publish(std::string_view topic, std::string_view payload, bool retained);

/// As little of MQTT as a load needs: QoS 0 over one socket that never blocks, many packets a system call, so that the
/// publisher is not what is measured. One thread. Throws std::runtime_error where the connection fails.
class RawMqtt {
 public:
  using Received = std::function<void(std::string_view topic, std::string_view payload)>;

  RawMqtt(int port, const std::string& client_id);

  /// Returns once the broker has taken the subscription.
  void subscribe(const std::vector<std::string>& filters);
  /// A ready packet, to go with the next `move`.
  void append(std::string_view packet) { out_ += packet; }
  std::size_t waiting() const { return out_.size() - sent_; }
  /// Sends and hears what is possible now; waits for either at most so long.
  void move(std::chrono::microseconds patience, const Received& received);

 private:
  void send();
  void read();
  void take_packets(const Received& received);
  void wait_for(unsigned char kind);

  Descriptor socket_;
  std::string out_;
  std::size_t sent_ = 0;
  std::string in_;
  unsigned char last_kind_ = 0;
};

}  // namespace isocenter::bench
