#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcostrmb.h>
#include <dcmtk/dcmdata/dctk.h>

#include <cassert>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "agent/dicom/mpps_dataset.hpp"

/// Datasets as modalities send them, built by DCMTK, and the rules of a department with a CT and an MR.
namespace isocenter::agent {

using DatasetForTest = std::unique_ptr<DcmDataset>;

inline std::vector<std::uint8_t> encode(DcmDataset& dataset, Encoding encoding = Encoding::explicit_little_endian,
                                        bool has_lengths = true) {
  const auto syntax =
      encoding == Encoding::explicit_little_endian ? EXS_LittleEndianExplicit : EXS_LittleEndianImplicit;
  std::vector<std::uint8_t> bytes(256 * 1024);
  DcmOutputBufferStream stream{bytes.data(), static_cast<offile_off_t>(bytes.size())};
  dataset.transferInit();
  const auto written = dataset.write(stream, syntax, has_lengths ? EET_ExplicitLength : EET_UndefinedLength, nullptr);
  dataset.transferEnd();
  assert(written.good());
  void* buffer = nullptr;
  offile_off_t size = 0;
  stream.flushBuffer(buffer, size);
  bytes.resize(static_cast<std::size_t>(size));
  return bytes;
}

inline void put(DcmItem& item, const DcmTagKey& key, const std::string& value) {
  const auto put = item.putAndInsertString(key, value.c_str());
  assert(put.good());
}

inline DcmItem& add_item(DcmItem& item, const DcmTagKey& sequence) {
  DcmItem* added = nullptr;
  const auto found = item.findOrCreateSequenceItem(sequence, added, -2);
  assert(found.good() && added != nullptr);
  return *added;
}

inline void add_order(DcmItem& dataset, const std::string& accession, const std::string& study = "1.2.3.4") {
  DcmItem& step = add_item(dataset, DCM_ScheduledStepAttributesSequence);
  put(step, DCM_StudyInstanceUID, study);
  put(step, DCM_AccessionNumber, accession);
}

inline void add_series(DcmItem& dataset, int images) {
  DcmItem& series = add_item(dataset, DCM_PerformedSeriesSequence);
  put(series, DCM_SeriesInstanceUID, "1.2.3.5");
  put(series, DCM_ProtocolName, "Chest");
  for (int i = 0; i < images; ++i) {
    put(add_item(series, DCM_ReferencedImageSequence), DCM_ReferencedSOPInstanceUID, "1.2.3.6." + std::to_string(i));
  }
}

/// What PS3.4 wants of an N-CREATE, and no more.
inline DatasetForTest plain_create() {
  auto dataset = std::make_unique<DcmDataset>();
  put(*dataset, DCM_PerformedProcedureStepID, "PPS1");
  put(*dataset, DCM_Modality, "CT");
  put(*dataset, DCM_PerformedStationAETitle, "CT1");
  put(*dataset, DCM_PerformedProcedureStepStartDate, "20261124");
  put(*dataset, DCM_PerformedProcedureStepStartTime, "094004.5");
  put(*dataset, DCM_PerformedProcedureStepStatus, "IN PROGRESS");
  add_order(*dataset, "A1");
  return dataset;
}

inline DatasetForTest full_create() {
  auto dataset = plain_create();
  put(*dataset, DCM_PatientName, "Muster^Erika");
  put(*dataset, DCM_PatientID, "4711");
  put(*dataset, DCM_PatientBirthDate, "19640812");
  put(*dataset, DCM_PerformedProcedureStepDescription, "CT Chest");
  add_order(*dataset, "A2");
  add_series(*dataset, 2);
  return dataset;
}

inline DatasetForTest set_of(const std::string& status) {
  auto dataset = std::make_unique<DcmDataset>();
  put(*dataset, DCM_PerformedProcedureStepStatus, status);
  return dataset;
}

inline DatasetForTest final_set(const std::string& status, int images = 3) {
  auto dataset = set_of(status);
  put(*dataset, DCM_PerformedProcedureStepEndDate, "20261124");
  put(*dataset, DCM_PerformedProcedureStepEndTime, "095500");
  add_series(*dataset, images);
  return dataset;
}

inline MppsDevice device(std::string_view name, std::vector<std::string> ae_titles) {
  MppsDevice device{DeviceName::parse(name).value(), std::move(ae_titles), {}, "", std::chrono::seconds{1800}, {}, {}};
  device.procedure = [](std::string_view text) {
    return text == "CT Chest" || text == "Schädel" ? std::string{text} : std::string{"other"};
  };
  device.subject = [](std::string_view id, std::string_view patient) {
    if (id.empty() && patient.empty()) return Subject::unknown;
    return patient.find("PHANTOM") != patient.npos ? Subject::phantom : Subject::patient;
  };
  return device;
}

inline MppsRules rules() {
  MppsRules rules{KeyedHasher::make(1, std::string(32, 'k')).value(), "America/New_York", {}};
  rules.devices = {device("ct1", {"CT1"}), device("mr1", {"MR1", "MR1B"})};
  rules.devices[1].station_names = {"MRROOM"};
  rules.devices[1].address = "10.0.0.7";
  return rules;
}

}  // namespace isocenter::agent
