#include "shared/wire/event_codec.hpp"

#include <fmt/format.h>

#include <cassert>

#include "shared/wire/envelope.hpp"
#include "shared/wire/event_data.hpp"
#include "shared/wire/json_reader.hpp"
#include "shared/wire/json_writer.hpp"

namespace isocenter::wire {
namespace {

constexpr std::string_view seq_member = R"({"seq":)";
constexpr std::string_view was_member = R"(,"was":{"epoch":")";

/// The birth name is the last member, so it and no text that looks like it ends with a quote and two braces.
std::string_view without_birth_name(std::string_view bytes) {
  const std::size_t was = bytes.rfind(was_member);
  if (was != std::string_view::npos && bytes.ends_with(R"("}})") && bytes.find('}', was) == bytes.size() - 2) {
    return bytes.substr(0, was);
  }
  return bytes.substr(0, bytes.size() - 1);
}

}  // namespace

std::string format_event(std::uint64_t seq, const NewEvent& event) {
  std::string out;
  {
    json::ObjectWriter root{out};
    root.add("seq", seq).add("t", event.t).add("type", event_type(event.body)).add("device", event.device);
    root.object("data", [&](json::ObjectWriter& data) { write_data(data, event.body); });
  }
  return out;
}

std::string rename_event(std::string_view bytes, std::uint64_t seq, const BirthName& was) {
  assert(bytes.starts_with(seq_member) && bytes.ends_with("}}"));
  const std::string_view kept = without_birth_name(bytes);
  const std::size_t rest = kept.find(',');
  assert(rest != std::string_view::npos);
  return fmt::format(R"({}{}{}{}{}","seq":{},"digest":"{}"}}}})", seq_member, seq, kept.substr(rest), was_member,
                     to_string(was.epoch), was.seq, to_string(was.digest));
}

std::string format_gap(std::uint64_t seq, std::uint64_t to, Instant t, std::string_view reason, const Digest& digest) {
  std::string out;
  {
    json::ObjectWriter root{out};
    root.add("seq", seq).add("to", to).add("t", t).add("type", "outbox.gap");
    root.object("data", [&](json::ObjectWriter& data) { data.add("reason", reason); });
    root.add("digest", digest);
  }
  return out;
}

Result<NewEvent> parse_event(std::string_view bytes) {
  json::Document document{bytes, max_event_bytes};
  json::Fields root = document.root();
  WireEvent envelope = read_envelope(root);
  NewEvent event{.t = envelope.t, .device = std::nullopt, .body = UnknownEvent{}};
  if (root.has("device")) {
    if (const Result<DeviceName> device = DeviceName::parse(envelope.device)) {
      event.device = *device;
    } else {
      root.fail(ErrorKind::invalid, "device", "is no device name; use 1 to 32 of a-z, 0-9 and -");
    }
  }
  json::Fields data = root.object("data", ErrorKind::invalid);
  event.body = read_data(data, envelope.type);
  if (needs_device(event.body) && !event.device) {
    root.fail(ErrorKind::invalid, "device", "is missing; this type of event is about a device");
  }
  return document.result(std::move(event));
}

}  // namespace isocenter::wire
