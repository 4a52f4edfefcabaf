#include "agent/dicom/dataset_shape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "agent/dicom/little_endian.hpp"

namespace isocenter::agent {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::uint32_t undefined_length = 0xffffffff;
constexpr std::uint32_t item_tag = 0xfffee000;
constexpr std::uint32_t item_end = 0xfffee00d;
constexpr std::uint32_t sequence_end = 0xfffee0dd;

std::uint32_t read_tag(Bytes bytes) { return little_endian(bytes.first(2)) << 16 | little_endian(bytes.subspan(2, 2)); }

/// Tag, length and what the bytes before the value say of it.
struct Header {
  std::uint32_t tag = 0;
  std::uint32_t length = 0;
  std::size_t size = 0;  ///< of the header itself
  bool is_sequence = false;
  Encoding inner = Encoding::implicit_little_endian;
};

bool has_long_length(std::string_view vr) {
  constexpr std::string_view long_ones[] = {"OB", "OD", "OF", "OL", "OV", "OW", "SQ",
                                            "SV", "UC", "UN", "UR", "UT", "UV"};
  return std::find(std::begin(long_ones), std::end(long_ones), vr) != std::end(long_ones);
}

class Walk {
 public:
  Walk(Bytes bytes) : bytes_{bytes} {}

  std::optional<Error> elements(std::size_t end, bool until_item_end, Encoding encoding, int depth) {
    while (at_ < end) {
      const auto header = read_header(end, encoding);
      if (!header) return malformed("an element is cut off");
      if (header->tag == item_end && until_item_end) {
        at_ += header->size;
        return std::nullopt;
      }
      if (header->tag >> 16 == 0xfffe) return malformed("a delimiter stands where an element belongs");
      at_ += header->size;
      if (auto fault = value(*header, end, depth)) return fault;
    }
    if (until_item_end) return malformed("an item is not ended");
    return std::nullopt;
  }

 private:
  std::optional<Error> malformed(std::string what) const {
    return Error{ErrorKind::malformed, fmt::format("dataset, byte {}", at_), std::move(what)};
  }

  std::optional<Header> read_header(std::size_t end, Encoding encoding) const {
    if (end - at_ < 8) return std::nullopt;
    Header header{read_tag(bytes_.subspan(at_, 4)), little_endian(bytes_.subspan(at_ + 4, 4)), 8, false, encoding};
    if (encoding == Encoding::explicit_little_endian && header.tag >> 16 != 0xfffe) {
      const std::string_view vr{reinterpret_cast<const char*>(bytes_.data()) + at_ + 4, 2};
      header.length = little_endian(bytes_.subspan(at_ + 6, 2));
      if (has_long_length(vr)) {
        if (end - at_ < 12) return std::nullopt;
        header.length = little_endian(bytes_.subspan(at_ + 8, 4));
        header.size = 12;
      }
      header.is_sequence = vr == "SQ";
      if (vr == "UN") header.inner = Encoding::implicit_little_endian;  // PS3.5, 6.2.2 note 2
    }
    return header;
  }

  bool begins_like_item(std::size_t end) const {
    return end - at_ >= 8 && read_tag(bytes_.subspan(at_, 4)) == item_tag;
  }

  std::optional<Error> value(const Header& header, std::size_t end, int depth) {
    const bool is_open = header.length == undefined_length;
    if (!is_open && header.length > end - at_) return malformed("an element is longer than what holds it");
    const std::size_t value_end = is_open ? end : at_ + header.length;
    if (!is_open && header.length == 0) return std::nullopt;
    if (is_open || header.is_sequence || begins_like_item(value_end)) {
      return sequence(value_end, is_open, header.inner, depth + 1);
    }
    at_ = value_end;
    return std::nullopt;
  }

  std::optional<Error> sequence(std::size_t end, bool until_end_tag, Encoding encoding, int depth) {
    if (depth > deepest_nesting) return malformed(fmt::format("sequences nest over {} deep", deepest_nesting));
    while (at_ < end) {
      const auto header = read_header(end, encoding);
      if (!header) return malformed("a sequence is cut off");
      at_ += header->size;
      if (header->tag == sequence_end && until_end_tag) return std::nullopt;
      if (header->tag != item_tag) return malformed("something other than an item stands in a sequence");
      const bool is_open = header->length == undefined_length;
      if (!is_open && header->length > end - at_) return malformed("an item is longer than its sequence");
      if (auto fault = elements(is_open ? end : at_ + header->length, is_open, encoding, depth)) return fault;
    }
    if (until_end_tag) return malformed("a sequence is not ended");
    return std::nullopt;
  }

  Bytes bytes_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<Error> fault_in_shape(std::span<const std::uint8_t> dataset, Encoding encoding) {
  return Walk{dataset}.elements(dataset.size(), false, encoding, 0);
}

}  // namespace isocenter::agent
