#include "tests/fakes/memory_broker.hpp"

#include <algorithm>
#include <cassert>

namespace isocenter::fakes {
namespace {

std::string_view take_level(std::string_view& rest, bool& more) {
  const std::size_t slash = rest.find('/');
  const std::string_view level = rest.substr(0, slash);
  more = slash != std::string_view::npos;
  rest = more ? rest.substr(slash + 1) : std::string_view{};
  return level;
}

}  // namespace

bool matches(std::string_view filter, std::string_view topic) {
  bool more_filter = true;
  bool more_topic = true;
  while (more_filter) {
    const std::string_view wanted = take_level(filter, more_filter);
    if (wanted == "#") return true;
    if (!more_topic) return false;
    const std::string_view level = take_level(topic, more_topic);
    if (wanted != "+" && wanted != level) return false;
    if (!more_topic && more_filter && filter == "#") return true;  // "a/#" takes "a" too
  }
  return !more_topic;
}

std::size_t MemoryBroker::deliver() {
  connect_waiting();
  std::deque<Parcel> now = std::move(parcels_);
  parcels_.clear();
  std::size_t moved = 0;
  for (Parcel& parcel : now) {
    const auto connection = connections_.find(parcel.connection);
    if (connection == connections_.end()) continue;
    ++moved;
    parcel.act(*connection->second.client);
  }
  return moved + parcels_.size();
}

void MemoryBroker::settle(int rounds) {
  for (int i = 0; i < rounds; ++i) {
    if (deliver() == 0) return;
  }
}

void MemoryBroker::kill(bool keeps_retained) {
  running_ = false;
  while (!connections_.empty()) leave(*connections_.begin()->second.client, false, "the broker was killed");
  parcels_.clear();
  if (!keeps_retained) retained_.clear();
}

void MemoryBroker::start() { running_ = true; }

void MemoryBroker::cut(const std::string& client_id) {
  for (auto& [number, connection] : connections_) {
    if (connection.client->client_id() != client_id) continue;
    leave(*connection.client, true, "the connection was cut");
    return;
  }
}

std::uint64_t MemoryBroker::published(std::string_view filter) const {
  std::uint64_t sum = 0;
  for (const auto& [topic, count] : counts_) {
    if (matches(filter, topic)) sum += count;
  }
  return sum;
}

void MemoryBroker::connect_waiting() {
  if (!running_) return;
  const std::vector<MemoryClient*> all = clients_;
  for (MemoryClient* client : all) {
    if (client->connection_ == 0 && !locked_out_.contains(client->client_id())) join(*client);
  }
}

void MemoryBroker::join(MemoryClient& client) {
  cut(client.client_id());  // one connection a client id: the newer takes over
  const std::uint64_t number = next_connection_++;
  Connection connection{&client, client.callbacks_.will ? client.callbacks_.will() : std::nullopt, {}};
  connections_.emplace(number, std::move(connection));
  client.connection_ = number;
  if (client.callbacks_.connected) client.callbacks_.connected();
}

void MemoryBroker::leave(MemoryClient& client, bool with_will, const std::string& reason) {
  const auto found = connections_.find(client.connection_);
  if (found == connections_.end()) return;
  const std::optional<mqtt::Message> will = found->second.will;
  connections_.erase(found);
  client.connection_ = 0;
  if (with_will && will) {
    if (!will->payload.empty()) retained_[will->topic] = will->payload;
    route(will->topic, will->payload, true, true);
  }
  if (!reason.empty() && client.callbacks_.disconnected) client.callbacks_.disconnected(reason);
}

void MemoryBroker::subscribe(MemoryClient& client, const std::vector<std::string>& filters) {
  const auto found = connections_.find(client.connection_);
  if (found == connections_.end()) return;
  found->second.filters.insert(filters.begin(), filters.end());
  parcels_.push_back({client.client_id(), client.connection_, [](MemoryClient& to) {
                        if (to.callbacks_.subscribed) to.callbacks_.subscribed();
                      }});
  for (const auto& [topic, payload] : retained_) {
    const bool taken = std::any_of(filters.begin(), filters.end(),
                                   [&, &t = topic](const std::string& filter) { return matches(filter, t); });
    if (taken) send(client.client_id(), client.connection_, mqtt::Message{topic, payload, true});
  }
}

void MemoryBroker::publish(const std::string& topic, const std::string& payload, bool retained) {
  ++counts_[topic];
  if (retained && payload.empty()) {
    retained_.erase(topic);
  } else if (retained) {
    retained_[topic] = payload;
  }
  route(topic, payload, retained, false);
}

void MemoryBroker::route(const std::string& topic, const std::string& payload, bool retained, bool is_will) {
  for (const auto& [number, connection] : connections_) {
    const auto& filters = connection.filters;
    const bool wanted =
        std::any_of(filters.begin(), filters.end(), [&](const std::string& filter) { return matches(filter, topic); });
    if (!wanted) continue;
    const std::string& to = connection.client->client_id();
    const Fate fate = fate_ && !retained && !is_will ? fate_(Flight{topic, to, retained}) : Fate::deliver;
    const mqtt::Message message{topic, payload, false};
    switch (fate) {
      case Fate::drop: break;
      case Fate::deliver: send(to, number, message); break;
      case Fate::duplicate:
        send(to, number, message);
        send(to, number, message);
        break;
      case Fate::delay:  // through the end of the next round's queue, so that others overtake it
        parcels_.push_back(
            {to, number, [this, to, number = number, message](MemoryClient&) { send(to, number, message); }});
        break;
    }
  }
}

void MemoryBroker::send(const std::string& to, std::uint64_t connection, mqtt::Message message) {
  parcels_.push_back({to, connection, [message = std::move(message)](MemoryClient& client) {
                        if (client.callbacks_.received) client.callbacks_.received(message);
                      }});
}

MemoryClient::~MemoryClient() {
  callbacks_ = {};
  if (connection_ != 0) broker_.leave(*this, true, {});
  std::erase(broker_.clients_, this);
}

void MemoryClient::start(Callbacks callbacks) {
  assert(!started_);
  started_ = true;
  callbacks_ = std::move(callbacks);
  broker_.clients_.push_back(this);
}

void MemoryClient::subscribe(const std::vector<std::string>& filters) { broker_.subscribe(*this, filters); }

void MemoryClient::publish(const std::string& topic, std::string payload) {
  if (connection_ != 0) broker_.publish(topic, payload, false);
}

void MemoryClient::publish_retained(const std::string& topic, std::string payload) {
  if (connection_ != 0) broker_.publish(topic, payload, true);
}

void MemoryClient::stop(std::chrono::milliseconds) {
  broker_.leave(*this, false, {});
  std::erase(broker_.clients_, this);
  callbacks_ = {};
}

}  // namespace isocenter::fakes
