#include "agent/agent.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>

#include "agent/observer_memories.hpp"

namespace isocenter::agent {
namespace {

ObserverRules rules_of(const DeviceSettings& device) {
  const bool by_log = device.profile.exams_from == Profile::ExamsFrom::log;
  return {.missed_probes = device.profile.missed_probes,
          .exam_source = by_log ? "log" : "mpps",
          .open_ends_after = device.profile.open_ends_after};
}

std::vector<std::string> sources_of(const DeviceSettings& device, const AgentConfiguration& configuration) {
  std::vector<std::string> sources;
  if (device.dicom_port) sources.emplace_back("echo");
  if (device.tcp_port) sources.emplace_back("tcp");
  if (configuration.mpps) sources.emplace_back("mpps");
  if (!device.logs.empty()) sources.emplace_back("log");
  if (configuration.workstation.console_of == device.name) sources.emplace_back("workstation");
  return sources;
}

}  // namespace

Agent::Agent(const AgentConfiguration& configuration, node::Node& node) : configuration_{configuration}, node_{node} {
  for (const DeviceSettings& device : configuration_.devices) {
    observers_.emplace(device.name, DeviceObserver{device.name, rules_of(device)});
  }
}

void Agent::start() {
  std::map<DeviceName, ObserverMemory> memories;
  node_.record([&](sqlite::Database& database) {
    memories = read_observer_memories(database);
    return std::vector<NewEvent>{};
  });
  const std::lock_guard lock{mutex_};
  for (const DeviceSettings& device : configuration_.devices) {
    const auto known = memories.find(device.name);
    if (known == memories.end()) continue;
    observers_.insert_or_assign(device.name, DeviceObserver{device.name, rules_of(device), known->second});
  }
  node_.set_about(about(configuration_));
}

void Agent::take(const std::vector<Sighting>& sightings, const std::function<void(sqlite::Database&)>& also) {
  const std::lock_guard lock{mutex_};
  Observers touched;
  for (const Sighting& sighting : sightings) {
    if (!sighting.device) continue;
    const auto known = observers_.find(*sighting.device);
    assert(known != observers_.end());  // sources are made from the same configuration
    touched.insert(*known);
  }
  commit(observe(sightings, touched), touched, also);
  publish(touched);
  for (auto& [device, observer] : touched) observers_.insert_or_assign(device, std::move(observer));
}

std::vector<NewEvent> Agent::observe(const std::vector<Sighting>& sightings, Observers& observers) {
  std::vector<NewEvent> events;
  for (const Sighting& sighting : sightings) {
    if (!sighting.device) {
      if (const auto* const body = std::get_if<EventBody>(&sighting.seen)) {
        events.push_back(NewEvent{sighting.t, std::nullopt, *body});
      }
      continue;
    }
    auto more = observers.at(*sighting.device).observe(sighting);
    std::move(more.begin(), more.end(), std::back_inserter(events));
  }
  return events;
}

void Agent::commit(const std::vector<NewEvent>& events, const Observers& changed,
                   const std::function<void(sqlite::Database&)>& also) {
  const auto is_new = [&](const auto& entry) { return entry.second.memory() != observers_.at(entry.first).memory(); };
  if (events.empty() && !also && std::none_of(changed.begin(), changed.end(), is_new)) return;
  node_.record([&](sqlite::Database& database) {
    if (also) also(database);
    for (const auto& entry : changed) {
      if (is_new(entry)) write_observer_memory(database, entry.first, entry.second.memory());
    }
    return events;
  });
}

void Agent::publish(const Observers& changed) {
  for (const auto& [device, observer] : changed) {
    if (observer.observed() != observers_.at(device).observed()) node_.set_device(device, observer.observed());
  }
}

wire::NodeAbout about(const AgentConfiguration& configuration) {
  wire::NodeAbout about;
  about.software = "isocenter-agent " ISOCENTER_VERSION;
  for (const DeviceSettings& device : configuration.devices) {
    wire::NodeAbout::Device& told = about.devices.emplace_back();
    told.name = device.name.text();
    told.modality = device.modality;
    told.sources = sources_of(device, configuration);
    for (const Profile::Sensor& sensor : device.profile.sensors) {
      told.sensors.push_back({sensor.name, sensor.unit, sensor.low, sensor.high});
    }
  }
  return about;
}

}  // namespace isocenter::agent
