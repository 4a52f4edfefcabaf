#include "agent/command/check.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <cstdio>

#include "agent/dicom/listening_socket.hpp"
#include "shared/outbox/outbox_file.hpp"
#include "shared/outbox/shared_disk.hpp"

namespace isocenter::agent {
namespace {

namespace fs = std::filesystem;

void describe_device(const DeviceSettings& device, bool takes_mpps, std::string& text) {
  const auto add = [&](const std::string& line) { text += "  " + line + "\n"; };
  const auto seconds = std::chrono::duration<double>(device.profile.probe_interval).count();
  text += fmt::format("{}: {}, {}\n", device.name.text(), device.modality,
                      device.profile_path.empty() ? "no profile" : device.profile_path.string());
  if (device.dicom_port) {
    add(fmt::format("C-ECHO to {} at {}:{} every {} s", device.called_ae_title, device.address, *device.dicom_port,
                    seconds));
  }
  if (device.tcp_port) add(fmt::format("TCP to {}:{} every {} s", device.address, *device.tcp_port, seconds));
  if (takes_mpps) {
    add(fmt::format("MPPS of AE titles [{}], stations [{}]", fmt::join(device.ae_titles, ", "),
                    fmt::join(device.station_names, ", ")));
  }
  for (const fs::path& log : device.logs) {
    add(fmt::format("log {} by {} rules{}", log.string(), device.profile.log.rules.size(),
                    ::access(log.c_str(), R_OK) == 0 ? "" : " (cannot be read at present)"));
  }
  const bool by_log = device.profile.exams_from == Profile::ExamsFrom::log;
  add(fmt::format("exams from {}, one left open ends after {} s", by_log ? "log" : "mpps",
                  device.profile.open_ends_after.count()));
  if (!device.dicom_port && !device.tcp_port) {
    add("note: nobody can tell when it falls silent; give it address and dicom_port or tcp_port");
  }
}

/// A log that is not there yet may come; a folder or a pipe never becomes one.
void find_wrong_logs(const AgentConfiguration& configuration, std::vector<Error>& errors) {
  for (const DeviceSettings& device : configuration.devices) {
    for (const fs::path& log : device.logs) {
      std::error_code ignored;
      const fs::file_status status = fs::status(log, ignored);
      if (!fs::exists(status) || fs::is_regular_file(status)) continue;
      errors.push_back(Error{ErrorKind::unavailable, log.string(), "is no regular file; name the log itself"});
    }
  }
}

std::optional<Error> find_unwritable(const fs::path& outbox) {
  const fs::path folder = outbox.has_parent_path() ? outbox.parent_path() : fs::path{"."};
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    return Error{ErrorKind::unavailable, folder.string(), "the outbox's folder is not there; make it"};
  }
  if (::access(folder.c_str(), W_OK | X_OK) != 0) {
    return Error{ErrorKind::unavailable, folder.string(), "the outbox's folder is not writable; chown it to this user"};
  }
  if (fs::exists(outbox, ignored) && ::access(outbox.c_str(), R_OK | W_OK) != 0) {
    return Error{ErrorKind::unavailable, outbox.string(), "the outbox is not writable; chown it to this user"};
  }
  return outbox::fault_in_disk_of(outbox);
}

}  // namespace

std::string describe(const AgentConfiguration& configuration) {
  const config::Common& common = configuration.common;
  std::string text = fmt::format("{} of site {}, clocks of {}\nbroker {}\noutbox {}, at most {} MB, kept {} days\n",
                                 configuration.node.text(), common.site->text(), common.zone, common.broker.url,
                                 common.outbox_path.string(), common.outbox_limit_bytes / (1024 * 1024),
                                 common.outbox_keep.count() / 24);
  if (configuration.mpps) {
    const auto& callers = configuration.mpps->calling_ae_titles;
    text += fmt::format("MPPS at {}:{} as {} from {}\n", configuration.mpps->listen.address,
                        configuration.mpps->listen.port, configuration.ae_title,
                        callers.empty() ? "anybody" : fmt::format("{}", fmt::join(callers, ", ")));
  }
  for (const DeviceSettings& device : configuration.devices) {
    describe_device(device, configuration.mpps.has_value(), text);
  }
  return text;
}

int check(const fs::path& path) {
  const auto configuration = read_agent_configuration(path);
  if (!configuration) {
    fmt::print(stderr, "{}\n", config::to_string(configuration.error()));
    return 2;
  }
  fmt::print("{}", describe(*configuration));
  std::vector<Error> errors;
  if (auto error = find_unwritable(configuration->common.outbox_path)) errors.push_back(std::move(*error));
  if (configuration->mpps) {
    const auto listening = listen_on(configuration->mpps->listen);
    if (!listening && outbox::is_outbox_in_use(configuration->common.outbox_path)) {
      fmt::print("note: {}; perhaps by the agent that runs with this outbox now\n", to_string(listening.error()));
    } else if (!listening) {
      errors.push_back(listening.error());
    }
  }
  find_wrong_logs(*configuration, errors);
  if (errors.empty()) return 0;
  fmt::print(stderr, "{}\n", config::to_string(errors));
  return 1;
}

}  // namespace isocenter::agent
