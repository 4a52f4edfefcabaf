#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/core/digest.hpp"
#include "shared/core/names.hpp"

namespace isocenter::collector {

/// Remembers which batches were being worked on, so that one over which the program died twice is not read a third
/// time. A mark costs one write to the page cache and no sync: it must outlive the process, not the machine. Two files
/// beside the store: STORE.working, of fixed size and overwritten in place so that a full disk is no matter, and
/// STORE.suspects. Throws sqlite::StoreError where the first cannot be made; where a mark cannot, there is none.
class Suspects {
 public:
  explicit Suspects(const std::filesystem::path& store);
  ~Suspects();
  Suspects(const Suspects&) = delete;
  Suspects& operator=(const Suspects&) = delete;

  /// What a batch is known by: its node and how its first event begins, which does not change when it is sent again,
  /// and whether it is a single event, as it comes after an answer "unreadable". Nothing for a heartbeat.
  static std::optional<Digest> key_of(const NodeName& node, std::string_view payload);

  bool any() const { return !deaths_.empty(); }
  /// How often the program died over it.
  int deaths(const Digest& key) const;
  int deaths(const NodeName& node, std::string_view payload) const;
  /// The batches are being worked on until `clear_marks`.
  void mark(std::span<const Digest> keys) noexcept;
  void clear_marks() noexcept { mark({}); }
  void acquit(const Digest& key);

 private:
  void write_deaths() const;

  std::filesystem::path deaths_path_;
  int working_ = -1;
  std::map<Digest, int> deaths_;
};

}  // namespace isocenter::collector
