#include "agent/dicom/mpps_dataset.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <fmt/format.h>

#include <algorithm>

#include "agent/dicom/dataset_text.hpp"
#include "agent/dicom/dicom_time.hpp"

namespace isocenter::agent {
namespace {

constexpr std::size_t most_orders = 100;  // 71 bytes each, and an event holds 32 KiB

DicomTag tag_of(const DcmTagKey& key) { return static_cast<DicomTag>(key.getGroup()) << 16 | key.getElement(); }

tl::unexpected<MppsAnswer> wrong(DimseStatus status, const std::vector<DcmTagKey>& keys, std::string_view what) {
  MppsAnswer answer{status, {}, 0, {}, {}};
  for (const DcmTagKey& key : keys) answer.attributes.push_back(tag_of(key));
  answer.comment = fmt::format("({:04X},{:04X}) {}", keys.front().getGroup(), keys.front().getElement(), what);
  answer.comment.resize(std::min<std::size_t>(answer.comment.size(), 64));
  return tl::unexpected{answer};
}

/// Gathers which attributes are absent and which are empty, so that the peer is told of all at once.
class Requirements {
 public:
  /// The value; what is absent or empty is noted.
  std::string type_1(DcmItem& item, const DcmTagKey& key) {
    const auto value = read_text(item, key);
    if (!value) {
      absent_.push_back(key);
    } else if (value->empty()) {
      empty_.push_back(key);
    }
    return value.value_or("");
  }
  void note_absent(const DcmTagKey& key) { absent_.push_back(key); }
  void note_empty(const DcmTagKey& key) { empty_.push_back(key); }

  std::optional<MppsAnswer> fault() const {
    if (!absent_.empty()) return wrong(DimseStatus::missing_attribute, absent_, "is missing").value();
    if (!empty_.empty()) return wrong(DimseStatus::missing_attribute_value, empty_, "has no value").value();
    return std::nullopt;
  }

 private:
  std::vector<DcmTagKey> absent_, empty_;
};

std::string meaning_of_code(DcmItem& item, const DcmTagKey& sequence) {
  DcmItem* code = nullptr;
  if (item.findAndGetSequenceItem(sequence, code).bad() || code == nullptr) return {};
  return read_text(*code, DCM_CodeMeaning).value_or("");
}

std::optional<std::string> read_procedure(DcmItem& dataset, const MppsDevice& device) {
  std::string text = read_text(dataset, DCM_PerformedProcedureStepDescription).value_or("");
  if (text.empty()) text = meaning_of_code(dataset, DCM_ProcedureCodeSequence);
  if (text.empty()) text = meaning_of_code(dataset, DCM_PerformedProtocolCodeSequence);
  if (text.empty()) return std::nullopt;
  return device.procedure(to_utf8(dataset, text));
}

/// Orders and study of the Scheduled Step Attributes Sequence; false where there are too many orders for an event.
bool read_scheduled(DcmItem& dataset, const KeyedHasher& hasher, ExamFacts& facts) {
  DcmSequenceOfItems* steps = nullptr;
  if (dataset.findAndGetSequence(DCM_ScheduledStepAttributesSequence, steps).bad() || steps == nullptr) return true;
  for (unsigned long i = 0; i < steps->card(); ++i) {
    DcmItem& step = *steps->getItem(i);
    const auto study = read_text(step, DCM_StudyInstanceUID);
    if (!facts.study && study && !study->empty()) facts.study = hasher.hash(*study);
    const auto order = read_text(step, DCM_AccessionNumber);
    if (!order || order->empty()) continue;
    const KeyedHash hash = hasher.hash(*order);
    if (std::find(facts.orders.begin(), facts.orders.end(), hash) == facts.orders.end()) facts.orders.push_back(hash);
    if (facts.orders.size() > most_orders) return false;
  }
  return true;
}

std::int64_t count_items(DcmItem& item, const DcmTagKey& key) {
  DcmSequenceOfItems* sequence = nullptr;
  if (item.findAndGetSequence(key, sequence).bad() || sequence == nullptr) return 0;
  return static_cast<std::int64_t>(sequence->card());
}

/// How many instances the Performed Series Sequence names; nothing where it has no series.
std::optional<std::int64_t> count_images(DcmItem& dataset) {
  DcmSequenceOfItems* series = nullptr;
  if (dataset.findAndGetSequence(DCM_PerformedSeriesSequence, series).bad() || series == nullptr) return std::nullopt;
  if (series->card() == 0) return std::nullopt;
  std::int64_t images = 0;
  for (unsigned long i = 0; i < series->card(); ++i) {
    DcmItem& one = *series->getItem(i);
    images += count_items(one, DCM_ReferencedImageSequence);
    images += count_items(one, DCM_ReferencedNonImageCompositeSOPInstanceSequence);
  }
  return images;
}

std::string read_reason(DcmItem& dataset) {
  DcmItem* code = nullptr;
  const auto found = dataset.findAndGetSequenceItem(DCM_PerformedProcedureStepDiscontinuationReasonCodeSequence, code);
  if (found.bad() || code == nullptr) return {};
  const std::string value = read_text(*code, DCM_CodeValue).value_or("");
  const std::string scheme = read_text(*code, DCM_CodingSchemeDesignator).value_or("");
  const bool is_listed = scheme == "DCM" && value.size() == 6 && value >= "110500" && value <= "110516" &&
                         value.find_first_not_of("0123456789") == value.npos;
  return is_listed ? value : "other";
}

std::optional<ExamStatus> status_of(std::string_view text) {
  if (text == "IN PROGRESS") return ExamStatus::in_progress;
  if (text == "COMPLETED") return ExamStatus::completed;
  if (text == "DISCONTINUED") return ExamStatus::discontinued;
  return std::nullopt;
}

/// The clock of the dataset; an offset nobody can read is as good as none.
DicomClock clock_of(const std::string& zone, const std::string& utc_offset, Instant received) {
  const auto offset = read_utc_offset(utc_offset);
  return DicomClock{zone, offset ? std::optional{*offset} : std::nullopt, received};
}

/// Nothing in it for a time that no event can carry: the step is told without it.
Result<std::optional<Instant>> read_nameable_time(std::string_view date, std::string_view time,
                                                  const DicomClock& clock) {
  const auto read = read_dicom_time(date, time, clock);
  if (read) return *read;
  if (read.error().kind == ErrorKind::unsupported) return std::nullopt;
  return tl::unexpected{read.error()};
}

/// The step must name at least one scheduled step, each with its study.
void require_scheduled(DcmItem& dataset, Requirements& required) {
  DcmSequenceOfItems* steps = nullptr;
  const auto found = dataset.findAndGetSequence(DCM_ScheduledStepAttributesSequence, steps);
  if (found.bad() || steps == nullptr) return required.note_absent(DCM_ScheduledStepAttributesSequence);
  if (steps->card() == 0) return required.note_empty(DCM_ScheduledStepAttributesSequence);
  for (unsigned long i = 0; i < steps->card(); ++i) required.type_1(*steps->getItem(i), DCM_StudyInstanceUID);
}

/// What an N-CREATE must hold, as text.
struct RequiredText {
  std::string station, start_date, start_time, status;
};

MppsResult<RequiredText> read_required(DcmItem& dataset) {
  Requirements required;
  require_scheduled(dataset, required);
  RequiredText text;
  required.type_1(dataset, DCM_PerformedProcedureStepID);
  required.type_1(dataset, DCM_Modality);
  text.station = required.type_1(dataset, DCM_PerformedStationAETitle);
  text.start_date = required.type_1(dataset, DCM_PerformedProcedureStepStartDate);
  text.start_time = required.type_1(dataset, DCM_PerformedProcedureStepStartTime);
  text.status = required.type_1(dataset, DCM_PerformedProcedureStepStatus);
  if (const auto fault = required.fault()) return tl::unexpected{*fault};
  if (text.status != "IN PROGRESS") {
    return wrong(DimseStatus::invalid_attribute_value, {DCM_PerformedProcedureStepStatus}, "must be IN PROGRESS");
  }
  return text;
}

tl::unexpected<MppsAnswer> unreadable() {
  return tl::unexpected{MppsAnswer{DimseStatus::processing_failure, "the dataset cannot be read", 0, {}, {}}};
}

tl::unexpected<MppsAnswer> too_many_orders() {
  return wrong(DimseStatus::invalid_attribute_value, {DCM_ScheduledStepAttributesSequence}, "names over 100 orders");
}

/// The end, where both attributes have values; wrong ones are a fault.
std::optional<MppsAnswer> read_end(DcmItem& dataset, const DicomClock& clock, MppsSet& set) {
  const auto date = read_text(dataset, DCM_PerformedProcedureStepEndDate);
  const auto time = read_text(dataset, DCM_PerformedProcedureStepEndTime);
  set.names_end = date && time;
  if (!set.names_end || date->empty() || time->empty()) return std::nullopt;
  const auto ended = read_nameable_time(*date, *time, clock);
  if (ended) {
    set.ended = *ended;
    set.ends_beyond = !set.ended;
    return std::nullopt;
  }
  return wrong(DimseStatus::invalid_attribute_value,
               {DCM_PerformedProcedureStepEndDate, DCM_PerformedProcedureStepEndTime}, "is no date and time")
      .value();
}

std::optional<MppsAnswer> read_status(DcmItem& dataset, MppsSet& set) {
  const std::string word = read_text(dataset, DCM_PerformedProcedureStepStatus).value_or("");
  if (word.empty()) return std::nullopt;
  set.status = status_of(word);
  if (set.status) return std::nullopt;
  return wrong(DimseStatus::invalid_attribute_value, {DCM_PerformedProcedureStepStatus},
               "must be IN PROGRESS, COMPLETED or DISCONTINUED")
      .value();
}

}  // namespace

MppsResult<MppsCreate> read_mpps_create(const MppsBytes& bytes, const MppsRules& rules, const MppsPeer& peer) {
  const auto dataset = read_dataset(bytes.bytes, bytes.encoding);
  if (!dataset) return unreadable();
  const auto text = read_required(*dataset);
  if (!text) return tl::unexpected{text.error()};

  const MppsStation station{text->station, read_text(*dataset, DCM_PerformedStationName).value_or("")};
  const MppsDevice* device = find_device(rules.devices, station, peer);
  if (device == nullptr) {
    return wrong(DimseStatus::invalid_attribute_value, {DCM_PerformedStationAETitle}, "is no station known here");
  }
  const std::string utc_offset = read_text(*dataset, DCM_TimezoneOffsetFromUTC).value_or("");
  const auto started =
      read_nameable_time(text->start_date, text->start_time, clock_of(rules.zone, utc_offset, bytes.received));
  if (!started) {
    return wrong(DimseStatus::invalid_attribute_value,
                 {DCM_PerformedProcedureStepStartDate, DCM_PerformedProcedureStepStartTime}, "is no date and time");
  }

  ExamFacts facts{bytes.exam, {}, std::nullopt, read_procedure(*dataset, *device)};
  if (!read_scheduled(*dataset, rules.hasher, facts)) return too_many_orders();
  const Subject subject = device->subject(to_utf8(*dataset, read_text(*dataset, DCM_PatientID).value_or("")),
                                          to_utf8(*dataset, read_text(*dataset, DCM_PatientName).value_or("")));
  return MppsCreate{
      device->name,           std::move(facts),       subject, *started, read_utc_offset(utc_offset) ? utc_offset : "",
      count_images(*dataset), device->open_ends_after};
}

MppsResult<MppsSet> read_mpps_set(const MppsBytes& bytes, const MppsRules& rules, const MppsDevice& device,
                                  const std::string& utc_offset) {
  const auto dataset = read_dataset(bytes.bytes, bytes.encoding);
  if (!dataset) return unreadable();
  MppsSet set;
  if (const auto fault = read_status(*dataset, set)) return tl::unexpected{*fault};
  const std::string own_offset = read_text(*dataset, DCM_TimezoneOffsetFromUTC).value_or(utc_offset);
  const DicomClock clock = clock_of(rules.zone, own_offset, bytes.received);
  if (const auto fault = read_end(*dataset, clock, set)) return tl::unexpected{*fault};

  set.facts = ExamFacts{bytes.exam, {}, std::nullopt, read_procedure(*dataset, device)};
  if (!read_scheduled(*dataset, rules.hasher, set.facts)) return too_many_orders();
  set.names_series = dataset->tagExists(DCM_PerformedSeriesSequence);
  set.images = count_images(*dataset);
  if (set.status == ExamStatus::discontinued) set.reason = read_reason(*dataset);
  return set;
}

}  // namespace isocenter::agent
