#include "tests/simulator/demo/check.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "shared/outbox/outbox.hpp"
#include "tests/simulator/demo/collector_view.hpp"

namespace isocenter::simulator {
namespace {

using nlohmann::json;

/// The simulator's own HMAC-SHA-256 under the site key, apart from the agent's.
std::string keyed_hash(const std::string& key, const std::string& text) {
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> hash{};
  crypto_auth_hmacsha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                         reinterpret_cast<const unsigned char*>(key.data()));
  std::string hex = "k1:";
  for (const unsigned char byte : hash) hex += fmt::format("{:02x}", byte);
  return hex;
}

std::string site_key_of(const DemoFolder& folder) {
  std::ifstream file{folder.site_key(), std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::string field(const json& row, const char* name) {
  const auto found = row.find(name);
  return found != row.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::optional<Instant> time(const json& row, const char* name) {
  const auto parsed = parse_rfc3339(field(row, name));
  return parsed ? std::optional{*parsed} : std::nullopt;
}

bool within(std::optional<Instant> a, std::optional<Instant> b, Milliseconds slack) {
  if (!a || !b) return !a && !b;
  return *a - *b <= slack && *b - *a <= slack;
}

/// What of `row` is not as the simulator did it; empty where all is.
std::string difference(const json& row, const TrueExam& exam, const std::string& key) {
  std::vector<std::string> orders = row.at("orders").get<std::vector<std::string>>();
  std::vector<std::string> true_orders;
  for (const std::string& number : exam.accession_numbers) true_orders.push_back(keyed_hash(key, number));
  std::sort(orders.begin(), orders.end());
  std::sort(true_orders.begin(), true_orders.end());
  const std::string status = !exam.ended ? "in_progress" : exam.completed ? "completed" : "discontinued";
  const std::string procedure = exam.subject == Subject::phantom ? field(row, "procedure") : exam.procedure;
  if (field(row, "device") != exam.device) return "device";
  if (field(row, "procedure") != procedure) return "procedure " + field(row, "procedure");
  if (field(row, "subject") != word(exam.subject)) return "subject " + field(row, "subject");
  if (field(row, "status") != status) return "status " + field(row, "status");
  if (field(row, "reason") != exam.reason) return "reason " + field(row, "reason");
  if (field(row, "study") != keyed_hash(key, exam.study_instance_uid)) return "study";
  if (orders != true_orders) return "orders";
  if (!within(time(row, "started"), exam.started, Milliseconds{999})) return "start " + field(row, "started");
  if (!within(time(row, "ended"), exam.ended, Milliseconds{999})) return "end " + field(row, "ended");
  return {};
}

Comparison compare_exams(const json& rows, const Truth& truth, const std::string& key) {
  std::map<std::string, const json*> by_id;
  for (const json& row : rows) by_id[field(row, "exam")] = &row;
  const std::vector<TrueExam> exams = truth.exams();
  Comparison result{
      "exams, start and end to the second", std::to_string(rows.size()), std::to_string(exams.size()), {}};
  if (by_id.size() != rows.size()) result.differences.push_back("an exam is reported twice");
  for (const TrueExam& exam : exams) {
    const auto found = by_id.find(keyed_hash(key, exam.sop_instance_uid));
    const std::string name = fmt::format("{} at {}", exam.device, format_rfc3339(exam.started));
    if (found == by_id.end()) {
      result.differences.push_back(name + ": missing");
      continue;
    }
    if (const std::string what = difference(*found->second, exam, key); !what.empty()) {
      result.differences.push_back(name + ": " + what);
    }
    by_id.erase(found);
  }
  for (const auto& [id, row] : by_id) result.differences.push_back(field(*row, "device") + ": nobody did this exam");
  return result;
}

Comparison compare_faults(const json& events, const Truth& truth) {
  std::vector<const json*> reported;
  for (const json& row : events) {
    if (field(row, "type") == "fault.reported") reported.push_back(&row);
  }
  const std::vector<TrueFault> faults = truth.faults();
  Comparison result{"faults, to 2 s", std::to_string(reported.size()), std::to_string(faults.size()), {}};
  for (const TrueFault& fault : faults) {
    const auto found = std::find_if(reported.begin(), reported.end(), [&](const json* row) {
      const json& data = row->at("data");
      const std::optional<Instant> at = data.contains("at") ? time(data, "at") : time(*row, "t");
      return field(*row, "device") == fault.device && field(data, "code") == fault.code &&
             field(data, "source") == fault.source && within(at, fault.at, Milliseconds{2000});
    });
    if (found == reported.end()) {
      result.differences.push_back(
          fmt::format("{} {} at {}: missing", fault.device, fault.code, format_rfc3339(fault.at)));
    } else {
      reported.erase(found);
    }
  }
  for (const json* row : reported) result.differences.push_back(field(*row, "device") + ": nobody had this fault");
  return result;
}

/// Which states the collector has for a device between two instants, but for the wanted one.
std::string other_states(const json& intervals, const TrueStretch& stretch, Period inner) {
  std::string others;
  Milliseconds covered{0};
  for (const json& row : intervals) {
    if (field(row, "device") != stretch.device) continue;
    const Period period{*time(row, "from"), time(row, "to").value_or(end_of_time)};
    const auto common = overlap(period, inner);
    if (!common) continue;
    covered += common->length();
    if (field(row, "state") == word(stretch.state)) continue;
    others +=
        fmt::format(" {} {} to {}", field(row, "state"), format_rfc3339(common->from), format_rfc3339(common->to));
  }
  if (covered != inner.length()) others += " (not all covered)";
  return others;
}

Comparison compare_states(const json& intervals, const Truth& truth, Period observed, Milliseconds slack) {
  std::size_t compared = 0;
  std::size_t equal = 0;
  Comparison result{fmt::format("stretches of one state, edges within {} ms", slack.count()), "", "", {}};
  for (const TrueStretch& stretch : truth.stretches()) {
    const auto seen = overlap(Period{stretch.from, stretch.to}, observed);
    if (!seen || seen->length() <= 2 * slack) continue;
    ++compared;
    const std::string others = other_states(intervals, stretch, Period{seen->from + slack, seen->to - slack});
    if (others.empty()) {
      ++equal;
    } else {
      result.differences.push_back(fmt::format("{} {} from {} to {}:{}", stretch.device, word(stretch.state),
                                               format_rfc3339(seen->from), format_rfc3339(seen->to), others));
    }
  }
  result.collector = std::to_string(equal);
  result.simulator = std::to_string(compared);
  return result;
}

/// How many events the nodes wrote that the collector's log does not have once, and how many it has twice or unasked.
Comparison compare_events(const DemoFolder& folder, const json& events, const std::vector<std::string>& nodes,
                          std::size_t& lost) {
  std::map<std::pair<std::string, std::uint64_t>, int> logged;
  for (const json& row : events) ++logged[{field(row, "epoch"), row.at("seq").get<std::uint64_t>()}];
  std::uint64_t written = 0;
  Comparison result{"events of the nodes, each once", "", "", {}};
  std::uint64_t found = 0;
  for (const std::string& node : nodes) {
    outbox::Outbox outbox{folder.outbox(node), {}};
    for (const outbox::HeldEpoch& epoch : outbox.epochs()) {
      written += epoch.last;
      for (std::uint64_t seq = 1; seq <= epoch.last; ++seq) {
        const auto row = logged.find({to_string(epoch.epoch), seq});
        const int times = row == logged.end() ? 0 : row->second;
        if (times == 1) ++found;
        if (times == 0) ++lost;
        if (times != 1) result.differences.push_back(fmt::format("{} {}: in the log {} times", node, seq, times));
      }
    }
  }
  result.collector = std::to_string(found);
  result.simulator = std::to_string(written);
  return result;
}

}  // namespace

bool DemoResult::agrees() const {
  return std::all_of(comparisons.begin(), comparisons.end(),
                     [](const Comparison& each) { return each.differences.empty(); });
}

DemoResult check_demo(const DemoFolder& folder, const std::filesystem::path& collector_program, const Truth& truth,
                      Period observed, Milliseconds slack) {
  const Period all{observed.from - std::chrono::hours{1}, observed.to + std::chrono::hours{1}};
  const json exams = report(folder, collector_program, "exams", all);
  const json events = report(folder, collector_program, "events", all);
  const json intervals = report(folder, collector_program, "intervals", all);

  std::vector<std::string> nodes = agents_of(department());
  nodes.emplace_back(front_desk_node);
  for (const std::string& kiosk : demo_kiosks()) nodes.push_back(kiosk);
  DemoResult result;
  result.comparisons.push_back(compare_exams(exams, truth, site_key_of(folder)));
  result.comparisons.push_back(compare_faults(events, truth));
  result.comparisons.push_back(compare_states(intervals, truth, observed, slack));
  result.comparisons.push_back(compare_events(folder, events, nodes, result.lost));

  const auto count = [&](std::string_view type) {
    return static_cast<std::size_t>(
        std::count_if(events.begin(), events.end(), [&](const json& row) { return field(row, "type") == type; }));
  };
  result.comparisons.push_back(
      {"patients' answers", std::to_string(count("feedback.answered")), std::to_string(truth.answers()), {}});
  if (result.comparisons.back().collector != result.comparisons.back().simulator) {
    result.comparisons.back().differences.push_back("the numbers differ");
  }
  result.comparisons.push_back(
      {"requests the agents refused", std::to_string(truth.complaints().size()), "0", truth.complaints()});
  result.exams = exams.size();
  result.faults = count("fault.reported");
  result.answers = count("feedback.answered");
  result.events = events.size();
  return result;
}

}  // namespace isocenter::simulator
