#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "agent/dicom/dataset_shape.hpp"

class DcmDataset;
class DcmItem;
class DcmTagKey;

/// Bytes -> DcmDataset -> text, by DCMTK. Private to agent/dicom.
namespace isocenter::agent {

struct DeleteDataset {
  void operator()(DcmDataset* dataset) const;
};
using DatasetPointer = std::unique_ptr<DcmDataset, DeleteDataset>;

/// Null where the bytes are no dataset (fault_in_shape, or DCMTK refuses them). No bytes are an empty dataset.
DatasetPointer read_dataset(std::span<const std::uint8_t> bytes, Encoding encoding);

/// The element's values with a backslash between and without padding; empty where it has none or is no text. Nothing
/// where it is absent.
std::optional<std::string> read_text(DcmItem& item, const DcmTagKey& key);

/// `text` of `dataset` in UTF-8 by its Specific Character Set (0008,0005); what that cannot tell becomes "?".
std::string to_utf8(DcmItem& dataset, const std::string& text);

}  // namespace isocenter::agent
