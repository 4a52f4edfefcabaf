#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "shared/core/time.hpp"

namespace isocenter::mqtt {

struct Message {
  std::string topic;
  std::string payload;
  bool retained = false;  ///< delivered because of a new subscription, not because it was published just now
};

/// What a client of a broker is made with. A session is always clean: the outbox, not the broker, keeps what is unsent.
struct ClientOptions {
  std::string url;  ///< mqtt://host:port or mqtts://host:port
  std::string client_id;
  std::string user;                  ///< the node's name; empty: none
  std::string ca, certificate, key;  ///< PEM files, for mqtts
  std::chrono::seconds keep_alive{15};
};

/// The configuration of a client cannot work: a URL that is none, a certificate that cannot be read. Says the mend.
class MqttError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One connection to a broker. It reconnects by itself, with jitter, from 1 s up to 60 s apart.
/// Callbacks come from a thread of the library and may only enqueue; set them before `start` and never again.
/// All other calls come from one thread at a time, and none of them blocks but `stop`.
///
/// What is asked for while there is no connection is dropped without a word, retained or not, and so is what was on its
/// way when the connection broke: whoever publishes does it all again once `connected` and `subscribed` have come.
class Client {
 public:
  struct Callbacks {
    /// Before each connection attempt: the will and the instance of the connection to come.
    std::function<std::optional<Message>()> will;
    std::function<void()> connected;
    std::function<void(std::string reason)> disconnected;
    std::function<void(Message)> received;
    /// All subscriptions asked for with one `subscribe` are acknowledged by the broker.
    std::function<void()> subscribed;
  };

  virtual ~Client() = default;

  virtual void start(Callbacks callbacks) = 0;
  /// Asks for these filters at QoS 0 (a broker may drop the rest of a long retained list at QoS 1).
  virtual void subscribe(const std::vector<std::string>& filters) = 0;
  /// QoS 0, not retained: lost without a word where the broker is away or does not take it fast enough.
  virtual void publish(const std::string& topic, std::string payload) = 0;
  /// QoS 1, retained; at most one of a topic is on its way, and the newest payload wins over those that wait.
  /// Empty payload: cleared.
  virtual void publish_retained(const std::string& topic, std::string payload) = 0;
  virtual bool is_connected() const = 0;
  /// Publishes what is still on its way for at most `patience`, then disconnects. No callback comes afterwards.
  virtual void stop(std::chrono::milliseconds patience) = 0;
};

}  // namespace isocenter::mqtt
