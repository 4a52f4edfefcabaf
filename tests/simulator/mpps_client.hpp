#pragma once

#include <optional>
#include <string>
#include <vector>

#include "shared/core/time.hpp"

namespace isocenter::simulator {

/// Where a modality sends its performed procedure steps, and under which name.
struct MppsDestination {
  std::string host = "127.0.0.1";
  int port = 0;
  std::string called_ae;
  std::string calling_ae;
};

/// A performed step as a console fills it in; times are local wall time, as DICOM has them.
struct PerformedStep {
  std::string sop_instance_uid;
  std::string study_instance_uid;
  std::vector<std::string> accession_numbers;
  std::string patient_name, patient_id, birth_date;
  std::string station_ae, station_name, modality;
  std::string step_id;
  std::string description;
  std::string start_date, start_time;  ///< DA, TM
};

struct StepEnd {
  bool completed = true;
  std::string discontinuation_code;  ///< CID 9300 code value, where not completed
  std::string discontinuation_meaning;
  std::string end_date, end_time;  ///< DA, TM
  std::string series_instance_uid;
  int images = 0;
};

/// One association each: A-ASSOCIATE, the request, release. Gives the DIMSE status, nothing where the peer did not
/// answer.
std::optional<unsigned> send_create(const MppsDestination& destination, const PerformedStep& step);
std::optional<unsigned> send_set(const MppsDestination& destination, const PerformedStep& step, const StepEnd& end);

}  // namespace isocenter::simulator
