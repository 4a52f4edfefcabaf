#include "agent/dicom/mpps_service.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "agent/dicom/mpps_dataset.hpp"
#include "agent/dicom/sop_uid.hpp"

namespace isocenter::agent {
namespace {

constexpr DicomTag station_ae_title = 0x00400241;
constexpr DicomTag end_date = 0x00400250;
constexpr DicomTag end_time = 0x00400251;
constexpr DicomTag performed_series = 0x00400340;

MppsAnswer refused(DimseStatus status, std::string comment, std::vector<DicomTag> attributes = {}) {
  return MppsAnswer{status, std::move(comment), 0, std::move(attributes), {}};
}

MppsAnswer wrong_class() { return refused(DimseStatus::no_such_sop_class, "only the MPPS SOP Class is managed here"); }

bool is_unknown_station(const MppsAnswer& answer) {
  return answer.status == DimseStatus::invalid_attribute_value && answer.attributes == std::vector{station_ae_title};
}

/// What a step must know when it ends (PS3.4 table F.7.2-1, final state). Lenient: a discontinued step may have no
/// series, as modalities that never acquired send it.
std::optional<MppsAnswer> fault_in_final_state(const MppsInstance& instance, const MppsSet& set) {
  const auto missing = [](bool is_named, const std::vector<DicomTag>& attributes) {
    return is_named ? refused(DimseStatus::missing_attribute_value, "has no value, but the step ends", attributes)
                    : refused(DimseStatus::missing_attribute, "is missing, but the step ends", attributes);
  };
  if (!set.ended && !set.ends_beyond && !instance.ended) return missing(set.names_end, {end_date, end_time});
  const bool has_series = set.images || instance.images;
  if (set.status == ExamStatus::completed && !has_series) return missing(set.names_series, {performed_series});
  return std::nullopt;
}

/// A peer as it may be logged: by its AE title only where the configuration has it, since anything may stand there.
std::string loggable(const MppsPeer& peer, const std::vector<MppsDevice>& devices) {
  const bool is_listed = std::any_of(devices.begin(), devices.end(), [&](const MppsDevice& device) {
    return std::find(device.ae_titles.begin(), device.ae_titles.end(), peer.calling_ae_title) != device.ae_titles.end();
  });
  return is_listed ? fmt::format("{} at {}", peer.calling_ae_title, peer.address)
                   : fmt::format("an AE title no device has, at {},", peer.address);
}

}  // namespace

MppsService::MppsService(MppsRules rules, Sink& sink, std::function<Instant()> now, logging::SeldomLog::Say say)
    : rules_{std::move(rules)}, sink_{sink}, now_{std::move(now)}, refusals_{std::move(say)} {
  for (MppsDevice& device : rules_.devices) {
    if (!device.procedure) device.procedure = [](std::string_view) { return std::string{"other"}; };
    if (!device.subject) device.subject = [](std::string_view, std::string_view) { return Subject::unknown; };
  }
  sink_.take({}, prepare_mpps_instances);
}

template <typename Work>
MppsAnswer MppsService::answer(const MppsPeer& peer, std::string_view operation, const std::string& sop_instance,
                               const Work& work) {
  MppsAnswer answer;
  try {
    answer = work();
  } catch (const sqlite::StoreError&) {
    answer = refused(DimseStatus::resource_limitation, "the step cannot be kept now; send it again");
  } catch (const std::exception&) {
    answer = refused(DimseStatus::processing_failure, "the step cannot be processed");
  }
  answer.sop_instance = sop_instance;
  note(peer, operation, answer);
  return answer;
}

void MppsService::note(const MppsPeer& peer, std::string_view operation, const MppsAnswer& answer) {
  {
    const std::scoped_lock lock{counting_};
    ++counts_.answers[answer.status];
    if (is_unknown_station(answer)) ++counts_.unknown_station;
  }
  if (answer.status == DimseStatus::success) return;
  std::string tags;
  for (const DicomTag tag : answer.attributes) tags += fmt::format(" ({:04X},{:04X})", tag >> 16, tag & 0xffff);
  refusals_.note(fmt::format("mpps: {} of {} answered {:04X}H: {}{}{}", operation, loggable(peer, rules_.devices),
                             static_cast<unsigned>(answer.status), answer.comment, tags.empty() ? "" : "; attributes",
                             tags));
}

MppsAnswer MppsService::create(const MppsRequest& request) {
  const std::string sop_instance = request.sop_instance.empty() ? make_uid() : request.sop_instance;
  return answer(request.peer, "N-CREATE", sop_instance, [&] { return try_create(request, sop_instance); });
}

MppsAnswer MppsService::set(const MppsRequest& request) {
  return answer(request.peer, "N-SET", request.sop_instance, [&] { return try_set(request); });
}

MppsAnswer MppsService::try_create(const MppsRequest& request, const std::string& sop_instance) {
  if (request.sop_class != mpps_sop_class) return wrong_class();
  const Instant now = now_();
  const KeyedHash exam = rules_.hasher.hash(sop_instance);
  const auto create = read_mpps_create({request.dataset, request.encoding, exam, now}, rules_, request.peer);
  if (!create) return create.error();

  const std::scoped_lock lock{instances_};
  if (find(exam)) return refused(DimseStatus::duplicate_sop_instance, "this step was created before");
  commit(ExamStarted{create->facts, create->subject, create->started, create->open_ends_after, "mpps"},
         MppsInstance{exam, create->device, ExamStatus::in_progress, create->utc_offset, std::nullopt, create->images,
                      now});
  return {};
}

MppsAnswer MppsService::try_set(const MppsRequest& request) {
  if (request.sop_class != mpps_sop_class) return wrong_class();
  const auto unknown = [] { return refused(DimseStatus::no_such_sop_instance, "no step of this UID is known here"); };
  if (request.sop_instance.empty()) return unknown();
  const Instant now = now_();
  const KeyedHash exam = rules_.hasher.hash(request.sop_instance);

  const std::scoped_lock lock{instances_};
  const auto instance = find(exam);
  const MppsDevice* device = instance ? find_device(rules_.devices, instance->device) : nullptr;
  if (device == nullptr) return unknown();  // or its device is configured no more
  if (instance->status != ExamStatus::in_progress) {
    MppsAnswer ended =
        refused(DimseStatus::processing_failure, "Performed Procedure Step Object may no longer be updated");
    ended.error_id = no_longer_updatable;
    return ended;
  }
  const auto set = read_mpps_set({request.dataset, request.encoding, exam, now}, rules_, *device, instance->utc_offset);
  if (!set) return set.error();
  const bool ends = set->status && *set->status != ExamStatus::in_progress;
  return ends ? finish(*instance, *set, now) : update(*instance, *set, now);
}

MppsAnswer MppsService::finish(const MppsInstance& instance, const MppsSet& set, Instant now) {
  if (auto fault = fault_in_final_state(instance, set)) return *fault;
  MppsInstance changed = instance;
  changed.status = *set.status;
  changed.ended = set.ended ? set.ended : instance.ended;
  changed.images = set.images ? set.images : instance.images;
  changed.changed = now;
  commit(ExamEnded{set.facts, changed.ended, changed.status, set.reason, changed.images}, changed);
  return {};
}

MppsAnswer MppsService::update(const MppsInstance& instance, const MppsSet& set, Instant now) {
  MppsInstance changed = instance;
  if (set.ended) changed.ended = set.ended;
  if (set.images) changed.images = set.images;
  changed.changed = now;
  commit(ExamUpdated{set.facts}, changed);
  return {};
}

std::optional<MppsInstance> MppsService::find(const KeyedHash& exam) {
  std::optional<MppsInstance> found;
  sink_.take({}, [&](sqlite::Database& database) { found = find_mpps_instance(database, exam); });
  return found;
}

void MppsService::commit(EventBody event, const MppsInstance& instance) {
  sink_.take({Sighting{instance.device, instance.changed, "mpps", std::move(event)}},
             [&](sqlite::Database& database) { write_mpps_instance(database, instance); });
}

MppsCounts MppsService::counts() const {
  const std::scoped_lock lock{counting_};
  return counts_;
}

}  // namespace isocenter::agent
