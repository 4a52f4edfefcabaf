#include "agent/dicom/association_peek.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "shared/core/text.hpp"

namespace isocenter::agent {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t fixed_bytes = 74;  // header, protocol version, AE titles and what is reserved between
constexpr std::size_t most_contexts = 128;
constexpr std::size_t longest_uid = 64;

tl::unexpected<Error> malformed(std::size_t at, std::string what) {
  return fail(ErrorKind::malformed, fmt::format("A-ASSOCIATE-RQ, byte {}", at), std::move(what));
}

std::size_t big_endian(Bytes bytes) {
  std::size_t value = 0;
  for (const std::uint8_t byte : bytes) value = value << 8 | byte;
  return value;
}

struct Item {
  std::uint8_t type = 0;
  std::size_t at = 0;  ///< where its body begins in the PDU
  Bytes body;
};

/// The items that fill `body`, which begins at `at` in the PDU: type, a reserved byte, two bytes of length, the value.
class Items {
 public:
  Items(Bytes body, std::size_t at) : rest_{body}, at_{at} {}

  bool at_end() const { return rest_.empty(); }

  Result<Item> next() {
    if (rest_.size() < 4) return malformed(at_, "an item is cut off; items have 4 bytes before their value");
    const std::size_t length = big_endian(rest_.subspan(2, 2));
    if (length > rest_.size() - 4) return malformed(at_, "an item is longer than what holds it");
    const Item item{rest_[0], at_ + 4, rest_.subspan(4, length)};
    rest_ = rest_.subspan(4 + length);
    at_ += 4 + length;
    return item;
  }

 private:
  Bytes rest_;
  std::size_t at_;
};

Result<std::string> read_uid(const Item& item) {
  const std::string whole{item.body.begin(), item.body.end()};
  std::string uid{trimmed(whole)};
  const bool is_uid = !uid.empty() && uid.size() <= longest_uid && uid.find_first_not_of("0123456789.") == uid.npos;
  if (!is_uid) return malformed(item.at, "a UID must be 1 to 64 digits and dots");
  return uid;
}

/// PS3.8 table 9-11: 16 characters of the default repertoire without control characters and backslash, not all spaces.
Result<std::string> read_ae_title(Bytes pdu, std::size_t at) {
  const Bytes field = pdu.subspan(at, 16);
  const std::string whole{field.begin(), field.end()};
  std::string title{trimmed(whole)};
  const bool is_printable =
      std::all_of(title.begin(), title.end(), [](char c) { return c >= 0x20 && c < 0x7f && c != '\\'; });
  if (title.empty() || !is_printable) return malformed(at, "an AE title must be 1 to 16 printable ASCII characters");
  return title;
}

/// 20H: an id, one 30H abstract syntax, at least one 40H transfer syntax.
std::optional<Error> check_context(const Item& context) {
  if (context.body.size() < 4) return malformed(context.at, "a presentation context is cut off").value();
  Items items{context.body.subspan(4), context.at + 4};
  int abstract_syntaxes = 0, transfer_syntaxes = 0;
  while (!items.at_end()) {
    const auto item = items.next();
    if (!item) return item.error();
    if (item->type != 0x30 && item->type != 0x40) {
      return malformed(item->at, "a presentation context holds an item other than 30H and 40H").value();
    }
    if (const auto uid = read_uid(*item); !uid) return uid.error();
    ++(item->type == 0x30 ? abstract_syntaxes : transfer_syntaxes);
  }
  if (abstract_syntaxes == 1 && transfer_syntaxes > 0) return std::nullopt;
  return malformed(context.at, "a presentation context needs one abstract syntax and a transfer syntax").value();
}

/// Two lengths of two bytes, each followed by so many bytes, must fill the user identity item (PS3.7 D.3.3.7).
bool is_user_identity(Bytes body) {
  if (body.size() < 6) return false;
  const std::size_t primary = big_endian(body.subspan(2, 2));
  if (primary > body.size() - 6) return false;
  return big_endian(body.subspan(4 + primary, 2)) == body.size() - 6 - primary;
}

/// A UID length of two bytes, the UID, and `least` to `most` bytes more (role selection, extended negotiation).
bool begins_with_uid(Bytes body, std::size_t least, std::size_t most) {
  if (body.size() < 2) return false;
  const std::size_t uid = big_endian(body.first(2));
  if (uid == 0 || uid > longest_uid || uid > body.size() - 2) return false;
  const std::size_t rest = body.size() - 2 - uid;
  return rest >= least && rest <= most;
}

bool has_valid_value(const Item& item) {
  const std::size_t size = item.body.size();
  switch (item.type) {
    case 0x51: return size == 4;                                                   // maximum length
    case 0x52: return read_uid(item).has_value();                                  // implementation class UID
    case 0x53: return size == 4;                                                   // asynchronous operations window
    case 0x54: return begins_with_uid(item.body, 2, 2);                            // role selection
    case 0x55: return size >= 1 && size <= 16;                                     // implementation version name
    case 0x56: return begins_with_uid(item.body, 0, longest_association_request);  // extended negotiation
    case 0x57: return begins_with_uid(item.body, 2, longest_association_request);  // common extended negotiation
    case 0x58: return is_user_identity(item.body);
    default: return true;  // PS3.8, 9.3.1: unknown items are ignored
  }
}

/// 50H: each of its items at most once, but for those that speak of one SOP class each.
std::optional<Error> check_user_information(const Item& information) {
  Items items{information.body, information.at};
  std::array<bool, 256> seen{};
  while (!items.at_end()) {
    const auto item = items.next();
    if (!item) return item.error();
    const bool may_repeat = item->type == 0x54 || item->type == 0x56 || item->type == 0x57;
    if (seen[item->type] && !may_repeat) {
      return malformed(item->at, fmt::format("item {:02X}H may occur only once", item->type)).value();
    }
    seen[item->type] = true;
    if (!has_valid_value(*item)) {
      return malformed(item->at, fmt::format("item {:02X}H has a wrong length or UID", item->type)).value();
    }
  }
  return std::nullopt;
}

/// How often the items stood that may stand only so often.
struct Seen {
  std::size_t application_contexts = 0, contexts = 0, user_informations = 0;
};

std::optional<Error> check_item(const Item& item, Seen& seen, AssociationRequest& request) {
  switch (item.type) {
    case 0x10: {
      if (++seen.application_contexts > 1) return malformed(item.at, "item 10H may occur only once").value();
      auto uid = read_uid(item);
      if (!uid) return uid.error();
      request.application_context = std::move(*uid);
      return std::nullopt;
    }
    case 0x20:
      if (++seen.contexts > most_contexts) {
        return malformed(item.at, fmt::format("there are over {} presentation contexts", most_contexts)).value();
      }
      return check_context(item);
    case 0x50:
      if (++seen.user_informations > 1) return malformed(item.at, "item 50H may occur only once").value();
      return check_user_information(item);
    default: return malformed(item.at, fmt::format("item {:02X}H does not belong here", item.type)).value();
  }
}

}  // namespace

Result<std::size_t> association_request_length(std::span<const std::uint8_t> header) {
  if (header.empty() || header[0] != 0x01) return malformed(0, "this is no A-ASSOCIATE-RQ; it would begin with 01H");
  if (header.size() < pdu_header_bytes) return malformed(0, "the header is cut off");
  const std::size_t length = pdu_header_bytes + big_endian(header.subspan(2, 4));
  if (length < fixed_bytes) return malformed(2, "it is too short for its AE titles");
  if (length > longest_association_request) return malformed(2, "it is longer than 64 KiB");
  return length;
}

Result<AssociationRequest> peek_association_request(std::span<const std::uint8_t> pdu) {
  const auto length = association_request_length(pdu);
  if (!length) return tl::unexpected{length.error()};
  if (*length != pdu.size()) return malformed(2, "its length is not that of what came");

  AssociationRequest request;
  request.protocol_version = static_cast<std::uint16_t>(big_endian(pdu.subspan(6, 2)));
  auto called = read_ae_title(pdu, 10);
  if (!called) return tl::unexpected{called.error()};
  auto calling = read_ae_title(pdu, 26);
  if (!calling) return tl::unexpected{calling.error()};
  request.called = std::move(*called);
  request.calling = std::move(*calling);

  Items items{pdu.subspan(fixed_bytes), fixed_bytes};
  Seen seen;
  while (!items.at_end()) {
    const auto item = items.next();
    if (!item) return tl::unexpected{item.error()};
    if (const auto error = check_item(*item, seen, request)) return tl::unexpected{*error};
  }
  if (seen.application_contexts == 0) return malformed(fixed_bytes, "the application context (10H) is missing");
  if (seen.contexts == 0) return malformed(fixed_bytes, "there is no presentation context (20H)");
  if (seen.user_informations == 0) return malformed(fixed_bytes, "the user information (50H) is missing");
  return request;
}

}  // namespace isocenter::agent
