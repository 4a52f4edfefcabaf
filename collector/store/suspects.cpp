#include "collector/store/suspects.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "shared/sqlite/database.hpp"

namespace isocenter::collector {
namespace {

constexpr int cannot_write = 10;  // SQLITE_IOERR: the loop treats it like the store's own trouble
constexpr std::size_t beginning = 96;

std::map<Digest, int> read_deaths(const std::filesystem::path& path) {
  std::map<Digest, int> deaths;
  std::ifstream file{path};
  std::string key;
  int count = 0;
  while (file >> key >> count) {
    if (const auto digest = parse_digest(key)) deaths[*digest] = count;
  }
  return deaths;
}

std::vector<Digest> read_keys(int file) {
  std::vector<Digest> keys;
  Digest key;
  while (::read(file, key.bytes.data(), key.bytes.size()) == static_cast<ssize_t>(key.bytes.size()))
    keys.push_back(key);
  return keys;
}

}  // namespace

Suspects::Suspects(const std::filesystem::path& store) : deaths_path_{store.string() + ".suspects"} {
  const std::string path = store.string() + ".working";
  working_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (working_ < 0) throw sqlite::StoreError{cannot_write, fmt::format("{}: {}", path, std::strerror(errno))};
  deaths_ = read_deaths(deaths_path_);
  const std::vector<Digest> keys = read_keys(working_);
  for (const Digest& key : keys) ++deaths_[key];
  if (!keys.empty()) write_deaths();
  clear_marks();
}

Suspects::~Suspects() { ::close(working_); }

Digest Suspects::key_of(const NodeName& node, std::string_view payload) {
  const std::size_t events = payload.find("\"events\"");
  const std::string_view first = events == std::string_view::npos ? payload : payload.substr(events);
  const std::size_t one = first.find("{\"seq\"");
  const bool single = one == std::string_view::npos || first.find("{\"seq\"", one + 1) == std::string_view::npos;
  const std::string text = fmt::format("{} {} {}", node.text(), single ? "single" : "many", first.substr(0, beginning));
  Digest key;
  crypto_generichash(key.bytes.data(), key.bytes.size(), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size(), nullptr, 0);
  return key;
}

int Suspects::deaths(const Digest& key) const {
  const auto found = deaths_.find(key);
  return found == deaths_.end() ? 0 : found->second;
}

Suspects::Mark::Mark(Suspects& suspects, std::span<const Digest> keys) : suspects_{suspects}, made_{!keys.empty()} {
  if (!made_) return;
  const auto size = static_cast<ssize_t>(keys.size_bytes());
  if (::pwrite(suspects_.working_, keys.data(), keys.size_bytes(), 0) == size) return;
  const std::string reason = std::strerror(errno);
  suspects_.clear_marks();
  throw sqlite::StoreError{cannot_write, fmt::format("{}: {}", suspects_.deaths_path_.string(), reason)};
}

Suspects::Mark::~Mark() {
  if (made_) suspects_.clear_marks();
}

/// Where it fails, the worst is a suspicion too many after the next death.
void Suspects::clear_marks() noexcept {
  if (::ftruncate(working_, 0) != 0) return;
}

void Suspects::acquit(const Digest& key) {
  if (deaths_.erase(key) != 0) write_deaths();
}

void Suspects::write_deaths() const {
  const std::filesystem::path next = deaths_path_.string() + ".new";
  {
    std::ofstream file{next, std::ios::trunc};
    for (const auto& [key, count] : deaths_) file << to_string(key) << ' ' << count << '\n';
  }
  std::error_code ignored;  // without the file the count begins again: the batch is only tried more often
  std::filesystem::rename(next, deaths_path_, ignored);
}

}  // namespace isocenter::collector
