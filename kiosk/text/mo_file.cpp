#include "kiosk/text/mo_file.hpp"

#include <cstdint>
#include <cstring>

namespace isocenter::kiosk {
namespace {

constexpr std::uint32_t magic = 0x950412de;  // as this machine writes it: catalogues are built where they are read
constexpr std::uint64_t header_bytes = 28;
constexpr std::uint64_t table_entry_bytes = 8;  // length and offset

std::uint32_t number_at(std::string_view bytes, std::uint64_t offset) {
  std::uint32_t number = 0;
  std::memcpy(&number, bytes.data() + offset, sizeof number);
  return number;
}

constexpr const char* is_torn = "is torn; build it again with msgfmt";

tl::unexpected<Error> torn(const char* what) { return fail(ErrorKind::malformed, "", what); }

/// Every entry of the table lies in the file and ends with a zero byte.
bool is_whole_table(std::string_view bytes, std::uint64_t table, std::uint64_t count) {
  if (table + count * table_entry_bytes > bytes.size()) return false;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t length = number_at(bytes, table + i * table_entry_bytes);
    const std::uint64_t offset = number_at(bytes, table + i * table_entry_bytes + 4);
    if (offset + length >= bytes.size() || bytes[offset + length] != '\0') return false;
  }
  return true;
}

/// Numbers of texts from 1, 0 where there is none; without one a search for what is not there would never end.
bool is_sound_hash(std::string_view bytes, std::uint64_t table, std::uint64_t size, std::uint64_t count) {
  if (size == 0) return true;
  if (table + size * 4 > bytes.size()) return false;
  bool has_gap = false;
  for (std::uint64_t i = 0; i < size; ++i) {
    const std::uint32_t number = number_at(bytes, table + i * 4);
    if (number > count) return false;
    has_gap = has_gap || number == 0;
  }
  return has_gap;
}

}  // namespace

Result<void> check_mo_file(std::string_view bytes) {
  if (bytes.size() < header_bytes) return torn("is cut off; build it again with msgfmt");
  if (number_at(bytes, 0) != magic) return torn("is no .mo file of this machine's byte order; build it with msgfmt");
  const std::uint64_t count = number_at(bytes, 8);
  if (count == 0) return torn("holds no texts; build it again with msgfmt");
  if (!is_whole_table(bytes, number_at(bytes, 12), count) || !is_whole_table(bytes, number_at(bytes, 16), count)) {
    return torn(is_torn);
  }
  const std::uint64_t hash_size = number_at(bytes, 20);
  return is_sound_hash(bytes, number_at(bytes, 24), hash_size, count) ? Result<void>{} : torn(is_torn);
}

}  // namespace isocenter::kiosk
