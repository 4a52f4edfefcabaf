#include "tests/simulator/demo/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "shared/outbox/outbox.hpp"
#include "tests/simulator/demo/collector_view.hpp"
#include "tests/simulator/demo/compare_exams.hpp"
#include "tests/simulator/demo/rows.hpp"
#include "tests/simulator/inference.hpp"

namespace isocenter::simulator {
namespace {

using nlohmann::json;

std::string site_key_of(const DemoFolder& folder) {
  std::ifstream file{folder.site_key(), std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
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
  for (const TrueStretch& stretch : as_knowable(truth.stretches(), truth.exams())) {
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

/// The readings that the logs told, each with its device, sensor and value, once.
Comparison compare_readings(const json& events, const std::vector<TrueReading>& readings, std::size_t& torn) {
  std::multiset<std::string> logged;
  const auto name = [](const std::string& device, const std::string& sensor, double value) {
    return fmt::format("{} {} {:.1f}", device, sensor, value);
  };
  for (const json& row : events) {
    if (field(row, "type") != "reading.taken" || field(row, "device").empty()) continue;  // of an agent's own machine
    const json& data = row.at("data");
    logged.insert(name(field(row, "device"), field(data, "sensor"), data.at("value").get<double>()));
  }
  Comparison result{"readings in logs, each once", std::to_string(logged.size()), std::to_string(readings.size()), {}};
  for (const TrueReading& reading : readings) {
    const std::string wanted = name(reading.device, reading.sensor, reading.value);
    const auto found = logged.find(wanted);
    if (found == logged.end()) {
      result.differences.push_back(wanted + (reading.torn ? ": missing, its line was torn" : ": missing"));
    } else {
      logged.erase(found);
      if (reading.torn) ++torn;
    }
  }
  for (const std::string& extra : logged) result.differences.push_back(extra + ": no log says so");
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

std::size_t count(const json& events, std::string_view type) {
  return static_cast<std::size_t>(
      std::count_if(events.begin(), events.end(), [&](const json& row) { return field(row, "type") == type; }));
}

std::size_t torn_lines(const Truth& truth) {
  const std::vector<TrueReading> readings = truth.readings();
  return static_cast<std::size_t>(
      std::count_if(readings.begin(), readings.end(), [](const TrueReading& each) { return each.torn; }));
}

/// A collector begins an epoch of its own each time it starts.
std::size_t collector_starts(const json& events) {
  return static_cast<std::size_t>(std::count_if(events.begin(), events.end(), [](const json& row) {
    return field(row, "type") == "node.started" && field(row, "node") == "collector";
  }));
}

/// Cut networks, and those of them whose agent was heard again and had told all it observed meanwhile.
Comparison compare_cuts(const MessMade& mess, bool swallowed) {
  std::size_t made = 0, healed = 0;
  Milliseconds sum{0};
  for (const NetworkCut& cut : mess.troubles.cuts) {
    if (cut.swallowed != swallowed) continue;
    ++made;
    sum += cut.period.length();
    if (mess.all_collected) ++healed;
  }
  const std::string figure =
      fmt::format("{}, {:.1f} s in all", swallowed ? "networks that swallowed all" : "networks cut",
                  std::chrono::duration<double>{sum}.count());
  return compare_numbers(figure, healed, made);
}

/// What went wrong between the programs, and what came of it.
std::vector<Comparison> compare_troubles(const MessMade& mess, const Truth& truth, const json& events) {
  return {
      compare_numbers("N-CREATE sent again, refused with 0111H", static_cast<std::size_t>(truth.refused_creates()),
                      static_cast<std::size_t>(truth.second_creates())),
      compare_numbers("collector killed, and started again", collector_starts(events) - 1, mess.troubles.kills.size()),
      compare_cuts(mess, false), compare_cuts(mess, true)};
}

}  // namespace

bool DemoResult::agrees() const {
  return std::all_of(comparisons.begin(), comparisons.end(),
                     [](const Comparison& each) { return each.differences.empty(); });
}

DemoResult check_demo(const DemoFolder& folder, const std::filesystem::path& collector_program, const Truth& truth,
                      Period observed, Milliseconds slack, const std::optional<MessMade>& mess) {
  // Clocks that are minutes off move exams, not the day.
  const Period all{observed.from - std::chrono::hours{1}, observed.to + std::chrono::hours{1}};
  const json exams = report(folder, collector_program, "exams", all);
  const json events = report(folder, collector_program, "events", all);
  const json intervals = report(folder, collector_program, "intervals", all);

  std::vector<std::string> nodes = agents_of(department());
  nodes.emplace_back(front_desk_node);
  for (const std::string& kiosk : demo_kiosks()) nodes.push_back(kiosk);
  const ExamsCheck exams_check{exams, truth.exams(), site_key_of(folder), observed.to};
  DemoResult result;
  result.comparisons.push_back(exams_check.all());
  result.comparisons.push_back(compare_faults(events, truth));
  result.comparisons.push_back(compare_states(intervals, truth, observed, slack));
  result.comparisons.push_back(compare_events(folder, events, nodes, result.lost));
  std::size_t torn_read = 0;
  result.comparisons.push_back(compare_readings(events, truth.readings(), torn_read));
  result.comparisons.push_back(compare_numbers("patients' answers", count(events, "feedback.answered"),
                                               static_cast<std::size_t>(truth.answers())));
  result.comparisons.push_back(
      {"requests the agents refused", std::to_string(truth.complaints().size()), "0", truth.complaints()});
  if (mess) {
    for (Comparison& each : exams_check.mess(mess->sharing_ae_titles)) result.comparisons.push_back(std::move(each));
    result.comparisons.push_back(
        compare_numbers("log lines torn by a rotation, read once", torn_read, torn_lines(truth)));
    for (Comparison& each : compare_troubles(*mess, truth, events)) result.comparisons.push_back(std::move(each));
    result.inferred = exams_check.inferred_count();
  }
  result.exams = exams.size();
  result.faults = count(events, "fault.reported");
  result.answers = count(events, "feedback.answered");
  result.events = events.size();
  return result;
}

}  // namespace isocenter::simulator
