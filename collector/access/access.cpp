#include "collector/access/access.hpp"

#include <fmt/format.h>

namespace isocenter::access {
namespace {

using std::chrono::seconds;

constexpr std::size_t most_of_name = 64;

}  // namespace

Access::Access(Options options) : options_{std::move(options)}, file_{options_.file}, sessions_{options_.times} {
  version_ = file_.version();
  reload();
  keeper_ = std::jthread{[this](const std::stop_token& stop) { keep(stop); }};
}

Access::~Access() = default;

bool Access::has_users() const {
  const std::lock_guard lock{mutex_};
  return !users_.empty();
}

std::optional<SignedIn> Access::by_session(std::string_view id, bool by_hand) {
  const std::lock_guard lock{mutex_};
  const Sessions::Session* const session = sessions_.find(id, options_.steady(), by_hand);
  if (session == nullptr) return std::nullopt;
  return SignedIn{.person = session->person, .csrf = session->csrf};
}

std::optional<Person> Access::by_token(std::string_view token) {
  const std::lock_guard lock{mutex_};
  const auto found = tokens_.find(hash_of(token));
  if (found == tokens_.end()) return std::nullopt;
  const Instant now = options_.wall();
  Token& known = found->second;
  if (!known.last_used || now - *known.last_used >= std::chrono::minutes{1}) {
    known.last_used = now;
    used_tokens_[known.id] = now;
  }
  return Person{.name = known.user, .role = known.role};
}

std::optional<std::string> Access::owner_of_session(std::string_view id) const {
  const std::lock_guard lock{mutex_};
  return sessions_.owner(id);
}

tl::expected<SignedIn, Denied> Access::sign_in(const std::string& user, const std::string& password, const Origin& from,
                                               std::string_view old_id) {
  const std::string tried = user.substr(0, most_of_name);
  std::string known_name;
  {
    const std::lock_guard lock{mutex_};
    if (users_.contains(tried)) known_name = tried;  // a name nobody has may be a password in the wrong field
    const auto wait = limits_.begin(tried, from, options_.steady());
    if (wait) {
      say_all(refusals_.note({.user = known_name, .address = from.address, .route = "/api/v1/session", .why = "rate"},
                             options_.steady()));
      return tl::unexpected<Denied>{{*wait}};
    }
  }
  const bool right = is_right(tried, password);
  const std::lock_guard lock{mutex_};
  const auto held = users_.find(tried);
  if (!right || held == users_.end()) {
    say_all(refusals_.note({.user = known_name, .address = from.address, .route = "/api/v1/session", .why = "password"},
                           options_.steady()));
    return tl::unexpected<Denied>{{}};
  }
  limits_.succeeded(tried, from);
  if (const auto before = sessions_.end(old_id)) say(SessionEnded{.user = *before, .why = "signed_out"});
  const Person person{.name = tried, .role = held->second.role};
  const Sessions::Opened opened = sessions_.open(person, options_.steady());
  held->second.last_signed_in = signed_in_users_[tried] = options_.wall();  // the file may be on a full disk
  say(SessionOpened{.user = tried, .address = from.address});
  return SignedIn{.person = person, .csrf = opened.csrf, .id = opened.id};
}

/// As slow where there is no such user.
bool Access::is_right(const std::string& user, const std::string& password) const {
  std::string hash;
  {
    const std::lock_guard lock{mutex_};
    const auto held = users_.find(user);
    if (held != users_.end()) hash = held->second.password_hash;
  }
  if (password.size() > most_password_bytes) return false;
  if (hash.empty()) {
    is_password(password, nobodys_hash());
    return false;
  }
  if (!is_password(password, hash)) return false;
  const std::lock_guard lock{mutex_};
  const auto held = users_.find(user);  // it may have changed meanwhile
  return held != users_.end() && held->second.password_hash == hash;
}

void Access::sign_out(std::string_view id) {
  const std::lock_guard lock{mutex_};
  if (const auto user = sessions_.end(id)) say(SessionEnded{.user = *user, .why = "signed_out"});
}

std::vector<User> Access::users() const {
  const std::lock_guard lock{mutex_};
  std::vector<User> users;
  for (const auto& [name, user] : users_) users.push_back(user);
  return users;
}

std::vector<Token> Access::tokens() const {
  const std::lock_guard lock{mutex_};
  std::vector<Token> tokens;
  for (const auto& [hash, token] : tokens_) tokens.push_back(token);
  return tokens;
}

Result<void> Access::add_user(const std::string& name, Role role, const std::string& password, const std::string& by) {
  if (const auto parsed = parse_user_name(name); !parsed) return tl::unexpected<Error>{parsed.error()};
  if (auto checked = check_password(name, password); !checked) return checked;
  const std::string hash = hash_password(password, options_.cost);
  const std::lock_guard lock{file_mutex_};
  auto added = file_.add(name, role, hash, by, options_.wall());
  reload();
  return added;
}

Result<void> Access::change_user(const std::string& name, std::optional<Role> role,
                                 const std::optional<std::string>& password, const std::string& by) {
  std::string hash;
  if (password) {
    if (auto checked = check_password(name, *password); !checked) return checked;
    hash = hash_password(*password, options_.cost);
  }
  const std::lock_guard lock{file_mutex_};
  Result<void> changed;
  if (role) changed = file_.set_role(name, *role, by, options_.wall());
  if (changed && password) changed = file_.set_password(name, hash, by, options_.wall());
  reload();
  return changed;
}

Result<void> Access::remove_user(const std::string& name, const std::string& by) {
  const std::lock_guard lock{file_mutex_};
  auto removed = file_.remove(name, by, options_.wall());
  reload();
  return removed;
}

Result<SignedIn> Access::change_password(const Person& person, const std::string& old, const std::string& changed,
                                         const Origin& from) {
  if (auto checked = check_password(person.name, changed); !checked) return tl::unexpected<Error>{checked.error()};
  {
    const std::lock_guard lock{mutex_};
    if (const auto wait = limits_.begin(person.name, from, options_.steady())) {
      say_all(refusals_.note({.user = person.name, .address = from.address, .route = "/api/v1/password", .why = "rate"},
                             options_.steady()));
      return fail(ErrorKind::unavailable, "old", fmt::format("too many tries; wait {} s", wait->count()));
    }
  }
  if (!is_right(person.name, old)) {
    refuse({.user = person.name, .address = from.address, .route = "/api/v1/password", .why = "password"});
    return fail(ErrorKind::not_allowed, "old", "is not the present password");
  }
  const std::string hash = hash_password(changed, options_.cost);
  const std::lock_guard file_lock{file_mutex_};
  const auto set = file_.set_password(person.name, hash, person.name, options_.wall());
  reload();
  if (!set) return tl::unexpected<Error>{set.error()};
  const std::lock_guard lock{mutex_};
  limits_.succeeded(person.name, from);
  const Sessions::Opened opened = sessions_.open(person, options_.steady());
  say(SessionOpened{.user = person.name, .address = from.address});
  return SignedIn{.person = person, .csrf = opened.csrf, .id = opened.id};
}

Result<MadeToken> Access::add_token(const std::string& user, const std::string& name, Role role,
                                    const std::string& by) {
  const std::string token = make_secret();
  const std::lock_guard lock{file_mutex_};
  const auto id = file_.add_token(user, name, role, hash_of(token), by, options_.wall());
  reload();
  if (!id) return tl::unexpected<Error>{id.error()};
  return MadeToken{.id = *id, .token = token};
}

Result<void> Access::remove_token(std::int64_t id, const std::string& by) {
  const std::lock_guard lock{file_mutex_};
  auto removed = file_.remove_token(id, by, options_.wall());
  reload();
  return removed;
}

void Access::refuse(AccessRefused refused) {
  const std::lock_guard lock{mutex_};
  say_all(refusals_.note(std::move(refused), options_.steady()));
}

/// What the file says now; sessions of users who are gone, or whose role or password changed, end. With file_mutex_.
void Access::reload() {
  std::map<std::string, User> users;
  for (User& user : file_.users()) users.emplace(user.name, std::move(user));
  std::map<SecretHash, Token> tokens;
  for (Token& token : file_.tokens()) tokens.emplace(token.hash, std::move(token));
  const std::lock_guard lock{mutex_};
  for (const auto& [name, before] : users_) {
    const auto now = users.find(name);
    const bool is_same =
        now != users.end() && now->second.role == before.role && now->second.password_hash == before.password_hash;
    if (is_same) continue;
    for (std::size_t ended = sessions_.end_all_of(name); ended > 0; --ended) {
      say(SessionEnded{.user = name, .why = "removed"});
    }
  }
  users_ = std::move(users);
  tokens_ = std::move(tokens);
  has_news_ = true;
  poked_.notify_all();
}

}  // namespace isocenter::access
