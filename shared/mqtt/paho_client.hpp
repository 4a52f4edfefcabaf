#pragma once

#include <memory>

#include "shared/mqtt/client.hpp"

namespace isocenter::mqtt {

/// mqtt::Client over Eclipse Paho C++. One own thread connects, publishes and calls `will`; Paho's
/// receiving thread calls the other callbacks. Logs in one line when the broker cannot be reached, why, and when it
/// answers again.
class PahoClient : public Client {
 public:
  /// Throws MqttError naming what is wrong with the options.
  explicit PahoClient(ClientOptions options);
  /// Without `stop` before, what is on its way is lost. Callbacks must not run in what is destroyed earlier: stop
  /// first.
  ~PahoClient() override;

  void start(Callbacks callbacks) override;
  void subscribe(const std::vector<std::string>& filters) override;
  void publish(const std::string& topic, std::string payload) override;
  void publish_retained(const std::string& topic, std::string payload) override;
  bool is_connected() const override;
  void stop(std::chrono::milliseconds patience) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace isocenter::mqtt
