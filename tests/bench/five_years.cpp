#include "tests/bench/five_years.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collector/store/contract_versions.hpp"
#include "shared/wire/event_codec.hpp"
#include "tests/bench/device_past.hpp"
#include "tests/bench/past_rows.hpp"

namespace isocenter::bench {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr int days_a_year = 365;
constexpr std::size_t contracts = 8;

/// A device's event of a day, and where its name is wanted.
struct ToWrite {
  const PastEvent* event;
  DevicePast::Name* name;
  std::size_t node;
};

/// One day of all devices, told in the order of time as the log has it.
class DayWriter {
 public:
  DayWriter(const Department& rooms, PastRows& rows) : rooms_{rooms}, rows_{rows}, collector_{rooms.nodes} {}

  void write(std::vector<DevicePast>& pasts, Instant midnight, Instant until) {
    std::vector<PastDay> told;
    for (DevicePast& past : pasts) told.push_back(past.next(midnight, until));
    std::vector<std::vector<DevicePast::Name>> ids;
    for (const PastDay& day : told) ids.emplace_back(day.events.size());
    std::vector<ToWrite> events;
    for (std::size_t device = 0; device < told.size(); ++device) {
      for (std::size_t i = 0; i < told[device].events.size(); ++i) {
        const PastEvent& event = told[device].events[i];
        events.push_back({&event, &ids[device][i], event.by_collector ? collector_ : rooms_.node_of(device)});
      }
    }
    std::ranges::stable_sort(events, {}, [](const ToWrite& each) { return each.event->when; });
    for (const ToWrite& each : events) *each.name = say(each.node, each.event->event);
    for (std::size_t device = 0; device < told.size(); ++device) {
      write_derived(told[device], ids[device]);
      pasts[device].settle(ids[device]);
    }
  }

  collector::EventId say(std::size_t node, const NewEvent& event) {
    const std::string bytes = wire::format_event(rows_.next_seq(node), event);
    return rows_.event(node, event.t, event.device, event_type(event.body), bytes);
  }
  collector::EventId say_as_collector(const NewEvent& event) { return say(collector_, event); }

 private:
  void write_derived(PastDay& day, const std::vector<DevicePast::Name>& ids) {
    for (PastInterval& past : day.intervals) {
      if (past.began) past.interval.began_by = ids[*past.began];
      rows_.interval(past.interval);
    }
    for (const collector::ExamRow& exam : day.exams) rows_.exam(exam);
    for (const collector::FaultRow& fault : day.faults) rows_.fault(fault);
  }

  const Department& rooms_;
  PastRows& rows_;
  std::size_t collector_;
};

ConfigurationLoaded configuration_of(const PastDepartment& department) {
  const report::Site site = site_of(department);
  return {.zone = site.zone, .tzdata = {}, .devices = site.devices, .nodes = {}};
}

Instant begin_of(const PastDepartment& department) {
  return std::chrono::floor<days>(department.until) - days{department.years * days_a_year};
}

}  // namespace

PastCounts make_past(const std::filesystem::path& store, const PastDepartment& department) {
  auto names = department.rooms.node_names();
  const auto nodes = names;
  names.push_back(*NodeName::parse("collector"));
  PastRows rows{store, names};
  DayWriter writer{department.rooms, rows};
  std::vector<DevicePast> pasts;
  for (const DeviceName& device : department.rooms.device_names()) {
    const auto number = static_cast<std::uint32_t>(pasts.size());
    pasts.emplace_back(device, nodes[department.rooms.node_of(number)], number + 1);
  }
  const Instant begin = begin_of(department);
  writer.say_as_collector({begin, std::nullopt, configuration_of(department)});
  for (const NewEvent& loaded : collector::contract_changes({}, contracts_of(department), begin)) {
    writer.say_as_collector(loaded);
  }
  for (Instant midnight = begin; midnight < department.until; midnight += days{1}) {
    writer.write(pasts, midnight, department.until);
  }
  for (const DevicePast& past : pasts) rows.interval(past.open());
  rows.finish(department.until);
  return {rows.events(), rows.intervals()};
}

report::Site site_of(const PastDepartment& department) {
  report::Site site{.zone = "America/New_York", .devices = {}};
  const auto nodes = department.rooms.node_names();
  for (const DeviceName& name : department.rooms.device_names()) {
    ConfiguredDevice device{.name = name, .title = name.text(), .room = "", .modality = "MR"};
    device.node = nodes[department.rooms.node_of(site.devices.size())];
    for (int weekday = 1; weekday <= 6; ++weekday) device.hours.push_back({weekday, 7 * 60, 19 * 60});
    device.order = static_cast<int>(site.devices.size());
    site.devices.push_back(std::move(device));
  }
  return site;
}

std::vector<contract::Contract> contracts_of(const PastDepartment& department) {
  using contract::PeriodLength;
  constexpr PeriodLength lengths[] = {PeriodLength::year, PeriodLength::quarter, PeriodLength::month};
  const contract::LocalDate first{std::chrono::floor<days>(begin_of(department))},
      today{std::chrono::floor<days>(department.until)};
  const auto devices = department.rooms.device_names();
  std::vector<contract::Contract> all;
  for (std::size_t number = 0; number < contracts; ++number) {
    contract::Contract terms;
    terms.name = fmt::format("mr-{}", number + 1);
    terms.vendor = "Example Imaging";
    for (std::size_t i = number; i < devices.size(); i += contracts) terms.devices.push_back(devices[i]);
    terms.zone = "America/New_York";
    terms.starts = first;
    terms.ends = today.year() / 12 / 31;
    terms.period = lengths[number % std::size(lengths)];
    for (int weekday = 1; weekday <= 5; ++weekday) terms.covered.push_back({weekday, 7 * 60, 19 * 60});
    terms.covered.push_back({6, 8 * 60, 12 * 60});
    terms.guaranteed_percent = contract::TenThousandths{970'000};
    terms.planned_down = number % 2 == 0 ? contract::PlannedDown::excluded : contract::PlannedDown::lost;
    if (number == contracts - 1) {
      terms.outage_starts = contract::OutageStarts::reported;
      terms.outage_ends = contract::OutageEnds::released;
    }
    terms.excluded_causes = {Cause::facility};
    terms.response_hours = contract::TenThousandths{40'000};
    terms.annual_price = contract::Hundredths{18'000'000};
    terms.currency = "USD";
    terms.credit = {{contract::TenThousandths{970'000}, contract::TenThousandths{20'000}},
                    {contract::TenThousandths{950'000}, contract::TenThousandths{50'000}}};
    if (!terms.devices.empty()) all.push_back(std::move(terms));
  }
  return all;
}

}  // namespace isocenter::bench
