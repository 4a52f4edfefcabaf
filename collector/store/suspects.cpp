#include "collector/store/suspects.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "shared/sqlite/database.hpp"

namespace isocenter::collector {
namespace {

constexpr int cannot_write = 10;  // SQLITE_IOERR: the loop treats it like the store's own trouble
constexpr std::size_t beginning = 96;
constexpr std::size_t most_marks = 1000;
constexpr Digest no_key{};  // ends the marks

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
  while (::read(file, key.bytes.data(), key.bytes.size()) == static_cast<ssize_t>(key.bytes.size()) && key != no_key) {
    keys.push_back(key);
  }
  return keys;
}

/// Whether the list of events that `text` begins with is empty.
bool is_heartbeat(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n:[", std::string_view{"\"events\""}.size());
  return first != std::string_view::npos && text[first] == ']';
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
  // Without the room a mark may find none later: the batch is then only tried more often.
  static_cast<void>(::posix_fallocate(working_, 0, static_cast<off_t>((most_marks + 1) * sizeof(Digest))));
  clear_marks();
}

Suspects::~Suspects() { ::close(working_); }

std::optional<Digest> Suspects::key_of(const NodeName& node, std::string_view payload) {
  const std::size_t events = payload.find("\"events\"");
  const std::string_view first = events == std::string_view::npos ? payload : payload.substr(events);
  if (events != std::string_view::npos && is_heartbeat(first)) return std::nullopt;
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

int Suspects::deaths(const NodeName& node, std::string_view payload) const {
  const auto key = key_of(node, payload);
  return key ? deaths(*key) : 0;
}

/// Where it fails, the worst is a suspicion too many or too few after the next death.
void Suspects::mark(std::span<const Digest> keys) noexcept {
  std::array<Digest, most_marks + 1> marks{};
  const std::size_t count = std::min(keys.size(), most_marks);
  std::copy_n(keys.begin(), count, marks.begin());
  if (::pwrite(working_, marks.data(), (count + 1) * sizeof(Digest), 0) < 0) return;
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
