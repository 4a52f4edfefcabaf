#include <fmt/core.h>
#include <rapidcheck.h>

#include <nlohmann/json.hpp>

#include "shared/wire/event_codec.hpp"
#include "tests/shared/wire/generators.hpp"

// Prints payloads of every kind, one a line, with the schema they belong to and whether our readers accept them:
// what the writers make, then the same with one member gone or of another kind. check_schemas.py judges them too.
namespace isocenter::wire {
namespace {

using nlohmann::json;

struct Sample {
  const char* schema;
  std::string payload;
  bool (*accepted)(std::string_view);
};

template <auto parse>
bool accepted(std::string_view payload) {
  return parse(payload).has_value();
}

std::string any_event(std::size_t index) {
  const NewEvent event = generate::event(index);
  const std::uint64_t seq = generate::number(1);
  if (std::holds_alternative<OutboxGap>(event.body)) {
    return format_gap(seq, seq, event.t, "forgotten", generate::hex<Digest>());
  }
  const std::string bytes = format_event(seq, event);
  if (*rc::gen::arbitrary<bool>()) return bytes;
  return rename_event(bytes, seq, {generate::hex<Epoch>(), generate::number(1), generate::hex<Digest>()});
}

std::vector<Sample> one_of_each() {
  std::vector<Sample> samples{
      {"node-status.json", format_node_status(generate::node_status()), accepted<parse_node_status>},
      {"node-about.json", format_node_about(generate::node_about()), accepted<parse_node_about>},
      {"node-device.json", format_observed_device(generate::observed_device()), accepted<parse_observed_device>},
      {"collector-status.json", format_collector_status(generate::collector_status()),
       accepted<parse_collector_status>},
      {"collector-device.json", format_device_snapshot(generate::device_snapshot()), accepted<parse_device_snapshot>},
      {"collector-alert.json", format_alert(generate::alert()), accepted<parse_alert>},
      {"batch.json", format_batch(generate::batch()), accepted<parse_batch>},
      {"ack.json", format_acknowledgement(generate::acknowledgement()), accepted<parse_acknowledgement>},
  };
  for (std::size_t index = 0; index < generate::body_count; ++index) {
    samples.push_back({"event.json", any_event(index), accepted<parse_event>});
  }
  return samples;
}

void print(const Sample& sample, const std::string& payload, bool as_written) {
  fmt::print("{}\n", json{{"schema", sample.schema},
                          {"as_written", as_written},
                          {"accepted", sample.accepted(payload)},
                          {"payload", payload}}
                         .dump());
}

/// The places of all members of all objects, so that each can be mangled.
void collect(const json& value, const json::json_pointer& at, std::vector<json::json_pointer>& places) {
  if (!value.is_structured()) return;
  for (const auto& item : value.items()) {
    const json::json_pointer below = value.is_array() ? at / std::stoul(item.key()) : at / item.key();
    if (value.is_object()) places.push_back(below);
    collect(item.value(), below, places);
  }
}

/// One member of `payload` gone, or of another kind.
std::string mangle(const std::string& payload) {
  static const std::vector<json> values{nullptr,         "", "x", -1, 1.5, true, json::array(), json::object(),
                                        json::array({7})};
  json document = json::parse(payload);
  std::vector<json::json_pointer> places;
  collect(document, json::json_pointer{}, places);
  const json::json_pointer place = *rc::gen::elementOf(places);
  if (*rc::gen::inRange(0, 3) == 0) {
    document.at(place.parent_pointer()).erase(place.back());
  } else {
    document.at(place) = *rc::gen::elementOf(values);
  }
  return document.dump();
}

/// An acknowledgement's and a batch's rules go beyond what a schema says; their readers are held to them elsewhere.
bool schema_says_all(const Sample& sample) {
  return sample.schema != std::string_view{"batch.json"} && sample.schema != std::string_view{"ack.json"};
}

int print_samples() {
  for (const Sample& sample : one_of_each()) {
    print(sample, sample.payload, true);
    for (int i = 0; i < 3 && schema_says_all(sample); ++i) print(sample, mangle(sample.payload), false);
  }
  return 0;
}

}  // namespace
}  // namespace isocenter::wire

/// samples SEED ROUNDS
int main(int argc, char** argv) {
  const std::uint64_t seed = argc > 1 ? std::stoull(argv[1]) : 1;
  const std::uint64_t rounds = argc > 2 ? std::stoull(argv[2]) : 1;
  const auto round = rc::gen::exec([] { return isocenter::wire::print_samples(); });
  for (std::uint64_t i = 0; i < rounds; ++i) {
    // The size bounds what rapidcheck makes of numbers; the largest gives the widest ones.
    if (round(rc::Random{seed + i}, 100).value() != 0) return 1;
  }
  return 0;
}
