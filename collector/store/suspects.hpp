#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/core/digest.hpp"
#include "shared/core/names.hpp"

namespace isocenter::collector {

/// Remembers which batches were being worked on, so that one over which the program died twice is not read a third
/// time. A mark costs one write to the page cache and no sync: it must outlive the process, not the machine. Two files
/// beside the store: STORE.working and STORE.suspects. Throws sqlite::StoreError where they cannot be written.
class Suspects {
 public:
  explicit Suspects(const std::filesystem::path& store);
  ~Suspects();
  Suspects(const Suspects&) = delete;
  Suspects& operator=(const Suspects&) = delete;

  /// What a batch is known by: its node and how its first event begins, which does not change when it is sent again,
  /// and whether it is a single event, as it comes after an answer "unreadable".
  static Digest key_of(const NodeName& node, std::string_view payload);

  bool any() const { return !deaths_.empty(); }
  /// How often the program died over it.
  int deaths(const Digest& key) const;
  /// The batches are being worked on as long as it lives.
  class Mark {
   public:
    Mark(Suspects& suspects, std::span<const Digest> keys);
    ~Mark();
    Mark(const Mark&) = delete;
    Mark& operator=(const Mark&) = delete;

   private:
    Suspects& suspects_;
    bool made_;
  };
  void acquit(const Digest& key);

 private:
  void write_deaths() const;
  void clear_marks() noexcept;

  std::filesystem::path deaths_path_;
  int working_ = -1;
  std::map<Digest, int> deaths_;
};

}  // namespace isocenter::collector
