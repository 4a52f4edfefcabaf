#pragma once

#include <cstdint>
#include <filesystem>

namespace isocenter::outbox {

/// A file that only holds room on its disk. SQLite cannot even delete on a full disk; with the ballast gone it can.
class Ballast {
 public:
  /// Makes it if it is not there; where that fails the disk counts as full.
  Ballast(std::filesystem::path path, std::uint64_t bytes);

  bool is_there() const { return there_; }
  void release() noexcept;
  /// Makes it again where that leaves as much room once more.
  void make_if_room() noexcept;
  /// Room on its disk, in bytes; 0 where it cannot be told.
  std::uint64_t room() const noexcept;

 private:
  void make() noexcept;

  std::filesystem::path path_;
  std::uint64_t bytes_;
  bool there_ = false;
};

}  // namespace isocenter::outbox
