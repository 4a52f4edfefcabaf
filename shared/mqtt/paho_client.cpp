#include "shared/mqtt/paho_client.hpp"

#include <fmt/format.h>
#include <mqtt/async_client.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <atomic>
#include <cassert>
#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>
#include <utility>

#include "shared/core/broker_url.hpp"
#include "shared/mqtt/outgoing.hpp"
#include "shared/mqtt/reconnect.hpp"
#include "shared/mqtt/send_at_once.hpp"

namespace isocenter::mqtt {
namespace {

namespace paho = ::mqtt;

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr std::size_t most_waiting = 1000;  ///< publications that Paho has not taken yet
constexpr int most_in_paho = 200;           ///< publications that the socket has not taken yet
constexpr auto connect_patience = 10s;

/// The return codes of CONNACK, MQTT 3.1.1 section 3.2.2.3, in words with the mend.
std::string describe_refusal(int code) {
  switch (code) {
    case 1: return "it does not speak MQTT 3.1.1";
    case 2: return "it refuses the client id; see its configuration";
    case 3: return "it says that it is not available";
    case 4:
      return "it refuses the user name; no password is sent, so let it know broker.user by its certificate or without "
             "one";
    case 5: return "it does not allow this user; see [broker], the certificate and the broker's access rules";
    default: return fmt::format("code {}", code);
  }
}

void must_be_readable(const std::string& key, const std::string& path) {
  if (!path.empty() && access(path.c_str(), R_OK) != 0) {
    throw MqttError{fmt::format("broker.{}: {} cannot be read", key, path)};
  }
}

/// The answer of the broker to one request, handed to whoever asked. Called by Paho's thread.
class Answer : public paho::iaction_listener {
 public:
  using Heard = std::function<void(const paho::token&)>;
  Answer(Heard success, Heard failure) : success_{std::move(success)}, failure_{std::move(failure)} {}

  void on_success(const paho::token& token) override { success_(token); }
  void on_failure(const paho::token& token) override { failure_(token); }

 private:
  Heard success_;
  Heard failure_;
};

}  // namespace

/// Paho calls back holding its one global lock. So no call into Paho is ever made with `mutex` held, and no callback
/// does more than take `mutex` for a moment or enqueue.
struct PahoClient::State : paho::callback {
  explicit State(ClientOptions given);
  ~State() override;

  void run(const std::stop_token& stop);
  bool connect(const std::stop_token& stop);
  bool ask_to_connect();
  void serve(const std::stop_token& stop);
  void drain();
  void hand_over(const Outgoing& next);
  void hand_over(const Subscription& subscription);
  void hand_over(const Publication& publication);
  void disconnect();
  void pause(const std::stop_token& stop, Reconnect::Duration delay);
  void say_failure(const std::string& why);
  void say_success();
  double jitter() { return std::uniform_real_distribution<double>{0.0, 1.0}(random); }

  void create();
  void destroy();

  void on_connected();
  void on_refused(int code);
  void on_retained(const paho::token& token);
  void connection_lost(const std::string& cause) override;
  void message_arrived(paho::const_message_ptr message) override;
  void say_unsubscribed() const;
  void on_tls_error(const std::string& text);

  const ClientOptions options;
  const BrokerUrl url;
  Callbacks callbacks;
  Answer connecting{[this](const paho::token&) { on_connected(); },
                    [this](const paho::token& token) { on_refused(token.get_return_code()); }};
  Answer subscribing{[this](const paho::token&) {
                       if (callbacks.subscribed) callbacks.subscribed();
                     },
                     [this](const paho::token&) { say_unsubscribed(); }};
  Answer retaining{[this](const paho::token& token) { on_retained(token); }, [](const paho::token&) {}};
  std::unique_ptr<paho::async_client> client;  // after what its callbacks use

  // Of the own thread only.
  std::minstd_rand random{std::random_device{}()};
  Reconnect reconnect;
  std::string said_failure;  ///< logged last and not mended since

  std::atomic<bool> connected{false};
  std::mutex mutex;
  std::condition_variable_any changed;
  enum class Attempt { none, under_way, done, failed } attempt = Attempt::none;
  bool lost = false;
  std::string failure;
  std::string tls_error;
  OutgoingQueue outgoing{most_waiting};
  Clock::time_point last_moment = Clock::time_point::max();

  std::jthread thread;  // last: ends before what it uses
};

PahoClient::State::State(ClientOptions given)
    : options{std::move(given)}, url{[this] {
        const auto parsed = parse_broker_url(options.url);
        if (!parsed) throw MqttError{"broker.url: " + parsed.error().what};
        return *parsed;
      }()} {
  must_be_readable("ca", options.ca);
  must_be_readable("certificate", options.certificate);
  must_be_readable("key", options.key);
  if (options.client_id.empty()) throw MqttError{"the MQTT client id is empty"};
  create();
}

PahoClient::State::~State() {
  {
    const std::lock_guard lock{mutex};
    last_moment = Clock::now();
  }
  thread = {};
  destroy();
}

void PahoClient::State::create() {
  const std::string server = fmt::format("{}://{}:{}", url.tls ? "ssl" : "tcp", url.host, url.port);
  try {
    client = std::make_unique<paho::async_client>(server, options.client_id,
                                                  paho::create_options{MQTTVERSION_3_1_1, most_in_paho});
    client->set_callback(*this);
  } catch (const paho::exception& error) {
    throw MqttError{fmt::format("broker.url: {}: the MQTT library refuses it ({})", options.url, error.what())};
  }
}

/// Afterwards no callback runs or will run: Paho destroys under the lock it calls back with.
void PahoClient::State::destroy() { client.reset(); }

void PahoClient::State::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (!connect(stop)) {
      pause(stop, reconnect.after_failure(jitter()));
      continue;
    }
    const auto began = Clock::now();
    serve(stop);
    if (stop.stop_requested()) break;
    const auto lived = std::chrono::duration_cast<Reconnect::Duration>(Clock::now() - began);
    const bool was_taken_over = reconnect.is_taken_over();
    const auto delay = reconnect.after_loss(lived, jitter());
    std::string reason;
    {
      const std::lock_guard lock{mutex};
      reason = failure;
    }
    spdlog::warn("broker {}: the connection is lost: {}", options.url, reason);
    if (reconnect.is_taken_over() && !was_taken_over) {
      spdlog::error(
          "broker {}: our connection is taken over again and again; another program uses the client id {}. "
          "Give each node its own name. Trying once a minute or so from now on",
          options.url, options.client_id);
    }
    if (callbacks.disconnected) callbacks.disconnected(reason);
    pause(stop, delay);
  }
}

bool PahoClient::State::connect(const std::stop_token& stop) {
  {
    const std::lock_guard lock{mutex};
    attempt = Attempt::under_way;
    lost = false;
    failure.clear();
    tls_error.clear();
  }
  if (!ask_to_connect()) {
    say_failure("the MQTT library refuses to connect");
    return false;
  }
  std::unique_lock lock{mutex};
  const bool answered =
      changed.wait_for(lock, stop, connect_patience + 5s, [&] { return attempt != Attempt::under_way; });
  if (attempt == Attempt::done) {
    lock.unlock();
    send_at_once(url.port);
    say_success();
    return true;
  }
  const std::string why = answered ? failure : std::string{"no answer"};
  lock.unlock();
  if (stop.stop_requested()) return false;
  if (!answered) {  // Paho lost sight of its own attempt: a new handle forgets it
    destroy();
    create();
  }
  say_failure(why);
  return false;
}

bool PahoClient::State::ask_to_connect() {
  paho::connect_options asked;
  asked.set_keep_alive_interval(options.keep_alive);
  asked.set_clean_session(true);
  asked.set_mqtt_version(MQTTVERSION_3_1_1);
  asked.set_connect_timeout(connect_patience);
  if (!options.user.empty()) asked.set_user_name(options.user);
  const std::optional<Message> will = callbacks.will ? callbacks.will() : std::nullopt;
  if (will) asked.set_will(paho::will_options{will->topic, will->payload.data(), will->payload.size(), 1, true});
  if (url.tls) {
    paho::ssl_options tls;
    if (!options.ca.empty()) tls.set_trust_store(options.ca);
    if (!options.certificate.empty()) tls.set_key_store(options.certificate);
    if (!options.key.empty()) tls.set_private_key(options.key);
    tls.set_ssl_version(MQTT_SSL_VERSION_TLS_1_2);
    tls.set_verify(true);
    tls.set_error_handler([this](const std::string& text) { on_tls_error(text); });
    asked.set_ssl(std::move(tls));
  }
  try {
    client->connect(std::move(asked), nullptr, connecting);
    return true;
  } catch (const paho::exception&) {
    return false;
  }
}

void PahoClient::State::serve(const std::stop_token& stop) {
  std::unique_lock lock{mutex};
  while (!lost) {
    std::optional<Outgoing> next = outgoing.take();
    if (next) {
      lock.unlock();
      hand_over(*next);
      lock.lock();
    } else if (!changed.wait(lock, stop, [&] { return lost || outgoing.has_next(); })) {
      break;
    }
  }
  lock.unlock();
  if (stop.stop_requested()) drain();
}

void PahoClient::State::drain() {
  std::unique_lock lock{mutex};
  while (!lost && !outgoing.is_idle() && Clock::now() < last_moment) {
    if (std::optional<Outgoing> next = outgoing.take()) {
      lock.unlock();
      hand_over(*next);
      lock.lock();
    } else {
      changed.wait_until(lock, std::min(last_moment, Clock::now() + 1s));
    }
  }
  const bool still_there = !lost;
  lock.unlock();
  if (still_there) disconnect();
}

void PahoClient::State::hand_over(const Outgoing& next) {
  std::visit([this](const auto& one) { hand_over(one); }, next);
}

void PahoClient::State::hand_over(const Subscription& subscription) {
  const std::vector<int> qos(subscription.filters.size(), 0);
  try {
    client->subscribe(paho::string_collection::create(subscription.filters), qos, nullptr, subscribing);
  } catch (const paho::exception&) {
    say_unsubscribed();
  }
}

void PahoClient::State::hand_over(const Publication& publication) {
  const auto message =
      paho::make_message(publication.topic, publication.payload, publication.retained ? 1 : 0, publication.retained);
  try {
    if (publication.retained) {
      client->publish(message, nullptr, retaining);
    } else {
      client->publish(message);
    }
  } catch (const paho::exception&) {
    if (!publication.retained) return;  // what Paho has no room for is lost, as QoS 0 may be
    std::unique_lock lock{mutex};
    outgoing.put_back(publication);
    changed.wait_for(lock, 100ms, [&] { return lost; });
  }
}

void PahoClient::State::disconnect() {
  try {
    client->disconnect()->wait_for(2s);
  } catch (const paho::exception&) {
    // the connection is gone already
  }
  connected = false;
}

void PahoClient::State::pause(const std::stop_token& stop, Reconnect::Duration delay) {
  std::unique_lock lock{mutex};
  changed.wait_for(lock, stop, delay, [] { return false; });
}

void PahoClient::State::say_failure(const std::string& why) {
  if (why == said_failure) return;
  said_failure = why;
  spdlog::warn("broker {}: cannot connect: {}. Trying on", options.url, why);
}

void PahoClient::State::say_success() {
  spdlog::info("broker {}: connected", options.url);
  said_failure.clear();
}

void PahoClient::State::on_connected() {
  {
    const std::lock_guard lock{mutex};
    if (attempt != Attempt::under_way) return;  // Paho C++ 1.2.0 tells it twice; by then more may be waiting
    outgoing.clear();
    attempt = Attempt::done;
    connected = true;
  }
  if (callbacks.connected) callbacks.connected();
  changed.notify_all();
}

void PahoClient::State::on_refused(int code) {
  const std::lock_guard lock{mutex};
  attempt = Attempt::failed;
  if (code > 0) {
    failure = describe_refusal(code);
  } else if (!tls_error.empty()) {
    failure = "TLS: " + tls_error + "; see broker.ca, certificate, key and this machine's clock";
  } else {
    failure = "nobody answers there as a broker; is it running, and is the address right?";
  }
  changed.notify_all();
}

void PahoClient::State::connection_lost(const std::string& cause) {
  const std::lock_guard lock{mutex};
  connected = false;
  lost = true;
  failure = cause.empty() ? "the broker or the network ended it" : cause;
  outgoing.clear();
  changed.notify_all();
}

void PahoClient::State::message_arrived(paho::const_message_ptr message) {
  if (!message || !callbacks.received) return;
  callbacks.received(Message{message->get_topic(), message->get_payload_str(), message->is_retained()});
}

void PahoClient::State::on_retained(const paho::token& token) {
  const std::lock_guard lock{mutex};
  outgoing.settled((*token.get_topics())[0]);
  changed.notify_all();
}

void PahoClient::State::say_unsubscribed() const {
  if (!connected) return;
  spdlog::error("broker {}: refuses a subscription of {}; see its access rules", options.url, options.client_id);
}

void PahoClient::State::on_tls_error(const std::string& text) {
  const std::lock_guard lock{mutex};
  if (tls_error.empty()) tls_error = text;
}

PahoClient::PahoClient(ClientOptions options) : state_{std::make_unique<State>(std::move(options))} {}
PahoClient::~PahoClient() = default;

void PahoClient::start(Callbacks callbacks) {
  assert(!state_->thread.joinable());
  state_->callbacks = std::move(callbacks);
  state_->thread = std::jthread{[state = state_.get()](const std::stop_token& stop) { state->run(stop); }};
}

void PahoClient::subscribe(const std::vector<std::string>& filters) {
  const std::lock_guard lock{state_->mutex};
  if (!state_->connected) return;
  state_->outgoing.add(Subscription{filters});
  state_->changed.notify_all();
}

void PahoClient::publish(const std::string& topic, std::string payload) {
  const std::lock_guard lock{state_->mutex};
  if (!state_->connected) return;
  state_->outgoing.add(topic, std::move(payload));
  state_->changed.notify_all();
}

void PahoClient::publish_retained(const std::string& topic, std::string payload) {
  const std::lock_guard lock{state_->mutex};
  if (!state_->connected) return;
  state_->outgoing.add_retained(topic, std::move(payload));
  state_->changed.notify_all();
}

bool PahoClient::is_connected() const { return state_->connected; }

void PahoClient::stop(std::chrono::milliseconds patience) {
  {
    const std::lock_guard lock{state_->mutex};
    state_->last_moment = Clock::now() + patience;
  }
  state_->thread.request_stop();
  if (state_->thread.joinable()) state_->thread.join();
  state_->connected = false;
  state_->destroy();
}

}  // namespace isocenter::mqtt
