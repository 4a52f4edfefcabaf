#pragma once

#include <map>
#include <string>

#include "collector/connection.hpp"

namespace isocenter::collector {

/// The collector's retained topics: published when they change and all again at each connect; those under the own
/// prefix that are no longer true are cleared.
class Publisher {
 public:
  explicit Publisher(SiteName site);

  void set(const std::string& topic, std::string payload, Connection& connection);
  void clear(const std::string& topic, Connection& connection);
  /// After each connect: the status last, so that readers know how many topics there are when they see it.
  void publish_all(Connection& connection, Instant now);
  void publish_status(Connection& connection, Instant now);
  /// Something retained under the own prefix that the broker gave back, or somebody wrote there. True where it was a
  /// foreign status.
  bool take_back(const std::string& topic, const std::string& payload, Connection& connection);

  std::uint64_t topics() const { return topics_.size() + 1; }

 private:
  std::string status_topic_;
  std::map<std::string, std::string> topics_;
};

}  // namespace isocenter::collector
