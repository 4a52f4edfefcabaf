#include "agent/dicom/dimse_command.hpp"

#include <fmt/format.h>

#include <optional>

#include "agent/dicom/little_endian.hpp"
#include "shared/core/text.hpp"

namespace isocenter::agent {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::uint16_t no_dataset = 0x0101;

std::optional<std::uint16_t> read_us(Bytes value) {
  if (value.size() != 2) return std::nullopt;
  return static_cast<std::uint16_t>(little_endian(value));
}

std::optional<std::string> read_ui(Bytes value) {
  const std::string whole{value.begin(), value.end()};
  std::string uid{trimmed(whole)};
  if (uid.size() > 64 || uid.find_first_not_of("0123456789.") != uid.npos) return std::nullopt;
  return uid;
}

/// What has been found of a command so far.
struct Found {
  std::optional<std::uint16_t> field, message_id, dataset_type;
  std::string sop_class, sop_instance;
};

/// False where the element is one of ours and its value is none.
bool take_element(std::uint32_t element, Bytes value, Found& found) {
  const auto take_us = [&](std::optional<std::uint16_t>& into) { return (into = read_us(value)).has_value(); };
  const auto take_ui = [&](std::string& into) {
    const auto uid = read_ui(value);
    if (uid && !uid->empty()) into = *uid;
    return uid.has_value();
  };
  switch (element) {
    case 0x0100: return take_us(found.field);
    case 0x0110: return take_us(found.message_id);
    case 0x0800: return take_us(found.dataset_type);
    case 0x0002:
    case 0x0003: return take_ui(found.sop_class);
    case 0x1000:
    case 0x1001: return take_ui(found.sop_instance);
    default: return true;
  }
}

}  // namespace

Result<DimseCommand> read_dimse_command(std::span<const std::uint8_t> bytes) {
  Found found;
  std::size_t at = 0;
  while (at < bytes.size()) {
    const auto malformed = [at](std::string what) {
      return fail(ErrorKind::malformed, fmt::format("DIMSE command, byte {}", at), std::move(what));
    };
    if (bytes.size() - at < 8) return malformed("an element is cut off");
    if (little_endian(bytes.subspan(at, 2)) != 0) return malformed("a command holds group 0000 only");
    const std::uint32_t element = little_endian(bytes.subspan(at + 2, 2));
    const std::uint32_t length = little_endian(bytes.subspan(at + 4, 4));
    if (length > bytes.size() - at - 8) return malformed("an element is longer than the command");
    if (!take_element(element, bytes.subspan(at + 8, length), found)) {
      return malformed(fmt::format("(0000,{:04x}) has no valid value", element));
    }
    at += 8 + length;
  }
  if (!found.field || !found.message_id || !found.dataset_type) {
    return fail(ErrorKind::malformed, "DIMSE command", "command field, message id or dataset type is missing");
  }
  return DimseCommand{*found.field, *found.message_id, *found.dataset_type != no_dataset, found.sop_class,
                      found.sop_instance};
}

}  // namespace isocenter::agent
