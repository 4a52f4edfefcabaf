#include "shared/mqtt/outgoing.hpp"

#include <utility>

namespace isocenter::mqtt {

void OutgoingQueue::add(Subscription subscription) { queue_.emplace_back(std::move(subscription)); }

bool OutgoingQueue::add(std::string topic, std::string payload) {
  if (queue_.size() >= most_) return false;
  queue_.emplace_back(Publication{std::move(topic), std::move(payload), false});
  return true;
}

void OutgoingQueue::add_retained(const std::string& topic, std::string payload) {
  const bool is_new = waiting_.insert_or_assign(topic, std::move(payload)).second;
  // One that waits keeps its place; one behind its own predecessor gets a place when that has settled.
  if (is_new && !on_their_way_.contains(topic)) queue_.emplace_back(Publication{topic, {}, true});
}

std::optional<Outgoing> OutgoingQueue::take() {
  if (queue_.empty()) return std::nullopt;
  Outgoing next = std::move(queue_.front());
  queue_.pop_front();
  if (auto* publication = std::get_if<Publication>(&next); publication != nullptr && publication->retained) {
    const auto payload = waiting_.extract(publication->topic);
    publication->payload = payload.mapped();
    on_their_way_.insert(publication->topic);
  }
  return next;
}

void OutgoingQueue::settled(const std::string& topic) {
  on_their_way_.erase(topic);
  if (waiting_.contains(topic)) queue_.emplace_back(Publication{topic, {}, true});
}

void OutgoingQueue::put_back(const Publication& publication) {
  waiting_.try_emplace(publication.topic, publication.payload);
  settled(publication.topic);
}

void OutgoingQueue::clear() {
  queue_.clear();
  waiting_.clear();
  on_their_way_.clear();
}

bool OutgoingQueue::is_idle() const { return queue_.empty() && on_their_way_.empty(); }

}  // namespace isocenter::mqtt
