#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "collector/web/database_reader.hpp"
#include "collector/web/limits.hpp"

namespace isocenter::web {

/// A few threads that do for requests what takes long, each with its own connection, so that no query holds up the
/// sockets.
class Workers {
 public:
  /// Gets nullptr, from whoever stops, where it will not be run any more.
  using Job = std::function<void(DatabaseReader*)>;

  Workers(const std::filesystem::path& database, const Limits& limits, std::size_t threads);
  ~Workers();

  /// False where too many wait already. A job does not throw. Any thread.
  bool submit(Job job);
  /// Ends running queries, turns waiting jobs away; returns when all threads are done.
  void stop();

 private:
  void run(DatabaseReader& reader);

  std::size_t most_waiting_;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> waiting_;
  std::vector<std::jthread> threads_;
};

}  // namespace isocenter::web
