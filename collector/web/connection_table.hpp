#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "collector/web/limits.hpp"

namespace isocenter::web {

/// Who is connected, and who goes when there is no more room: the connection that has been idle longest. Pure: it
/// neither knows sockets nor a clock.
class ConnectionTable {
 public:
  using Id = std::uint64_t;
  using Time = std::chrono::steady_clock::time_point;

  explicit ConnectionTable(const Limits& limits) : limits_{limits} {}

  struct Admission {
    std::optional<Id> admitted;  ///< nothing: refused
    std::optional<Id> evicted;   ///< to be closed to make room; no longer in the table
  };
  /// Loopback has no limit of its own: a proxy or a test on this machine stands for many.
  Admission admit(const std::string& address, bool loopback);

  void note_idle(Id id, Time since);
  void note_busy(Id id);
  void remove(Id id);
  /// Takes the longest idle one out, e.g. when the process has no file descriptors left.
  std::optional<Id> evict_idle();

  std::size_t size() const { return connections_.size(); }

 private:
  struct Connection {
    std::string address;
    std::optional<Time> idle_since;
  };
  /// `address`: only among its own.
  std::optional<Id> longest_idle(const std::optional<std::string>& address) const;
  std::size_t count_of(const std::string& address) const;

  Limits limits_;
  Id next_ = 1;
  std::map<Id, Connection> connections_;
  std::map<std::string, std::size_t> counts_;  ///< by address
};

}  // namespace isocenter::web
