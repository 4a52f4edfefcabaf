#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "agent/config.hpp"
#include "agent/dicom/mpps_rules.hpp"
#include "agent/dicom/mpps_server.hpp"
#include "agent/probe/probe.hpp"

/// From what the configuration says to the sources that look.
namespace isocenter::agent {

/// A probe for each port, each log file and the workstation. `configuration` must outlive them. `say` gets what a log
/// file's probe has to say of its file.
std::vector<std::unique_ptr<Probe>> make_probes(const AgentConfiguration& configuration, const KeyedHasher& hasher,
                                                const std::function<void(const std::string&)>& say);

/// Whose steps are taken and what may pass of them. `configuration` must outlive it.
MppsRules make_mpps_rules(const AgentConfiguration& configuration, const KeyedHasher& hasher);

MppsServerOptions make_mpps_server_options(const MppsSettings& settings, const std::string& ae_title);

}  // namespace isocenter::agent
