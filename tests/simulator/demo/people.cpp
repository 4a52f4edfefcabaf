#include "tests/simulator/demo/people.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "tests/simulator/demo/rows.hpp"

namespace isocenter::simulator {
namespace {

using nlohmann::json;

constexpr Milliseconds touch_slack{2000};

std::string describe(const MeantAnswer& answer) {
  return fmt::format("score {}, reason {}, {}", answer.score, answer.reason.empty() ? "none" : answer.reason,
                     answer.language);
}

MeantAnswer answer_of(const json& row) {
  const json& data = row.at("data");
  const json reasons = data.value("reasons", json::array());
  return {.score = data.value("score", 0),
          .reason = reasons.empty() ? "" : reasons.at(0).get<std::string>(),
          .language = field(data, "language")};
}

/// As often each answer as it was meant: the numbers, the scores and the reasons all agree then.
Comparison compare_answers(const json& events, const std::vector<MeantAnswer>& meant) {
  std::map<MeantAnswer, int> surplus;
  std::size_t answered = 0;
  for (const json& row : events) {
    if (field(row, "node") != exit_kiosk || field(row, "type") != "feedback.answered") continue;
    ++answered;
    ++surplus[answer_of(row)];
  }
  for (const MeantAnswer& answer : meant) --surplus[answer];
  Comparison result = compare_numbers("answers touched at the exit, score and reason", answered, meant.size());
  for (const auto& [answer, times] : surplus) {
    if (times == 0) continue;
    result.differences.push_back(
        fmt::format("{}: {} too {}", describe(answer), std::abs(times), times > 0 ? "many" : "few"));
  }
  return result;
}

bool says(const json& row, const MeantTouch& touch) {
  const json& data = row.at("data");
  const std::string what = touch.type == "exam.stepped"     ? field(data, "step")
                           : touch.type == "fault.reported" ? field(data, "code")
                                                            : std::string{};
  return field(row, "type") == touch.type && what == touch.what && within(time(row, "t"), touch.at, touch_slack);
}

Comparison compare_touches(const json& events, const std::vector<MeantTouch>& meant) {
  std::vector<const json*> said;
  for (const json& row : events) {
    const std::string type = field(row, "type");
    const bool is_touch = type == "exam.stepped" || type == "fault.reported" || type == "event.withdrawn";
    if (field(row, "node") == scanner_kiosk && is_touch) said.push_back(&row);
  }
  Comparison result{"touches at MR 1's screen", std::to_string(said.size()), std::to_string(meant.size()), {}};
  for (const MeantTouch& touch : meant) {
    const auto found = std::find_if(said.begin(), said.end(), [&](const json* row) { return says(*row, touch); });
    if (found == said.end()) {
      result.differences.push_back(
          fmt::format("{} {} at {}: missing", touch.type, touch.what, format_rfc3339(touch.at)));
    } else {
      said.erase(found);
    }
  }
  for (const json* row : said) result.differences.push_back(field(*row, "type") + ": nobody touched this");
  return result;
}

}  // namespace

People::People(const DemoKiosks& kiosks, std::uint64_t seed)
    : patients_{kiosks.screen(exit_kiosk), seed + 1}, technologist_{kiosks.screen(scanner_kiosk), seed + 2} {
  if (!kiosks.are_on_own_screens()) return;
  let_work("a patient at the exit", [this](const std::stop_token& stop) { patients_.run(stop); });
  let_work("the technologist at MR 1", [this](const std::stop_token& stop) { technologist_.run(stop); });
}

void People::let_work(const std::string& who, std::function<void(const std::stop_token&)> work) {
  threads_.emplace_back([this, who, work = std::move(work)](const std::stop_token& stop) {
    try {
      work(stop);
    } catch (const std::exception& failure) {
      const std::scoped_lock lock{mutex_};
      complaints_.push_back(fmt::format("{}: {}", who, failure.what()));
    }
  });
}

void People::go_home(Truth& truth) {
  for (std::jthread& thread : threads_) thread.request_stop();
  for (std::jthread& thread : threads_) thread.join();
  for (std::size_t i = 0; i < patients_.meant().size(); ++i) truth.count_answer();
  for (const MeantTouch& touch : technologist_.meant()) {
    if (touch.type == "fault.reported") truth.report_fault({scanner_device, touch.what, "person", touch.at});
  }
  for (std::string& complaint : complaints_) truth.complain(std::move(complaint));
}

std::vector<Comparison> People::compare(const nlohmann::json& events) const {
  if (!are_there()) return {};
  return {compare_answers(events, patients_.meant()), compare_touches(events, technologist_.meant())};
}

}  // namespace isocenter::simulator
