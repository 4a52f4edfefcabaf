#include "shared/wire/batch.hpp"

#include <fmt/format.h>

#include <iterator>

#include "shared/wire/envelope.hpp"
#include "shared/wire/json_reader.hpp"
#include "shared/wire/json_writer.hpp"

namespace isocenter::wire {
namespace {

void check_numbers(json::Fields& root, const Batch& batch) {
  std::uint64_t expected = batch.first;
  for (std::size_t i = 0; i < batch.events.size(); ++i) {
    if (batch.events[i].seq != expected) {
      root.fail(fmt::format("events[{}].seq", i), fmt::format("must be {}: numbers run on from \"first\"", expected));
      return;
    }
    expected = batch.events[i].to + 1;
  }
  if (!batch.events.empty() && batch.last + 1 < expected) {
    root.fail("last", fmt::format("must be at least {}, the number of the last event here", expected - 1));
  }
}

void take_bytes(json::Document& document, json::Fields& root, Batch& batch) {
  if (batch.events.empty()) return;
  const std::vector<std::string_view> spans = document.spans("events");
  for (std::size_t i = 0; i < spans.size() && !document.failed(); ++i) {
    if (spans[i].size() > max_event_bytes) {
      root.fail(fmt::format("events[{}]", i), fmt::format("is longer than {} bytes", max_event_bytes));
    }
    batch.events[i].bytes = spans[i];
  }
}

}  // namespace

Result<Batch> parse_batch(std::string_view payload) {
  json::Document document{payload, max_batch_bytes};
  json::Fields root = document.root();
  if (root.number("v") != 1) root.fail(ErrorKind::unsupported, "v", "is not 1, the only version known here");
  Batch batch;
  batch.from = root.text("from");
  batch.epoch = root.epoch("epoch");
  batch.first = root.number("first", 1);
  batch.after = root.digest("after");
  batch.last = root.number("last");
  batch.sent = root.instant("sent");
  if (!root.has("events")) root.fail("events", "is missing");
  batch.events = root.list<WireEvent>("events", read_envelope);
  check_numbers(root, batch);
  take_bytes(document, root, batch);
  return document.result(std::move(batch));
}

std::string format_batch(const Batch& batch) {
  std::size_t size = 512;
  for (const WireEvent& event : batch.events) size += event.bytes.size() + 1;
  std::string out;
  out.reserve(size);
  out += R"({"v":1,"from":)";
  json::append_text(out, batch.from);
  fmt::format_to(std::back_inserter(out), R"(,"epoch":"{}","first":{},"after":"{}","last":{},"sent":"{}","events":[)",
                 to_string(batch.epoch), batch.first, to_string(batch.after), batch.last, format_rfc3339(batch.sent));
  for (const WireEvent& event : batch.events) {
    if (&event != &batch.events.front()) out += ',';
    out += event.bytes;
  }
  out += "]}";
  return out;
}

}  // namespace isocenter::wire
