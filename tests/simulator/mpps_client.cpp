#include "tests/simulator/mpps_client.hpp"

#include <dcmtk/config/osconfig.h>
// DCMTK's own order of includes: osconfig.h comes first.
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmnet/assoc.h>
#include <dcmtk/dcmnet/dimse.h>
#include <fmt/format.h>

#include <memory>

namespace isocenter::simulator {
namespace {

constexpr int timeout_s = 10;

struct DropNetwork {
  void operator()(T_ASC_Network* network) const { ASC_dropNetwork(&network); }
};
struct DropAssociation {
  void operator()(T_ASC_Association* association) const { ASC_destroyAssociation(&association); }
};

/// An association that proposes MPPS only; empty where the peer refused or is not there.
class Association {
 public:
  explicit Association(const MppsDestination& destination) {
    T_ASC_Network* network = nullptr;
    if (ASC_initializeNetwork(NET_REQUESTOR, 0, timeout_s, &network).bad()) return;
    network_.reset(network);
    T_ASC_Parameters* parameters = nullptr;
    if (ASC_createAssociationParameters(&parameters, ASC_DEFAULTMAXPDU).bad()) return;
    ASC_setAPTitles(parameters, destination.calling_ae.c_str(), destination.called_ae.c_str(), nullptr);
    const std::string peer = fmt::format("{}:{}", destination.host, destination.port);
    ASC_setPresentationAddresses(parameters, "localhost", peer.c_str());
    const char* syntaxes[] = {UID_LittleEndianExplicitTransferSyntax, UID_LittleEndianImplicitTransferSyntax};
    ASC_addPresentationContext(parameters, 1, UID_ModalityPerformedProcedureStepSOPClass, syntaxes, 2);
    T_ASC_Association* association = nullptr;
    const OFCondition asked =
        ASC_requestAssociation(network, parameters, &association, nullptr, nullptr, DUL_NOBLOCK, timeout_s);
    association_.reset(association);
    usable_ = asked.good() && ASC_countAcceptedPresentationContexts(parameters) > 0;
    if (association == nullptr) ASC_destroyAssociationParameters(&parameters);
  }

  bool is_usable() const { return usable_; }
  T_ASC_Association* get() const { return association_.get(); }
  T_ASC_PresentationContextID context() const {
    return ASC_findAcceptedPresentationContextID(get(), UID_ModalityPerformedProcedureStepSOPClass);
  }
  void release() { ASC_releaseAssociation(get()); }

 private:
  std::unique_ptr<T_ASC_Network, DropNetwork> network_;
  std::unique_ptr<T_ASC_Association, DropAssociation> association_;
  bool usable_ = false;
};

void put(DcmItem& item, const DcmTagKey& tag, const std::string& value) { item.putAndInsertString(tag, value.c_str()); }

void fill_create(DcmDataset& dataset, const PerformedStep& step) {
  put(dataset, DCM_SpecificCharacterSet, "ISO_IR 192");
  for (std::size_t i = 0; i < step.accession_numbers.size(); ++i) {
    DcmItem* scheduled = nullptr;
    dataset.findOrCreateSequenceItem(DCM_ScheduledStepAttributesSequence, scheduled, static_cast<signed long>(i));
    put(*scheduled, DCM_StudyInstanceUID, step.study_instance_uid);
    put(*scheduled, DCM_AccessionNumber, step.accession_numbers[i]);
    scheduled->insertEmptyElement(DCM_ReferencedStudySequence);
    put(*scheduled, DCM_RequestedProcedureID, fmt::format("RP{}", i + 1));
    put(*scheduled, DCM_RequestedProcedureDescription, step.description);
    put(*scheduled, DCM_ScheduledProcedureStepID, step.step_id);
    put(*scheduled, DCM_ScheduledProcedureStepDescription, step.description);
    scheduled->insertEmptyElement(DCM_ScheduledProtocolCodeSequence);
  }
  put(dataset, DCM_PatientName, step.patient_name);
  put(dataset, DCM_PatientID, step.patient_id);
  put(dataset, DCM_PatientBirthDate, step.birth_date);
  put(dataset, DCM_PatientSex, "O");
  dataset.insertEmptyElement(DCM_ReferencedPatientSequence);
  put(dataset, DCM_PerformedProcedureStepID, step.step_id);
  put(dataset, DCM_PerformedStationAETitle, step.station_ae);
  put(dataset, DCM_PerformedStationName, step.station_name);
  dataset.insertEmptyElement(DCM_PerformedLocation);
  put(dataset, DCM_PerformedProcedureStepStartDate, step.start_date);
  put(dataset, DCM_PerformedProcedureStepStartTime, step.start_time);
  put(dataset, DCM_PerformedProcedureStepStatus, "IN PROGRESS");
  put(dataset, DCM_PerformedProcedureStepDescription, step.description);
  dataset.insertEmptyElement(DCM_PerformedProcedureTypeDescription);
  dataset.insertEmptyElement(DCM_ProcedureCodeSequence);
  dataset.insertEmptyElement(DCM_PerformedProcedureStepEndDate);
  dataset.insertEmptyElement(DCM_PerformedProcedureStepEndTime);
  put(dataset, DCM_Modality, step.modality);
  put(dataset, DCM_StudyID, "1");
  dataset.insertEmptyElement(DCM_PerformedProtocolCodeSequence);
  dataset.insertEmptyElement(DCM_PerformedSeriesSequence);
}

void fill_series(DcmDataset& dataset, const PerformedStep& step, const StepEnd& end) {
  DcmItem* series = nullptr;
  dataset.findOrCreateSequenceItem(DCM_PerformedSeriesSequence, series, 0);
  put(*series, DCM_SeriesInstanceUID, end.series_instance_uid);
  put(*series, DCM_ProtocolName, step.description);
  put(*series, DCM_SeriesDescription, step.description);
  series->insertEmptyElement(DCM_PerformingPhysicianName);
  series->insertEmptyElement(DCM_OperatorsName);
  put(*series, DCM_RetrieveAETitle, "PACS");
  for (int image = 0; image < end.images; ++image) {
    DcmItem* reference = nullptr;
    series->findOrCreateSequenceItem(DCM_ReferencedImageSequence, reference, image);
    put(*reference, DCM_ReferencedSOPClassUID, UID_SecondaryCaptureImageStorage);
    put(*reference, DCM_ReferencedSOPInstanceUID, fmt::format("{}.{}", end.series_instance_uid, image + 1));
  }
  series->insertEmptyElement(DCM_ReferencedNonImageCompositeSOPInstanceSequence);
}

void fill_set(DcmDataset& dataset, const PerformedStep& step, const StepEnd& end) {
  put(dataset, DCM_PerformedProcedureStepStatus, end.completed ? "COMPLETED" : "DISCONTINUED");
  put(dataset, DCM_PerformedProcedureStepEndDate, end.end_date);
  put(dataset, DCM_PerformedProcedureStepEndTime, end.end_time);
  if (!end.completed) {
    DcmItem* reason = nullptr;
    dataset.findOrCreateSequenceItem(DCM_PerformedProcedureStepDiscontinuationReasonCodeSequence, reason, 0);
    put(*reason, DCM_CodeValue, end.discontinuation_code);
    put(*reason, DCM_CodingSchemeDesignator, "DCM");
    put(*reason, DCM_CodeMeaning, end.discontinuation_meaning);
  }
  fill_series(dataset, step, end);
}

/// Sends the request with its dataset and waits for the answer's status.
std::optional<unsigned> exchange(Association& association, T_DIMSE_Message request, DcmDataset& dataset) {
  if (DIMSE_sendMessageUsingMemoryData(association.get(), association.context(), &request, nullptr, &dataset, nullptr,
                                       nullptr)
          .bad()) {
    return std::nullopt;
  }
  T_DIMSE_Message answer{};
  T_ASC_PresentationContextID context = 0;
  if (DIMSE_receiveCommand(association.get(), DIMSE_NONBLOCKING, timeout_s, &context, &answer, nullptr).bad()) {
    return std::nullopt;
  }
  std::optional<unsigned> status;
  bool has_dataset = false;
  if (answer.CommandField == DIMSE_N_CREATE_RSP) {
    status = answer.msg.NCreateRSP.DimseStatus;
    has_dataset = answer.msg.NCreateRSP.DataSetType != DIMSE_DATASET_NULL;
  } else if (answer.CommandField == DIMSE_N_SET_RSP) {
    status = answer.msg.NSetRSP.DimseStatus;
    has_dataset = answer.msg.NSetRSP.DataSetType != DIMSE_DATASET_NULL;
  }
  if (has_dataset) {
    DcmDataset* echoed = nullptr;
    DIMSE_receiveDataSetInMemory(association.get(), DIMSE_NONBLOCKING, timeout_s, &context, &echoed, nullptr, nullptr);
    delete echoed;
  }
  association.release();
  return status;
}

}  // namespace

std::optional<unsigned> send_create(const MppsDestination& destination, const PerformedStep& step) {
  Association association{destination};
  if (!association.is_usable()) return std::nullopt;
  T_DIMSE_Message request{};
  request.CommandField = DIMSE_N_CREATE_RQ;
  T_DIMSE_N_CreateRQ& create = request.msg.NCreateRQ;
  create.MessageID = 1;
  OFStandard::strlcpy(create.AffectedSOPClassUID, UID_ModalityPerformedProcedureStepSOPClass,
                      sizeof create.AffectedSOPClassUID);
  OFStandard::strlcpy(create.AffectedSOPInstanceUID, step.sop_instance_uid.c_str(),
                      sizeof create.AffectedSOPInstanceUID);
  create.DataSetType = DIMSE_DATASET_PRESENT;
  create.opts = O_NCREATE_AFFECTEDSOPINSTANCEUID;
  DcmDataset dataset;
  fill_create(dataset, step);
  return exchange(association, request, dataset);
}

std::optional<unsigned> send_set(const MppsDestination& destination, const PerformedStep& step, const StepEnd& end) {
  Association association{destination};
  if (!association.is_usable()) return std::nullopt;
  T_DIMSE_Message request{};
  request.CommandField = DIMSE_N_SET_RQ;
  T_DIMSE_N_SetRQ& set = request.msg.NSetRQ;
  set.MessageID = 1;
  OFStandard::strlcpy(set.RequestedSOPClassUID, UID_ModalityPerformedProcedureStepSOPClass,
                      sizeof set.RequestedSOPClassUID);
  OFStandard::strlcpy(set.RequestedSOPInstanceUID, step.sop_instance_uid.c_str(), sizeof set.RequestedSOPInstanceUID);
  set.DataSetType = DIMSE_DATASET_PRESENT;
  DcmDataset dataset;
  fill_set(dataset, step, end);
  return exchange(association, request, dataset);
}

}  // namespace isocenter::simulator
