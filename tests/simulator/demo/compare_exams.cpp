#include "tests/simulator/demo/compare_exams.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>

#include "tests/simulator/demo/rows.hpp"
#include "tests/simulator/inference.hpp"

namespace isocenter::simulator {
namespace {

using nlohmann::json;

constexpr Milliseconds a_second{999};

bool is_inferred(const json& row) { return row.value("inferred", false); }

/// How many orders occur in several steps.
template <typename Steps, typename OrdersOf>
std::size_t in_several(const Steps& steps, const OrdersOf& orders_of) {
  std::map<std::string, int> times;
  for (const auto& step : steps) {
    for (const std::string& order : orders_of(step)) ++times[order];
  }
  return static_cast<std::size_t>(
      std::count_if(times.begin(), times.end(), [](const auto& each) { return each.second > 1; }));
}

std::vector<std::string> orders_of(const json& row) { return row.at("orders").get<std::vector<std::string>>(); }

}  // namespace

std::string keyed_hash(const std::string& key, const std::string& text) {
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> code{};
  crypto_auth_hmacsha256(code.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                         reinterpret_cast<const unsigned char*>(key.data()));
  std::string hex = "k1:";
  for (const unsigned char byte : code) hex += fmt::format("{:02x}", byte);
  return hex;
}

ExamsCheck::ExamsCheck(const json& rows, std::vector<TrueExam> exams, const std::string& key, Instant day_ends)
    : rows_{rows}, exams_{std::move(exams)}, key_{key}, day_ends_{day_ends} {
  all_ = {"exams, start and end to the second", std::to_string(rows.size()), std::to_string(exams_.size()), {}};
  for (const json& row : rows) by_id_[field(row, "exam")] = &row;
  if (by_id_.size() != rows.size()) all_.differences.emplace_back("an exam is reported twice");
  auto unasked = by_id_;
  for (const TrueExam& exam : exams_) {
    const auto found = by_id_.find(hash(exam.sop_instance_uid));
    const std::string name = fmt::format("{} at {}", exam.device, format_rfc3339(exam.started));
    if (found == by_id_.end()) {
      all_.differences.push_back(fmt::format("{}: missing", name));
    } else if (const std::string what = difference(*found->second, exam); !what.empty()) {
      all_.differences.push_back(fmt::format("{}: {}", name, what));
    }
    if (found != by_id_.end()) unasked.erase(found->first);
  }
  for (const auto& [id, row] : unasked) {
    all_.differences.push_back(fmt::format("{}: nobody did this exam", field(*row, "device")));
  }
}

/// What of `row` is not as the simulator did it; empty where all is.
std::string ExamsCheck::difference(const json& row, const TrueExam& exam) const {
  std::vector<std::string> orders = orders_of(row);
  std::vector<std::string> true_orders;
  for (const std::string& number : exam.accession_numbers) true_orders.push_back(hash(number));
  std::sort(orders.begin(), orders.end());
  std::sort(true_orders.begin(), true_orders.end());
  const std::string procedure = exam.subject == Subject::phantom ? field(row, "procedure") : exam.procedure;
  if (field(row, "device") != exam.device) return "device " + field(row, "device");
  if (field(row, "procedure") != procedure) return "procedure " + field(row, "procedure");
  if (field(row, "subject") != word(exam.subject)) return "subject " + field(row, "subject");
  if (field(row, "study") != hash(exam.study_instance_uid)) return "study";
  if (orders != true_orders) return "orders";
  if (!within(time(row, "started"), exam.started + exam.clock, a_second)) return "start " + field(row, "started");
  return end_difference(row, exam);
}

std::string ExamsCheck::end_difference(const json& row, const TrueExam& exam) const {
  const std::string told = !exam.is_end_told() ? "in_progress" : exam.completed ? "completed" : "discontinued";
  if (field(row, "status") != told) return "status " + field(row, "status");
  if (field(row, "reason") != (exam.is_end_told() ? exam.reason : "")) return "reason " + field(row, "reason");
  const auto ended = time(row, "ended");
  if (exam.is_end_told()) {
    if (is_inferred(row)) return "an end by rule, though it was told";
    return within(ended, *exam.ended + exam.clock, a_second) ? "" : "end " + field(row, "ended");
  }
  if (must_be_inferred(exam) && !is_inferred(row)) return "no end by rule";
  if (!is_inferred(row)) return ended ? "end " + field(row, "ended") : "";
  const auto by_rule = end_by_rule(exam, exams_);
  if (!by_rule) return "an end by rule, though no rule gives one";
  return within(ended, *by_rule + exam.clock, a_second)
             ? ""
             : fmt::format("end by rule {}, not {}", field(row, "ended"), format_rfc3339(*by_rule + exam.clock));
}

/// One whose end by rule lies after the day may have come to it before the collector stopped, or not.
bool ExamsCheck::must_be_inferred(const TrueExam& exam) const {
  if (exam.is_end_told()) return false;
  const auto by_rule = end_by_rule(exam, exams_);
  return by_rule && *by_rule <= day_ends_;
}

std::size_t ExamsCheck::inferred_count() const {
  return static_cast<std::size_t>(std::count_if(rows_.begin(), rows_.end(), is_inferred));
}

Comparison ExamsCheck::inferred() const {
  std::size_t in_the_day = 0;
  for (const TrueExam& exam : exams_) {
    const auto row = by_id_.find(hash(exam.sop_instance_uid));
    const bool after_the_day = !must_be_inferred(exam) && !exam.is_end_told();
    if (row != by_id_.end() && is_inferred(*row->second) && !after_the_day) ++in_the_day;
  }
  return compare_numbers(
      "ends nobody told, by rule", in_the_day,
      static_cast<std::size_t>(
          std::count_if(exams_.begin(), exams_.end(), [&](const TrueExam& each) { return must_be_inferred(each); })));
}

template <typename RowFits, typename ExamFits>
Comparison ExamsCheck::count(std::string figure, const RowFits& row_fits, const ExamFits& exam_fits) const {
  return compare_numbers(std::move(figure),
                         static_cast<std::size_t>(std::count_if(rows_.begin(), rows_.end(), row_fits)),
                         static_cast<std::size_t>(std::count_if(exams_.begin(), exams_.end(), exam_fits)));
}

std::vector<Comparison> ExamsCheck::mess(const std::set<std::string>& sharing) const {
  std::set<std::string> late;
  for (const TrueExam& exam : exams_) {
    if (exam.end_told == EndTold::late) late.insert(hash(exam.sop_instance_uid));
  }
  const auto is_off = [](Milliseconds off) { return off > Milliseconds{30'000} || off < Milliseconds{-30'000}; };
  std::vector<Comparison> found{inferred()};
  found.push_back(count(
      "ends told late, corrected",
      [&](const json& row) { return late.contains(field(row, "exam")) && !is_inferred(row) && time(row, "ended"); },
      [](const TrueExam& exam) { return exam.end_told == EndTold::late; }));
  found.push_back(count(
      "exams by a clock over 30 s off",
      [&](const json& row) {
        const auto at = time(row, "started"), seen = time(row, "started_seen");
        return at && seen && is_off(*at - *seen);
      },
      [&](const TrueExam& exam) { return is_off(exam.clock); }));
  found.push_back(count(
      "exams of several orders", [](const json& row) { return row.at("orders").size() > 1; },
      [](const TrueExam& exam) { return exam.accession_numbers.size() > 1; }));
  found.push_back(compare_numbers("orders in two steps", in_several(rows_, orders_of),
                                  in_several(exams_, [](const TrueExam& exam) { return exam.accession_numbers; })));
  found.push_back(count(
      "phantoms, no patients", [](const json& row) { return field(row, "subject") == "phantom"; },
      [](const TrueExam& exam) { return exam.subject == Subject::phantom; }));
  found.push_back(count(
      "exams under a shared AE title", [&](const json& row) { return sharing.contains(field(row, "device")); },
      [&](const TrueExam& exam) { return sharing.contains(exam.device); }));
  return found;
}

}  // namespace isocenter::simulator
