#include "tests/simulator/demo/compare_uptime.hpp"

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <stdexcept>

#include "tests/simulator/demo/rows.hpp"

namespace isocenter::simulator {
namespace {

using nlohmann::json;

/// How time in a state counts.
struct Weighing {
  bool is_covered = false;
  double lost = 0;
};

Weighing weighing_of(EquipmentState state) {
  switch (state) {
    case EquipmentState::ready:
    case EquipmentState::in_use:
    case EquipmentState::quality_control:
    case EquipmentState::closed: return {true, 0};
    case EquipmentState::limited: return {true, 0.5};
    case EquipmentState::down: return {true, 1};
    case EquipmentState::planned_down:
    case EquipmentState::unknown: return {false, 0};
  }
  return {};
}

/// What the collector has of one device in one period.
struct Told {
  PreciseMilliseconds covered{0}, lost{0};
  Milliseconds whole{0};  ///< all parts together: since the contracts cover all day, from the period's begin on
  std::optional<double> percent;
};

Told told_by(const json& row) {
  Told told{PreciseMilliseconds{row.at("covered_ms").get<double>()},
            PreciseMilliseconds{row.at("lost_ms").get<double>()},
            Milliseconds{0},
            {}};
  for (const char* part : {"covered_ms", "planned_ms", "unknown_ms", "excluded_ms"}) {
    told.whole += Milliseconds{row.at(part).get<std::int64_t>()};
  }
  if (const json& percent = row.at("uptime_percent"); percent.is_number()) told.percent = percent.get<double>();
  return told;
}

std::optional<double> percent_of(PreciseMilliseconds covered, PreciseMilliseconds lost) {
  if (covered.count() <= 0) return std::nullopt;
  return 100 * (1 - lost / covered);
}

/// Cut off, as the pages do it.
std::string percent_text(std::optional<double> percent) {
  constexpr double binary_error = 1e-6;
  return percent ? fmt::format("{:.2f} %", std::floor(*percent * 100 + binary_error) / 100) : "none";
}

double seconds(PreciseMilliseconds length) { return length.count() / 1000; }

bool is_within(PreciseMilliseconds told, PreciseMilliseconds truth, PreciseMilliseconds slack) {
  constexpr PreciseMilliseconds binary_error{0.001};
  return PreciseMilliseconds{std::abs((told - truth).count())} <= slack + binary_error;
}

std::vector<std::string> differences(const Told& told, const TrueUptime& truth) {
  std::vector<std::string> found;
  const auto hold = [&](const char* what, PreciseMilliseconds collector, PreciseMilliseconds simulator,
                        PreciseMilliseconds slack) {
    if (is_within(collector, simulator, slack)) return;
    found.push_back(fmt::format("{} {:.3f} s, in truth {:.3f} s, which is more than {:.1f} s off", what,
                                seconds(collector), seconds(simulator), seconds(slack)));
  };
  hold("covered", told.covered, truth.covered, truth.covered_slack);
  hold("lost", told.lost, truth.lost, truth.lost_slack);
  const auto implied = percent_of(told.covered, told.lost);
  constexpr double last_place = 2e-6;
  const bool is_percent_right =
      implied && told.percent ? std::abs(*implied - *told.percent) < last_place : implied == told.percent;
  if (!is_percent_right) found.push_back("the uptime is not one less what was lost of what was covered");
  return found;
}

/// A contract's period of local days, both included, as its rows name it.
struct NamedPeriod {
  std::string from, to;
  auto operator<=>(const NamedPeriod&) const = default;
};

cctz::civil_day day_of(const std::string& text, const cctz::time_zone& zone) {
  std::chrono::time_point<std::chrono::system_clock, cctz::seconds> midnight;
  if (!cctz::parse("%Y-%m-%d", text, zone, &midnight)) {
    throw std::runtime_error{fmt::format("report uptime: \"{}\" is no date", text)};
  }
  return cctz::civil_day{cctz::convert(midnight, zone)};
}

Period instants_of(const NamedPeriod& period, const cctz::time_zone& zone) {
  const auto midnight = [&](cctz::civil_day day) {
    return std::chrono::time_point_cast<Milliseconds>(cctz::convert(cctz::civil_second{day}, zone));
  };
  return {midnight(day_of(period.from, zone)), midnight(day_of(period.to, zone) + 1)};
}

/// The lines of one contract.
class ContractCheck {
 public:
  ContractCheck(const json& rows, const DemoContract& contract, const std::vector<TrueStretch>& stretches,
                const cctz::time_zone& zone, Milliseconds slack)
      : rows_{rows}, contract_{contract}, stretches_{stretches}, zone_{zone}, slack_{slack} {}

  std::vector<Comparison> lines() {
    std::set<NamedPeriod> periods;
    for (const json& row : rows_) {
      if (field(row, "contract") == contract_.name)
        periods.insert({field(row, "period_from"), field(row, "period_to")});
    }
    for (const NamedPeriod& period : periods) compare(period);
    if (lines_.empty()) {
      lines_.push_back({"uptime " + contract_.name, "none", "some", {"no row has covered time of this contract"}});
    }
    return std::move(lines_);
  }

 private:
  void compare(const NamedPeriod& period) {
    std::vector<std::string> differing;
    std::vector<Told> told;
    for (const std::string& device : contract_.devices) told.push_back(told_of(device, period, differing));
    const Period known = known_time(instants_of(period, zone_), told, differing);
    Told told_sum;
    TrueUptime true_sum;
    std::vector<Comparison> devices;
    for (std::size_t i = 0; i < told.size(); ++i) {
      const TrueUptime truth = true_uptime(stretches_, contract_.devices[i], known, slack_);
      told_sum.covered += told[i].covered;
      told_sum.lost += told[i].lost;
      true_sum.covered += truth.covered;
      true_sum.lost += truth.lost;
      Comparison line = device_line(contract_.devices[i], told[i], truth);
      if (told[i].whole != known.length()) line.differences.emplace_back("its parts do not add up to the time known");
      if (!line.differences.empty()) differing.push_back(contract_.devices[i]);
      const bool is_worth_a_line = !line.differences.empty() || told[i].lost.count() > 0 || truth.lost.count() > 0;
      if (is_worth_a_line) devices.push_back(std::move(line));
    }
    if (told_sum.covered.count() <= 0 && true_sum.covered.count() <= 0) return;  // a month nobody observed
    lines_.push_back({fmt::format("uptime {}, {}: {} of {} lost nothing", contract_.name, period.from.substr(0, 7),
                                  contract_.devices.size() - devices.size(), contract_.devices.size()),
                      percent_text(percent_of(told_sum.covered, told_sum.lost)),
                      percent_text(percent_of(true_sum.covered, true_sum.lost)), std::move(differing)});
    for (Comparison& line : devices) lines_.push_back(std::move(line));
  }

  /// The period as far as the collector counted: to its last commit, which no change may have come long after.
  Period known_time(Period period, const std::vector<Told>& told, std::vector<std::string>& differing) const {
    Milliseconds longest{0};
    for (const Told& each : told) longest = std::max(longest, each.whole);
    const Period known{period.from, std::min(period.from + longest, period.to)};
    for (const TrueStretch& stretch : stretches_) {
      const bool is_missed = stretch.from > known.to + slack_ && stretch.from < period.to;
      if (is_missed) {
        differing.push_back(fmt::format("it counts to {}, though {} changed at {}", format_rfc3339(known.to),
                                        stretch.device, format_rfc3339(stretch.from)));
      }
    }
    return known;
  }

  /// Nothing, and a word in `differing`, unless there is just one row.
  Told told_of(const std::string& device, const NamedPeriod& period, std::vector<std::string>& differing) const {
    Told told;
    int found = 0;
    for (const json& row : rows_) {
      if (field(row, "contract") != contract_.name || field(row, "device") != device ||
          field(row, "period_from") != period.from) {
        continue;
      }
      ++found;
      told = told_by(row);
    }
    if (found != 1) differing.push_back(fmt::format("{} has {} rows", device, found));
    return told;
  }

  static Comparison device_line(const std::string& device, const Told& told, const TrueUptime& truth) {
    return {fmt::format("  {}: lost {:.1f} s, in truth {:.1f} s, within {:.1f} s", device, seconds(told.lost),
                        seconds(truth.lost), seconds(truth.lost_slack)),
            percent_text(told.percent), percent_text(percent_of(truth.covered, truth.lost)), differences(told, truth)};
  }

  const json& rows_;
  const DemoContract& contract_;
  const std::vector<TrueStretch>& stretches_;
  const cctz::time_zone& zone_;
  Milliseconds slack_;
  std::vector<Comparison> lines_;
};

bool is_agreed(const json& row, const std::vector<DemoContract>& contracts) {
  return std::any_of(contracts.begin(), contracts.end(), [&](const DemoContract& each) {
    return each.name == field(row, "contract") &&
           std::find(each.devices.begin(), each.devices.end(), field(row, "device")) != each.devices.end();
  });
}

}  // namespace

TrueUptime true_uptime(const std::vector<TrueStretch>& stretches, const std::string& device, Period period,
                       Milliseconds slack) {
  TrueUptime uptime;
  const auto pass_edge = [&](Instant at, Weighing before, Weighing after) {
    if (at < period.from - slack || at > period.to + slack) return;
    if (before.is_covered != after.is_covered) uptime.covered_slack += slack;
    uptime.lost_slack += slack * std::abs(before.lost - after.lost);
  };
  Weighing before;
  Instant until{};
  for (const TrueStretch& stretch : stretches) {
    if (stretch.device != device) continue;
    if (until < stretch.from) {  // unknown in between
      pass_edge(until, before, {});
      before = {};
    }
    const Weighing weighing = weighing_of(stretch.state);
    pass_edge(stretch.from, before, weighing);
    if (const auto inside = overlap(Period{stretch.from, stretch.to}, period); inside && weighing.is_covered) {
      uptime.covered += inside->length();
      uptime.lost += inside->length() * weighing.lost;
    }
    before = weighing;
    until = stretch.to;
  }
  pass_edge(until, before, {});
  return uptime;
}

std::vector<Comparison> compare_uptime(const json& rows, const std::vector<DemoContract>& contracts,
                                       const std::vector<TrueStretch>& stretches, const std::string& zone,
                                       Milliseconds slack) {
  cctz::time_zone local;
  if (!cctz::load_time_zone(zone, &local)) throw std::runtime_error{zone + ": this machine does not know the zone"};
  std::vector<Comparison> lines;
  for (const DemoContract& contract : contracts) {
    for (Comparison& line : ContractCheck{rows, contract, stretches, local, slack}.lines()) {
      lines.push_back(std::move(line));
    }
  }
  for (const json& row : rows) {
    if (is_agreed(row, contracts)) continue;
    lines.push_back({fmt::format("uptime {}, {}", field(row, "contract"), field(row, "device")),
                     "a row",
                     "none",
                     {"nobody agreed on this"}});
  }
  return lines;
}

}  // namespace isocenter::simulator
