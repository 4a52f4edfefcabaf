#include "agent/dicom/dimse_response.hpp"

#include <string_view>

namespace isocenter::agent {
namespace {

class CommandWriter {
 public:
  void us(std::uint16_t element, std::uint16_t value) {
    header(element, 2);
    number(value, 2);
  }
  void text(std::uint16_t element, std::string_view value, char padding) {
    if (value.empty()) return;
    header(element, value.size() + value.size() % 2);
    bytes_.insert(bytes_.end(), value.begin(), value.end());
    if (value.size() % 2 != 0) bytes_.push_back(static_cast<std::uint8_t>(padding));
  }
  void tags(std::uint16_t element, const std::vector<DicomTag>& values) {
    if (values.empty()) return;
    header(element, values.size() * 4);
    for (const DicomTag tag : values) {
      number(tag >> 16, 2);
      number(tag & 0xffff, 2);
    }
  }
  /// With (0000,0000), the length of what follows it, before all.
  std::vector<std::uint8_t> finish() {
    CommandWriter whole;
    whole.header(0x0000, 4);
    whole.number(bytes_.size(), 4);
    whole.bytes_.insert(whole.bytes_.end(), bytes_.begin(), bytes_.end());
    return whole.bytes_;
  }

 private:
  void header(std::uint16_t element, std::size_t length) {
    number(0, 2);
    number(element, 2);
    number(length, 4);
  }
  void number(std::size_t value, int size) {
    for (int i = 0; i < size; ++i) bytes_.push_back(static_cast<std::uint8_t>(value >> 8 * i & 0xff));
  }

  std::vector<std::uint8_t> bytes_;
};

}  // namespace

std::vector<std::uint8_t> encode_dimse_response(const DimseCommand& request, const MppsAnswer& answer) {
  constexpr std::uint16_t is_response = 0x8000;
  constexpr std::uint16_t no_dataset = 0x0101;
  CommandWriter writer;
  writer.text(0x0002, request.sop_class, '\0');
  writer.us(0x0100, request.field | is_response);
  writer.us(0x0120, request.message_id);
  writer.us(0x0800, no_dataset);
  writer.us(0x0900, static_cast<std::uint16_t>(answer.status));
  writer.text(0x0902, answer.comment, ' ');
  if (answer.error_id != 0) writer.us(0x0903, answer.error_id);
  writer.text(0x1000, answer.sop_instance, '\0');
  writer.tags(0x1005, answer.attributes);
  return writer.finish();
}

}  // namespace isocenter::agent
