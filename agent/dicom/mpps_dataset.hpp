#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <tl/expected.hpp>

#include "agent/dicom/dataset_shape.hpp"
#include "agent/dicom/mpps_answer.hpp"
#include "agent/dicom/mpps_rules.hpp"
#include "shared/core/event.hpp"

/// The one place that reads what a modality says of a step. Identity goes in, hashes and listed words come out;
/// attribute requirements are those of PS3.4 table F.7.2-1, strict for type 1 and lenient for type 2.
namespace isocenter::agent {

/// A dataset as it came, with what is known around it.
struct MppsBytes {
  std::span<const std::uint8_t> bytes;
  Encoding encoding = Encoding::implicit_little_endian;
  KeyedHash exam;
  Instant received;
};

/// What an N-CREATE says.
struct MppsCreate {
  DeviceName device;
  ExamFacts facts;
  Subject subject = Subject::unknown;
  std::optional<Instant> started;      ///< none: it names a time that no event can carry
  std::string utc_offset;              ///< (0008,0201), holds for the N-SETs too; empty: the zone
  std::optional<std::int64_t> images;  ///< none: no Performed Series Sequence, or an empty one
  std::chrono::seconds open_ends_after{0};
  bool operator==(const MppsCreate&) const = default;
};

/// What an N-SET says; what is absent stays as it was.
struct MppsSet {
  ExamFacts facts;
  std::optional<ExamStatus> status;
  std::optional<Instant> ended;
  bool ends_beyond = false;   ///< it names a time that no event can carry
  bool names_end = false;     ///< both end attributes are there, be they empty
  bool names_series = false;  ///< the Performed Series Sequence is there, be it empty
  std::optional<std::int64_t> images;
  std::string reason;  ///< code value of PS3.16 CID 9300, "other" for any other, empty where none was given
  bool operator==(const MppsSet&) const = default;
};

template <typename T>
using MppsResult = tl::expected<T, MppsAnswer>;

/// missing_attribute, missing_attribute_value and invalid_attribute_value name their attributes; processing_failure
/// where the bytes are no dataset. A device nobody configured is an invalid Performed Station AE Title.
MppsResult<MppsCreate> read_mpps_create(const MppsBytes& dataset, const MppsRules& rules, const MppsPeer& peer);

/// `utc_offset` is the N-CREATE's, for a dataset without its own.
MppsResult<MppsSet> read_mpps_set(const MppsBytes& dataset, const MppsRules& rules, const MppsDevice& device,
                                  const std::string& utc_offset);

}  // namespace isocenter::agent
