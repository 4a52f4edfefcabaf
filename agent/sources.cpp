#include "agent/sources.hpp"

#include <cassert>

#include "agent/dicom/echo_probe.hpp"
#include "agent/probe/log_file.hpp"
#include "agent/probe/tcp_probe.hpp"
#include "agent/probe/workstation_probe.hpp"

namespace isocenter::agent {
namespace {

EchoTarget echo_target(const DeviceSettings& device, const std::string& ae_title) {
  return {
      device.name, device.address, *device.dicom_port, device.called_ae_title, ae_title, device.profile.probe_interval};
}

TcpProbe::Target tcp_target(const DeviceSettings& device) {
  TcpProbe::Target target{device.name, device.address, *device.tcp_port};
  target.interval = device.profile.probe_interval;
  return target;
}

WorkstationProbe::Target workstation_target(const AgentConfiguration& configuration) {
  WorkstationProbe::Target target;
  target.console_of = configuration.workstation.console_of;
  target.interval = configuration.workstation.interval;
  target.disk = std::filesystem::absolute(configuration.common.outbox_path).parent_path();
  return target;
}

LogReader log_reader(const DeviceSettings& device, const std::string& zone, const KeyedHasher& hasher) {
  auto reader = make_log_reader(device.profile, device.name, zone,
                                [hasher](std::string_view identifier) { return hasher.hash(identifier); });
  assert(reader);  // zone and profile were checked when the configuration was read
  return std::move(*reader);
}

MppsDevice mpps_device(const DeviceSettings& device) {
  const Profile& profile = device.profile;
  return {device.name,
          device.ae_titles,
          device.station_names,
          device.address,
          profile.open_ends_after,
          [&profile](std::string_view text) { return listed_procedure(profile, text); },
          [&profile](std::string_view id, std::string_view name) { return subject_of(profile, id, name); }};
}

}  // namespace

std::vector<std::unique_ptr<Probe>> make_probes(const AgentConfiguration& configuration, const KeyedHasher& hasher,
                                                const std::function<void(const std::string&)>& say) {
  std::vector<std::unique_ptr<Probe>> probes;
  for (const DeviceSettings& device : configuration.devices) {
    if (device.dicom_port) {
      probes.push_back(std::make_unique<EchoProbe>(echo_target(device, configuration.ae_title)));
    }
    if (device.tcp_port) probes.push_back(std::make_unique<TcpProbe>(tcp_target(device)));
    for (const std::filesystem::path& log : device.logs) {
      probes.push_back(std::make_unique<LogFile>(LogFile::Target{device.name, log},
                                                 log_reader(device, configuration.common.zone, hasher), say));
    }
  }
  probes.push_back(std::make_unique<WorkstationProbe>(workstation_target(configuration)));
  return probes;
}

MppsRules make_mpps_rules(const AgentConfiguration& configuration, const KeyedHasher& hasher) {
  MppsRules rules{hasher, configuration.common.zone, {}};
  for (const DeviceSettings& device : configuration.devices) rules.devices.push_back(mpps_device(device));
  return rules;
}

MppsServerOptions make_mpps_server_options(const MppsSettings& settings, const std::string& ae_title) {
  MppsServerOptions options;
  options.listen = settings.listen;
  options.admission = {ae_title, settings.calling_ae_titles};
  return options;
}

}  // namespace isocenter::agent
