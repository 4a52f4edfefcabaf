#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/dicom/keyed_hash.hpp"
#include "shared/core/event.hpp"
#include "shared/core/names.hpp"

namespace isocenter::agent {

/// A modality whose steps are taken, and what its profile says of free text and identity.
struct MppsDevice {
  DeviceName name;
  std::vector<std::string> ae_titles, station_names;
  std::string address;                         ///< literal IPv4 address; counts where one device only has it
  std::chrono::seconds open_ends_after{3600};  ///< for a step nobody ends
  std::function<std::string(std::string_view)> procedure;  ///< text -> what may pass of it (listed_procedure)
  std::function<Subject(std::string_view id, std::string_view name)> subject;  ///< keeps neither (subject_of)
};

struct MppsRules {
  KeyedHasher hasher;
  std::string zone;  ///< IANA; local times of datasets without (0008,0201)
  std::vector<MppsDevice> devices;
};

/// Who speaks, as the association says.
struct MppsPeer {
  std::string calling_ae_title;
  std::string address;  ///< without port
};

/// How the dataset names the station.
struct MppsStation {
  std::string ae_title, name;
};

/// The device a step belongs to: by Performed Station AE Title, else Performed Station Name, else the calling AE title
/// (of a gateway perhaps, so after what the step itself says), else the peer's address. Null where none fits.
const MppsDevice* find_device(const std::vector<MppsDevice>& devices, const MppsStation& station, const MppsPeer& peer);
const MppsDevice* find_device(const std::vector<MppsDevice>& devices, const DeviceName& name);

}  // namespace isocenter::agent
