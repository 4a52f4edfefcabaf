#include "collector/ingest/permissions.hpp"

namespace isocenter::collector {
namespace {

/// Who may say an event of some type, apart from the collector itself, which may say all.
enum class Audience {
  anyone,     ///< a node of itself; of a device as `either`
  collector,  ///< nobody else
  observer,   ///< the node that observes the device
  declarer,   ///< a node that declares for the device
  either,     ///< both
  area,       ///< a node with that area
  oneself,    ///< whoever may say anything about a device: it only takes back its own
};

struct AudienceOf {
  Audience operator()(const NodeStarted&) const { return Audience::anyone; }
  Audience operator()(const NodePaused&) const { return Audience::anyone; }
  Audience operator()(const ClockStepped&) const { return Audience::anyone; }
  Audience operator()(const OutboxGap&) const { return Audience::anyone; }
  Audience operator()(const NodeSilent&) const { return Audience::collector; }
  Audience operator()(const NodeHeard&) const { return Audience::collector; }
  Audience operator()(const ConfigurationLoaded&) const { return Audience::collector; }
  Audience operator()(const DeviceObserved&) const { return Audience::observer; }
  Audience operator()(const DeviceDeclared&) const { return Audience::declarer; }
  Audience operator()(const ExamStarted&) const { return Audience::observer; }
  Audience operator()(const ExamUpdated&) const { return Audience::observer; }
  Audience operator()(const ExamEnded&) const { return Audience::observer; }
  Audience operator()(const ExamStepped&) const { return Audience::either; }
  /// A kiosk speaks for people; only what watches the machine may speak for its log and sensors.
  Audience operator()(const FaultReported& fault) const {
    return fault.source == "person" ? Audience::declarer : Audience::observer;
  }
  Audience operator()(const FaultStepped&) const { return Audience::either; }
  Audience operator()(const EventWithdrawn&) const { return Audience::oneself; }
  Audience operator()(const ReadingTaken&) const { return Audience::observer; }
  Audience operator()(const CheckDone&) const { return Audience::observer; }
  Audience operator()(const FeedbackAnswered&) const { return Audience::area; }
  Audience operator()(const ContractLoaded&) const { return Audience::collector; }
  Audience operator()(const ContractRemoved&) const { return Audience::collector; }
  Audience operator()(const IntervalCorrected&) const { return Audience::collector; }
  Audience operator()(const StatementPage&) const { return Audience::collector; }
  Audience operator()(const StatementIssued&) const { return Audience::collector; }
  Audience operator()(const ClaimStepped&) const { return Audience::collector; }
  Audience operator()(const UserChanged&) const { return Audience::collector; }
  Audience operator()(const SessionOpened&) const { return Audience::collector; }
  Audience operator()(const SessionEnded&) const { return Audience::collector; }
  Audience operator()(const AccessRefused&) const { return Audience::collector; }
  Audience operator()(const UnknownEvent&) const { return Audience::anyone; }
};

}  // namespace

Permissions::Permissions(const ConfigurationLoaded& loaded) {
  for (const ConfiguredDevice& device : loaded.devices) observers_[device.name] = device.node;
  for (const ConfiguredNode& node : loaded.nodes) {
    rights_[node.name] = Rights{{node.declares.begin(), node.declares.end()}, {node.areas.begin(), node.areas.end()}};
  }
}

bool Permissions::observes(const NodeName& node, const DeviceName& device) const {
  const auto found = observers_.find(device);
  return found != observers_.end() && found->second == node;
}

bool Permissions::declares(const NodeName& node, const DeviceName& device) const {
  const auto found = rights_.find(node);
  return found != rights_.end() && found->second.declares.contains(device) && observers_.contains(device);
}

std::optional<std::string> Permissions::refusal(const NodeName& node, const NewEvent& event) const {
  const Audience audience = std::visit(AudienceOf{}, event.body);
  if (node == collector_node() || (audience == Audience::anyone && !event.device)) return std::nullopt;
  if (audience == Audience::collector) return "only the collector may say this";
  if (audience == Audience::area) {
    const auto rights = rights_.find(node);
    const auto* answer = std::get_if<FeedbackAnswered>(&event.body);
    const bool may = rights != rights_.end() && answer != nullptr && rights->second.areas.contains(answer->area);
    return may ? std::nullopt : std::optional<std::string>{"the area is not this node's"};
  }
  if (!event.device) {
    const bool own = audience == Audience::oneself;
    return own ? std::nullopt : std::optional<std::string>{"it names no device"};
  }
  if (!observers_.contains(*event.device)) return "the device is not configured";
  const bool may_observe = audience != Audience::declarer && observes(node, *event.device);
  const bool may_declare = audience != Audience::observer && declares(node, *event.device);
  if (may_observe || may_declare) return std::nullopt;
  return audience == Audience::declarer ? "the node may not declare for this device"
                                        : "the node does not observe this device";
}

}  // namespace isocenter::collector
