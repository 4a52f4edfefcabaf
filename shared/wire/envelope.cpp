#include "shared/wire/envelope.hpp"

#include <algorithm>

namespace isocenter::wire {
namespace {

void read_gap(json::Fields& event, WireEvent& envelope) {
  envelope.to = event.number("to", envelope.seq);
  envelope.stated = event.digest("digest");
  if (event.has("was")) event.fail("was", "has no place in a gap");
}

void read_birth_name(json::Fields& event, WireEvent& envelope) {
  if (event.has("to")) event.fail("to", "has no place but in an outbox.gap");
  if (event.has("digest")) event.fail("digest", "has no place but in an outbox.gap");
  if (!event.has("was")) return;
  json::Fields was = event.object("was");
  envelope.was = BirthName{.epoch = was.epoch("epoch"), .seq = was.number("seq", 1), .digest = was.digest("digest")};
}

}  // namespace

bool is_event_type(std::string_view text) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.'; };
  return text.size() <= 64 && text.find('.') != std::string_view::npos && text.front() != '.' && text.back() != '.' &&
         text.find("..") == std::string_view::npos && std::all_of(text.begin(), text.end(), allowed);
}

WireEvent read_envelope(json::Fields& event) {
  WireEvent envelope;
  envelope.seq = event.number("seq", 1);
  envelope.to = envelope.seq;
  envelope.t = event.instant("t");
  envelope.type = event.text("type");
  if (!is_event_type(envelope.type)) event.fail("type", "is no type such as exam.started");
  std::string device = event.text_or_empty("device", max_event_bytes);
  if (is_valid_name(device)) envelope.device = std::move(device);
  if (envelope.type == "outbox.gap") {
    read_gap(event, envelope);
  } else {
    read_birth_name(event, envelope);
  }
  return envelope;
}

}  // namespace isocenter::wire
