#include "agent/dicom/dataset_text.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dcspchrs.h>
#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>

#include "shared/core/text.hpp"

namespace isocenter::agent {

void DeleteDataset::operator()(DcmDataset* dataset) const { delete dataset; }

DatasetPointer read_dataset(std::span<const std::uint8_t> bytes, Encoding encoding) {
  if (fault_in_shape(bytes, encoding)) return nullptr;
  DatasetPointer dataset{new DcmDataset};
  if (bytes.empty()) return dataset;
  DcmInputBufferStream stream;
  stream.setBuffer(bytes.data(), static_cast<offile_off_t>(bytes.size()));
  stream.setEos();
  dataset->transferInit();
  const auto read = dataset->read(
      stream, encoding == Encoding::implicit_little_endian ? EXS_LittleEndianImplicit : EXS_LittleEndianExplicit);
  dataset->transferEnd();
  if (read.bad() && read != EC_EndOfStream) return nullptr;
  return dataset;
}

std::optional<std::string> read_text(DcmItem& item, const DcmTagKey& key) {
  DcmElement* element = nullptr;
  if (item.findAndGetElement(key, element).bad() || element == nullptr) return std::nullopt;
  OFString value;
  if (element->getOFStringArray(value).bad()) return std::string{};
  return std::string{trimmed({value.data(), value.size()})};
}

std::string to_utf8(DcmItem& dataset, const std::string& text) {
  const auto is_plain = [](char c) { return c >= 0x20 && c < 0x7f; };
  if (std::all_of(text.begin(), text.end(), is_plain)) return text;
  DcmSpecificCharacterSet converter;
  OFString converted;
  const OFString source{text.data(), text.size()};
  if (converter.selectCharacterSet(dataset).good() && converter.convertString(source, converted, "\\^=").good()) {
    return std::string{converted.data(), converted.size()};
  }
  std::string legible = text;
  std::replace_if(
      legible.begin(), legible.end(), [&](char c) { return !is_plain(c); }, '?');
  return legible;
}

}  // namespace isocenter::agent
