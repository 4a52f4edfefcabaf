#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "shared/core/event.hpp"

namespace isocenter::collector {

/// Which node may say what, from the configuration: access rules of a broker guard topics, not what stands in an event.
class Permissions {
 public:
  explicit Permissions(const ConfigurationLoaded& loaded);

  /// Why `node` may not say `event`, as a closed word; nothing where it may. An event of unknown type
  /// passes where the node may say anything of its device.
  std::optional<std::string> refusal(const NodeName& node, const NewEvent& event) const;

 private:
  bool observes(const NodeName& node, const DeviceName& device) const;
  bool declares(const NodeName& node, const DeviceName& device) const;

  struct Rights {
    std::set<DeviceName> declares;
    std::set<std::string> areas;
  };
  std::map<DeviceName, std::optional<NodeName>> observers_;
  std::map<NodeName, Rights> rights_;
};

}  // namespace isocenter::collector
