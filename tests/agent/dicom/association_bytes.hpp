#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Builds A-ASSOCIATE-RQ PDUs byte by byte, right ones and wrong ones.
namespace isocenter::agent {

using Pdu = std::vector<std::uint8_t>;

inline Pdu bytes_of(std::string_view text) { return Pdu{text.begin(), text.end()}; }

inline Pdu operator+(Pdu left, const Pdu& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

inline Pdu item(std::uint8_t type, const Pdu& body) {
  Pdu header{type, 0, static_cast<std::uint8_t>(body.size() >> 8), static_cast<std::uint8_t>(body.size() & 0xff)};
  return header + body;
}

inline Pdu ae_title(std::string title) {
  title.resize(16, ' ');
  return bytes_of(title);
}

/// What a request is made of; change a part to get a wrong one.
struct RequestParts {
  std::string called = "ISOCENTER", calling = "CT1";
  Pdu application_context = item(0x10, bytes_of("1.2.840.10008.3.1.1.1"));
  Pdu contexts = context(1, "1.2.840.10008.3.1.2.3.3");
  Pdu user_information = item(0x50, maximum_length() + item(0x52, bytes_of("1.2.3.4")));

  static Pdu maximum_length() { return item(0x51, {0, 0, 0x40, 0}); }
  static Pdu context(std::uint8_t id, std::string_view abstract_syntax) {
    return item(0x20,
                Pdu{id, 0, 0, 0} + item(0x30, bytes_of(abstract_syntax)) + item(0x40, bytes_of("1.2.840.10008.1.2")));
  }
  static Pdu user_identity(std::size_t size) {
    return item(0x58, Pdu{1, 0, static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size & 0xff)} +
                          Pdu(size, 'x') + Pdu{0, 0});
  }

  Pdu pdu() const {
    const Pdu body = Pdu{0, 1, 0, 0} + ae_title(called) + ae_title(calling) + Pdu(32, 0) + application_context +
                     contexts + user_information;
    Pdu header{1, 0};
    for (int shift = 24; shift >= 0; shift -= 8) header.push_back(static_cast<std::uint8_t>(body.size() >> shift));
    return header + body;
  }
};

}  // namespace isocenter::agent
