#include "agent/probe/probe_runner.hpp"

#include <cxxabi.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <system_error>
#include <typeinfo>

namespace isocenter::agent {
namespace {

/// The kind of a failure, not its text: that could hold what the probe was reading. What the system says of an errno
/// cannot.
std::string kind_of(const std::exception& failure) {
  if (const auto* const store = dynamic_cast<const sqlite::StoreError*>(&failure)) {
    return store->is_full() ? "the outbox's disk is full; make room" : "the outbox cannot be written";
  }
  if (const auto* const system = dynamic_cast<const std::system_error*>(&failure)) return system->code().message();
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name{
      abi::__cxa_demangle(typeid(failure).name(), nullptr, nullptr, &status), &std::free};
  return name != nullptr ? name.get() : typeid(failure).name();
}

void pause(std::stop_token stop, std::chrono::steady_clock::time_point until) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock{mutex};
  never.wait_until(lock, stop, until, [] { return false; });
}

}  // namespace

std::chrono::milliseconds pause_after(std::chrono::milliseconds interval, int failures,
                                      std::chrono::milliseconds longest) {
  const auto most = std::max(interval, longest);
  auto pause = interval;
  for (int i = 0; i < failures && pause < most; ++i) pause *= 2;
  return std::min(pause, most);
}

ProbeRunner::ProbeRunner(std::vector<std::unique_ptr<Probe>> probes, Sink& sink, Clock clock, Say say)
    : probes_{std::move(probes)}, sink_{sink}, clock_{std::move(clock)}, say_{std::move(say)} {}

ProbeRunner::~ProbeRunner() { stop(); }

void ProbeRunner::start() {
  running_ = probes_.size();
  for (const auto& probe : probes_) {
    threads_.emplace_back([this, &probe = *probe](std::stop_token stop) {
      run(std::move(stop), probe);
      const std::lock_guard lock{mutex_};
      --running_;
      ended_.notify_all();
    });
  }
}

void ProbeRunner::request_stop() {
  for (std::jthread& thread : threads_) thread.request_stop();
}

bool ProbeRunner::wait(std::chrono::milliseconds patience) {
  std::unique_lock lock{mutex_};
  return ended_.wait_for(lock, patience, [this] { return running_ == 0; });
}

void ProbeRunner::stop() {
  request_stop();
  threads_.clear();
}

std::uint64_t ProbeRunner::failures() const {
  const std::lock_guard lock{mutex_};
  return failures_;
}

std::vector<std::string> ProbeRunner::losses() const {
  std::vector<std::string> all;
  for (const auto& probe : probes_) {
    if (std::string one = probe->losses(); !one.empty()) all.push_back(std::move(one));
  }
  return all;
}

void ProbeRunner::run(std::stop_token stop, Probe& probe) {
  int in_a_row = 0;
  std::set<std::string> said;
  while (!stop.stop_requested()) {
    const auto began = std::chrono::steady_clock::now();
    const bool worked = look(probe, said);
    if (worked && in_a_row > 0) {
      say(fmt::format("{}: works again after {} failures", probe.name(), in_a_row));
      said.clear();
    }
    in_a_row = worked ? 0 : in_a_row + 1;
    pause(stop, began + pause_after(probe.interval(), in_a_row));
  }
}

bool ProbeRunner::look(Probe& probe, std::set<std::string>& said) {
  try {
    probe.look(sink_, clock_());
    return true;
  } catch (const std::exception& failure) {
    const std::string kind = kind_of(failure);
    {
      const std::lock_guard lock{mutex_};
      ++failures_;
    }
    if (said.insert(kind).second) say(fmt::format("{}: failed ({}); it is tried again", probe.name(), kind));
    return false;
  }
}

void ProbeRunner::say(const std::string& line) {
  const std::lock_guard lock{mutex_};
  say_(line);
}

}  // namespace isocenter::agent
