#include "collector/store/state_digest.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>

#include "collector/store/derived_columns.hpp"

namespace isocenter::collector {
namespace {

std::string time_text(const std::optional<Instant>& instant) {
  return instant ? fmt::format("{}", to_unix_ms(*instant)) : "-";
}

std::string end_text(Instant end) { return end >= end_of_time ? "-" : fmt::format("{}", to_unix_ms(end)); }

/// One row of the text: fields joined by tabs; a tab or line end inside a field becomes a blank.
class Line {
 public:
  Line& field(std::string_view text) {
    text_ += '\t';
    for (const char c : text) text_ += c == '\t' || c == '\n' ? ' ' : c;
    return *this;
  }
  Line& time(const std::optional<Instant>& instant) { return field(time_text(instant)); }
  std::string end() const { return text_ + '\n'; }

 private:
  std::string text_;
};

std::string exam_text(const ExamRow& exam) {
  Line line;
  line.field("exam").field(exam.exam).field(format_orders(exam.orders)).field(exam.study.value_or("-"));
  line.field(exam.modality).field(exam.procedure).field(word(exam.subject)).field(word(exam.status));
  line.field(exam.reason).field(exam.inferred ? "inferred" : "-");
  for (const auto& time :
       {exam.ordered, exam.scheduled, exam.arrived, exam.in_room, exam.started, exam.ended, exam.left_room,
        exam.images_complete, exam.reported, exam.is_signed, exam.started_seen, exam.ended_seen}) {
    line.time(time);
  }
  line.field(exam.images ? fmt::format("{}", *exam.images) : "-");
  return line.time(exam.running.from).field(end_text(exam.running.to)).end();
}

std::string fault_text(const FaultRow& fault) {
  Line line;
  line.field("fault").field(fault.fault).field(fault.code).field(word(fault.effect)).field(word(fault.cause));
  line.field(fault.source).time(fault.reported);
  for (const auto& time :
       {fault.called, fault.acknowledged, fault.on_site, fault.repaired, fault.released, fault.closed}) {
    line.time(time);
  }
  return line.field(fault.closed_by).field(fault.note).end();
}

std::string interval_text(const StateInterval& interval) {
  Line line;
  line.field("interval").time(interval.period.from).field(end_text(interval.period.to)).field(word(interval.state));
  line.field(interval.cause ? word(*interval.cause) : "-").field(word(interval.grade)).field(interval.reason);
  line.field(interval.source).field(interval.exam.value_or("-"));
  if (interval.began_by) {
    line.field(interval.began_by->node.text()).field(to_string(interval.began_by->epoch));
    line.field(fmt::format("{}", interval.began_by->seq));
  }
  return line.end();
}

std::string contradiction_text(const Contradiction& listed) {
  return Line{}.field("contradiction").field(listed.exam).field(word(listed.declared)).time(listed.from).end();
}

template <typename Row, typename Text>
void add_rows(std::string& text, const std::vector<Row>& rows, Text text_of) {
  std::vector<std::string> lines;
  for (const Row& row : rows) lines.push_back(text_of(row));
  std::sort(lines.begin(), lines.end());
  for (const std::string& line : lines) text += line;
}

}  // namespace

struct StateDigest::Hash {
  crypto_generichash_state state;
};

StateDigest::StateDigest() : hash_{std::make_unique<Hash>()} {
  crypto_generichash_init(&hash_->state, nullptr, 0, Digest{}.bytes.size());
}

StateDigest::~StateDigest() = default;

void StateDigest::add(const DeviceName& device, const Derived& derived) {
  const std::string text = canonical_text(device, derived);
  crypto_generichash_update(&hash_->state, reinterpret_cast<const unsigned char*>(text.data()), text.size());
}

Digest StateDigest::finish() {
  Digest digest;
  crypto_generichash_final(&hash_->state, digest.bytes.data(), digest.bytes.size());
  return digest;
}

std::string canonical_text(const DeviceName& device, const Derived& derived) {
  std::string text = "device\t" + device.text() + "\n";
  add_rows(text, derived.exams, exam_text);
  add_rows(text, derived.faults, fault_text);
  add_rows(text, derived.intervals, interval_text);
  add_rows(text, derived.contradictions, contradiction_text);
  return text;
}

}  // namespace isocenter::collector
