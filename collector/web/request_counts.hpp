#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace isocenter::web {

/// Answers given, by route and status. Any thread.
class RequestCounts {
 public:
  using Values = std::map<std::pair<std::string, int>, std::uint64_t>;

  /// `route` is a path of the table or "other": never what a stranger sent.
  void note(const std::string& route, int status) {
    const std::lock_guard lock{mutex_};
    ++values_[{route, status}];
  }
  Values snapshot() const {
    const std::lock_guard lock{mutex_};
    return values_;
  }

 private:
  mutable std::mutex mutex_;
  Values values_;
};

}  // namespace isocenter::web
