#include "agent/dicom/mpps_rules.hpp"

#include <algorithm>

namespace isocenter::agent {
namespace {

bool contains(const std::vector<std::string>& texts, const std::string& text) {
  return !text.empty() && std::find(texts.begin(), texts.end(), text) != texts.end();
}

template <typename Fits>
const MppsDevice* first(const std::vector<MppsDevice>& devices, const Fits& fits) {
  const auto found = std::find_if(devices.begin(), devices.end(), fits);
  return found == devices.end() ? nullptr : &*found;
}

}  // namespace

const MppsDevice* find_device(const std::vector<MppsDevice>& devices, const MppsStation& station,
                              const MppsPeer& peer) {
  const auto with_title = [&](const std::string& title) {
    return first(devices, [&](const MppsDevice& d) { return contains(d.ae_titles, title); });
  };
  if (const auto* device = with_title(station.ae_title)) return device;
  const auto* named = first(devices, [&](const MppsDevice& d) { return contains(d.station_names, station.name); });
  if (named != nullptr) return named;
  if (const auto* device = with_title(peer.calling_ae_title)) return device;
  const auto has_address = [&](const MppsDevice& d) { return !d.address.empty() && d.address == peer.address; };
  if (std::count_if(devices.begin(), devices.end(), has_address) != 1) return nullptr;
  return first(devices, has_address);
}

const MppsDevice* find_device(const std::vector<MppsDevice>& devices, const DeviceName& name) {
  return first(devices, [&](const MppsDevice& d) { return d.name == name; });
}

}  // namespace isocenter::agent
