#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>

#include "agent/dicom/dataset_shape.hpp"
#include "agent/dicom/mpps_answer.hpp"
#include "agent/dicom/mpps_instances.hpp"
#include "agent/dicom/mpps_rules.hpp"
#include "agent/probe/probe.hpp"
#include "shared/logging/seldom.hpp"

namespace isocenter::agent {

struct MppsSet;

inline constexpr std::string_view mpps_sop_class = "1.2.840.10008.3.1.2.3.3";
inline constexpr std::string_view verification_sop_class = "1.2.840.10008.1.1";

/// An N-CREATE or N-SET as it came.
struct MppsRequest {
  std::string sop_class, sop_instance;
  MppsPeer peer;
  std::span<const std::uint8_t> dataset;
  Encoding encoding = Encoding::implicit_little_endian;
};

/// What was answered how often, for people and metrics.
struct MppsCounts {
  std::map<DimseStatus, std::uint64_t> answers;
  std::uint64_t unknown_station = 0;  ///< N-CREATEs of a device nobody configured
};

/// The MPPS SCP without its network: requests in, events and statuses out (PS3.4 annex F.7.2). An answer of success is
/// given only after the event and the instance's state are committed. Never throws. Thread-safe.
class MppsService {
 public:
  /// Makes its table. Throws sqlite::StoreError. A procedure or subject rule that is absent lets nothing pass. `say`
  /// gets a line for each kind of refusal of each peer: status and attributes, no value of a dataset.
  MppsService(MppsRules rules, Sink& sink, std::function<Instant()> now, logging::SeldomLog::Say say = logging::warn);

  MppsAnswer create(const MppsRequest& request);
  MppsAnswer set(const MppsRequest& request);

  /// Counts and says an answer; those of `create` and `set` are noted there.
  void note(const MppsPeer& peer, std::string_view operation, const MppsAnswer& answer);
  MppsCounts counts() const;

 private:
  MppsAnswer try_create(const MppsRequest& request, const std::string& sop_instance);
  MppsAnswer try_set(const MppsRequest& request);
  MppsAnswer finish(const MppsInstance& instance, const MppsSet& set, Instant now);
  MppsAnswer update(const MppsInstance& instance, const MppsSet& set, Instant now);
  template <typename Work>
  MppsAnswer answer(const MppsPeer& peer, std::string_view operation, const std::string& sop_instance,
                    const Work& work);
  std::optional<MppsInstance> find(const KeyedHash& exam);
  void commit(EventBody event, const MppsInstance& instance);

  MppsRules rules_;
  Sink& sink_;
  std::function<Instant()> now_;
  std::mutex instances_;  ///< held from looking an instance up until its change is committed
  mutable std::mutex counting_;
  MppsCounts counts_;
  logging::SeldomLog refusals_;
};

}  // namespace isocenter::agent
