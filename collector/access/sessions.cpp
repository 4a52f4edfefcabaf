#include "collector/access/sessions.hpp"

#include <algorithm>

namespace isocenter::access {
namespace {

constexpr std::size_t most_of_user = 20;
constexpr std::size_t most_remembered = 1000;

}  // namespace

Sessions::Opened Sessions::open(const Person& person, Time now) {
  make_room_for(person.name);
  Opened opened{.id = make_secret(), .csrf = make_secret()};
  sessions_.emplace(hash_of(opened.id), Session{.person = person, .csrf = opened.csrf, .opened = now, .active = now});
  return opened;
}

void Sessions::make_room_for(const std::string& user) {
  std::vector<Map::iterator> own;
  for (auto session = sessions_.begin(); session != sessions_.end(); ++session) {
    if (session->second.person.name == user) own.push_back(session);
  }
  if (own.size() < most_of_user) return;
  remove(*std::ranges::min_element(own, {}, [](Map::iterator session) { return session->second.active; }));
}

const Sessions::Session* Sessions::find(std::string_view id, Time now, bool by_hand) {
  const auto found = sessions_.find(hash_of(id));
  if (found == sessions_.end() || is_over(found->second, now)) return nullptr;
  if (by_hand) found->second.active = now;
  return &found->second;
}

std::optional<std::string> Sessions::owner(std::string_view id) const {
  const SecretHash hash = hash_of(id);
  const auto found = sessions_.find(hash);
  if (found != sessions_.end()) return found->second.person.name;
  const auto ended = std::ranges::find(ended_, hash, [](const auto& session) { return session.first; });
  if (ended == ended_.end()) return std::nullopt;
  return ended->second;
}

std::optional<std::string> Sessions::end(std::string_view id) {
  const auto found = sessions_.find(hash_of(id));
  if (found == sessions_.end()) return std::nullopt;
  std::string user = found->second.person.name;
  remove(found);
  return user;
}

std::size_t Sessions::end_all_of(std::string_view user) {
  std::size_t count = 0;
  for (auto session = sessions_.begin(); session != sessions_.end();) {
    const bool is_theirs = session->second.person.name == user;
    count += is_theirs ? 1 : 0;
    session = is_theirs ? remove(session) : std::next(session);
  }
  return count;
}

std::vector<std::string> Sessions::end_overdue(Time now) {
  std::vector<std::string> users;
  for (auto session = sessions_.begin(); session != sessions_.end();) {
    const bool over = is_over(session->second, now);
    if (over) users.push_back(session->second.person.name);
    session = over ? remove(session) : std::next(session);
  }
  return users;
}

bool Sessions::is_over(const Session& session, Time now) const {
  return now - session.active >= times_.idle || now - session.opened >= times_.longest;
}

Sessions::Map::iterator Sessions::remove(Map::iterator session) {
  ended_.emplace_back(session->first, session->second.person.name);
  if (ended_.size() > most_remembered) ended_.pop_front();
  return sessions_.erase(session);
}

}  // namespace isocenter::access
