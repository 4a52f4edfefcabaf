#include "collector/web/workers.hpp"

namespace isocenter::web {

Workers::Workers(const std::filesystem::path& database, const Limits& limits, std::size_t threads)
    : most_waiting_{limits.waiting_requests} {
  for (std::size_t i = 0; i < threads; ++i) {
    threads_.emplace_back([this, database, time_limit = limits.query_time] {
      DatabaseReader reader{database, time_limit, stopping_};
      run(reader);
    });
  }
}

Workers::~Workers() { stop(); }

bool Workers::submit(Job job) {
  {
    const std::lock_guard lock{mutex_};
    if (stopping_ || waiting_.size() >= most_waiting_) return false;
    waiting_.push_back(std::move(job));
  }
  changed_.notify_one();
  return true;
}

void Workers::stop() {
  std::deque<Job> turned_away;
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
    turned_away.swap(waiting_);
  }
  changed_.notify_all();
  threads_.clear();  // joins
  for (const Job& job : turned_away) job(nullptr);
}

void Workers::run(DatabaseReader& reader) {
  while (true) {
    Job job;
    {
      std::unique_lock lock{mutex_};
      changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (stopping_) return;
      job = std::move(waiting_.front());
      waiting_.pop_front();
    }
    job(&reader);
  }
}

}  // namespace isocenter::web
