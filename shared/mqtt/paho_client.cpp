#include "shared/mqtt/paho_client.hpp"

#include <MQTTAsync.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <atomic>
#include <cassert>
#include <condition_variable>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>
#include <utility>

#include "shared/mqtt/broker_url.hpp"
#include "shared/mqtt/outgoing.hpp"
#include "shared/mqtt/reconnect.hpp"

namespace isocenter::mqtt {
namespace {

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
    case 4: return "it refuses the user name or password; see [broker] and the broker's password file";
    case 5: return "it does not allow this user; see [broker], the certificate and the broker's access rules";
    default: return fmt::format("code {}", code);
  }
}

void must_be_readable(const std::string& key, const std::string& path) {
  if (!path.empty() && access(path.c_str(), R_OK) != 0) {
    throw MqttError{fmt::format("broker.{}: {} cannot be read", key, path)};
  }
}

const char* or_null(const std::string& text) { return text.empty() ? nullptr : text.c_str(); }

}  // namespace

/// Paho calls back holding its one global lock. So no call into Paho is ever made with `mutex` held, and no callback
/// does more than take `mutex` for a moment or enqueue.
struct PahoClient::State {
  explicit State(ClientOptions given);
  ~State();

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

  static void on_connected(void* context, MQTTAsync_successData*);
  static void on_refused(void* context, MQTTAsync_failureData* data);
  static void on_lost(void* context, char* cause);
  static int on_message(void* context, char* topic, int topic_length, MQTTAsync_message* message);
  static void on_delivered(void* context, MQTTAsync_token token);
  static void on_subscribed(void* context, MQTTAsync_successData*);
  static void on_unsubscribed(void* context, MQTTAsync_failureData*);
  static void on_disconnected(void* context, MQTTAsync_successData*);
  static int on_tls_error(const char* text, std::size_t length, void* context);

  const ClientOptions options;
  const BrokerUrl url;
  Callbacks callbacks;
  MQTTAsync handle = nullptr;

  // Of the own thread only.
  std::minstd_rand random{std::random_device{}()};
  Reconnect reconnect;
  std::string said_failure;  ///< logged last and not mended since

  std::atomic<bool> connected{false};
  std::mutex mutex;
  std::condition_variable_any changed;
  enum class Attempt { none, under_way, done, failed } attempt = Attempt::none;
  bool lost = false;
  bool ended = false;  ///< the DISCONNECT went out
  std::string failure;
  std::string tls_error;
  OutgoingQueue outgoing{most_waiting};
  std::map<MQTTAsync_token, std::string> on_their_way;  ///< retained publications by Paho's token
  std::set<MQTTAsync_token> delivered_early;            ///< acknowledged before the token was written down
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
  MQTTAsync_createOptions created = MQTTAsync_createOptions_initializer;
  created.sendWhileDisconnected = 0;
  created.maxBufferedMessages = most_in_paho;
  created.MQTTVersion = MQTTVERSION_3_1_1;
  const std::string server = fmt::format("{}://{}:{}", url.tls ? "ssl" : "tcp", url.host, url.port);
  int code = MQTTAsync_createWithOptions(&handle, server.c_str(), options.client_id.c_str(),
                                         MQTTCLIENT_PERSISTENCE_NONE, nullptr, &created);
  if (code == MQTTASYNC_SUCCESS) code = MQTTAsync_setCallbacks(handle, this, on_lost, on_message, on_delivered);
  if (code != MQTTASYNC_SUCCESS) {
    throw MqttError{fmt::format("broker.url: {}: the MQTT library refuses it (code {})", options.url, code)};
  }
}

/// Afterwards no callback runs or will run: Paho destroys under the lock it calls back with.
void PahoClient::State::destroy() {
  if (handle != nullptr) MQTTAsync_destroy(&handle);
  handle = nullptr;
}

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
  MQTTAsync_connectOptions asked = MQTTAsync_connectOptions_initializer;
  asked.keepAliveInterval = static_cast<int>(options.keep_alive.count());
  asked.cleansession = 1;
  asked.MQTTVersion = MQTTVERSION_3_1_1;
  asked.connectTimeout = static_cast<int>(std::chrono::seconds{connect_patience}.count());
  asked.username = or_null(options.user);
  asked.context = this;
  asked.onSuccess = on_connected;
  asked.onFailure = on_refused;

  const std::optional<Message> will = callbacks.will ? callbacks.will() : std::nullopt;
  MQTTAsync_willOptions last_words = MQTTAsync_willOptions_initializer;
  if (will) {
    last_words.topicName = will->topic.c_str();
    last_words.payload.data = will->payload.data();
    last_words.payload.len = static_cast<int>(will->payload.size());
    last_words.qos = 1;
    last_words.retained = 1;
    asked.will = &last_words;
  }
  MQTTAsync_SSLOptions tls = MQTTAsync_SSLOptions_initializer;
  if (url.tls) {
    tls.trustStore = or_null(options.ca);
    tls.keyStore = or_null(options.certificate);
    tls.privateKey = or_null(options.key);
    tls.sslVersion = MQTT_SSL_VERSION_TLS_1_2;
    tls.verify = 1;
    tls.ssl_error_cb = on_tls_error;
    tls.ssl_error_context = this;
    asked.ssl = &tls;
  }
  return MQTTAsync_connect(handle, &asked) == MQTTASYNC_SUCCESS;
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
  std::vector<char*> filters;
  for (const std::string& filter : subscription.filters) filters.push_back(const_cast<char*>(filter.c_str()));
  std::vector<int> qos(filters.size(), 0);
  MQTTAsync_responseOptions answer = MQTTAsync_responseOptions_initializer;
  answer.context = this;
  answer.onSuccess = on_subscribed;
  answer.onFailure = on_unsubscribed;
  MQTTAsync_subscribeMany(handle, static_cast<int>(filters.size()), filters.data(), qos.data(), &answer);
}

void PahoClient::State::hand_over(const Publication& publication) {
  MQTTAsync_responseOptions answer = MQTTAsync_responseOptions_initializer;
  const int length = static_cast<int>(publication.payload.size());
  const int qos = publication.retained ? 1 : 0;
  const int code = MQTTAsync_send(handle, publication.topic.c_str(), length, publication.payload.data(), qos,
                                  publication.retained ? 1 : 0, &answer);
  if (!publication.retained) return;  // what Paho has no room for is lost, as QoS 0 may be

  std::unique_lock lock{mutex};
  if (code == MQTTASYNC_SUCCESS) {
    if (delivered_early.erase(answer.token) > 0) {
      outgoing.settled(publication.topic);
    } else {
      on_their_way[answer.token] = publication.topic;
    }
    return;
  }
  outgoing.put_back(publication);
  changed.wait_for(lock, 100ms, [&] { return lost; });
}

void PahoClient::State::disconnect() {
  MQTTAsync_disconnectOptions asked = MQTTAsync_disconnectOptions_initializer;
  asked.context = this;
  asked.onSuccess = on_disconnected;
  if (MQTTAsync_disconnect(handle, &asked) != MQTTASYNC_SUCCESS) return;
  std::unique_lock lock{mutex};
  changed.wait_for(lock, 2s, [&] { return ended || lost; });
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

void PahoClient::State::on_connected(void* context, MQTTAsync_successData*) {
  State& self = *static_cast<State*>(context);
  {
    const std::lock_guard lock{self.mutex};
    self.outgoing.clear();
    self.on_their_way.clear();
    self.delivered_early.clear();
    self.attempt = Attempt::done;
    self.connected = true;
  }
  if (self.callbacks.connected) self.callbacks.connected();
  self.changed.notify_all();
}

void PahoClient::State::on_refused(void* context, MQTTAsync_failureData* data) {
  State& self = *static_cast<State*>(context);
  const std::lock_guard lock{self.mutex};
  self.attempt = Attempt::failed;
  if (data != nullptr && data->code > 0) {
    self.failure = describe_refusal(data->code);
  } else if (!self.tls_error.empty()) {
    self.failure = "TLS: " + self.tls_error + "; see broker.ca, certificate, key and this machine's clock";
  } else {
    self.failure = "nobody answers there as a broker; is it running, and is the address right?";
  }
  self.changed.notify_all();
}

void PahoClient::State::on_lost(void* context, char* cause) {
  State& self = *static_cast<State*>(context);
  const std::lock_guard lock{self.mutex};
  self.connected = false;
  self.lost = true;
  self.failure = cause != nullptr ? cause : "the broker or the network ended it";
  self.outgoing.clear();
  self.changed.notify_all();
}

int PahoClient::State::on_message(void* context, char* topic, int topic_length, MQTTAsync_message* message) {
  State& self = *static_cast<State*>(context);
  Message received;
  received.topic = topic_length > 0 ? std::string(topic, static_cast<std::size_t>(topic_length)) : std::string{topic};
  if (message->payloadlen > 0) {
    received.payload.assign(static_cast<const char*>(message->payload), static_cast<std::size_t>(message->payloadlen));
  }
  received.retained = message->retained != 0;
  MQTTAsync_freeMessage(&message);
  MQTTAsync_free(topic);
  if (self.callbacks.received) self.callbacks.received(std::move(received));
  return MQTTASYNC_TRUE;
}

void PahoClient::State::on_delivered(void* context, MQTTAsync_token token) {
  State& self = *static_cast<State*>(context);
  const std::lock_guard lock{self.mutex};
  const auto found = self.on_their_way.find(token);
  if (found == self.on_their_way.end()) {
    self.delivered_early.insert(token);  // the sending thread has not written it down yet
    return;
  }
  self.outgoing.settled(found->second);
  self.on_their_way.erase(found);
  self.changed.notify_all();
}

void PahoClient::State::on_subscribed(void* context, MQTTAsync_successData*) {
  State& self = *static_cast<State*>(context);
  if (self.callbacks.subscribed) self.callbacks.subscribed();
}

void PahoClient::State::on_unsubscribed(void* context, MQTTAsync_failureData*) {
  const State& self = *static_cast<State*>(context);
  if (self.connected) {
    spdlog::error("broker {}: refuses a subscription of {}; see its access rules", self.options.url,
                  self.options.client_id);
  }
}

void PahoClient::State::on_disconnected(void* context, MQTTAsync_successData*) {
  State& self = *static_cast<State*>(context);
  const std::lock_guard lock{self.mutex};
  self.connected = false;
  self.ended = true;
  self.changed.notify_all();
}

int PahoClient::State::on_tls_error(const char* text, std::size_t length, void* context) {
  State& self = *static_cast<State*>(context);
  const std::lock_guard lock{self.mutex};
  if (self.tls_error.empty()) self.tls_error = std::string{text, length};
  return 1;
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
