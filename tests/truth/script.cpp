#include "tests/truth/script.hpp"

#include <algorithm>
#include <array>
#include <random>

#include "shared/mqtt/client.hpp"

namespace isocenter::truth {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array all_causes{Cause::equipment,  Cause::accessory,   Cause::facility, Cause::it,         Cause::user,
                                Cause::consumable, Cause::third_party, Cause::access,   Cause::unexplained};

class Draw {
 public:
  explicit Draw(std::uint32_t seed) : random_{seed} {}

  /// To the millisecond.
  Milliseconds between(Milliseconds least, Milliseconds most) {
    return Milliseconds{std::uniform_int_distribution<std::int64_t>{least.count(), most.count()}(random_)};
  }
  bool one_in(int count) { return std::uniform_int_distribution<int>{1, count}(random_) == 1; }
  template <typename T, std::size_t count>
  T of(const std::array<T, count>& all) {
    return all[std::uniform_int_distribution<std::size_t>{0, count - 1}(random_)];
  }

 private:
  std::mt19937 random_;
};

bool is_near(const std::vector<Period>& periods, Period when) {
  return std::ranges::any_of(periods, [&](const Period& period) { return overlap(period, when).has_value(); });
}

Milliseconds draw_stand_still(Draw& draw, Absence kind) {
  // The loop takes over five seconds for a pause, and a clock that lost under some two for one that drifted.
  if (kind == Absence::stopped && draw.one_in(3)) {
    return draw.one_in(2) ? draw.between(Milliseconds{500}, seconds{5})
                          : draw.of(std::array{Milliseconds{5'000}, Milliseconds{5'001}});
  }
  return draw.one_in(2) ? draw.between(seconds{6}, 3 * heartbeat) : draw.between(3 * heartbeat, hours{5});
}

/// A broker ends a connection after one and a half times its keep-alive; the last ping was up to one before.
Instant draw_expiry(Draw& draw, Instant from) {
  const Milliseconds keep_alive = mqtt::ClientOptions{}.keep_alive;
  return from + draw.between(keep_alive / 2, keep_alive * 3 / 2);
}

/// What the collector remembers of receipts is up to a heartbeat old when it is killed: a machine that is suspended
/// around that is left out, since its time would depend on it.
std::vector<Away> draw_absences(Draw& draw, Period when, const std::vector<Period>& collector_down) {
  static constexpr std::array kinds{Absence::dead,        Absence::dead_while_cut, Absence::cut,
                                    Absence::console_off, Absence::stopped,        Absence::suspended};
  std::vector<Away> absences;
  for (Instant at = when.from + draw.between(hours{2}, hours{30}); at < when.to - hours{12};) {
    Away away{.kind = draw.of(kinds), .when = {at, at + draw.between(minutes{5}, hours{9})}};
    if (stands_still(away.kind)) away.when.to = at + draw_stand_still(draw, away.kind);
    away.dies = at + draw.between(minutes{2}, minutes{4});
    away.expires = draw_expiry(draw, at);
    away.clock_set = away.when.to + (draw.one_in(2) ? Milliseconds{0} : draw.between(seconds{1}, minutes{4}));
    const bool is_clear = !is_near(collector_down, {away.when.from - minutes{10}, away.when.to + hours{2}});
    if (away.kind != Absence::suspended || is_clear) absences.push_back(away);
    at = away.when.to + draw.between(hours{2}, hours{40});
  }
  return absences;
}

/// The agent says that, so it has to be there then; and nobody examines on a console that is off.
bool is_possible(const Episode& episode, const std::vector<Away>& absences) {
  constexpr minutes margin{5};
  const auto is_near = [&](const Away& away, Instant instant) {
    return away.when.from - margin < instant && instant < away.when.to + margin;
  };
  return std::ranges::none_of(absences, [&](const Away& away) {
    if (away.kind == Absence::cut || is_of_a_person(episode.kind)) return false;
    const bool touches = away.when.from - margin < episode.when.to && episode.when.from < away.when.to + margin;
    const bool goes_on = stands_still(away.kind);  // what was before is no less true afterwards
    if (episode.kind == Kind::exam && !goes_on) return touches;
    return away.kind != Absence::console_off && (is_near(away, episode.when.from) || is_near(away, episode.when.to));
  });
}

Episode draw_episode(Draw& draw, Instant from) {
  static constexpr std::array usual{Kind::exam,        Kind::exam,           Kind::exam,    Kind::log_down,
                                    Kind::log_limited, Kind::person_down,    Kind::planned, Kind::declared_down,
                                    Kind::exam,        Kind::quality_control};
  Episode episode{.kind = draw.of(usual), .cause = draw.of(all_causes)};
  const bool is_exam = episode.kind == Kind::exam;
  // Some outages are of a few minutes, so that a contract's minimum has something to forgive.
  const Milliseconds length = is_exam          ? draw.between(minutes{8}, minutes{70})
                              : draw.one_in(4) ? draw.between(minutes{1}, minutes{40})
                                               : draw.between(minutes{30}, hours{20});
  episode.when = {from, from + length};
  const bool is_outage = episode.kind == Kind::log_down || episode.kind == Kind::person_down;
  if (is_outage && !draw.one_in(3)) episode.called = from + draw.between(minutes{1}, length + minutes{20});
  if (is_outage && draw.one_in(2)) episode.released = episode.when.to + draw.between(minutes{1}, hours{3});
  if (episode.kind == Kind::planned) episode.planned_until = from + draw.between(minutes{30}, hours{12});
  if (is_of_a_person(episode.kind)) {
    episode.on_page = draw.one_in(4);
    if (!episode.on_page && draw.one_in(3)) {
      // A withdrawal in time may be of an event as old as a minute, not older.
      episode.undone_late = from + (draw.one_in(3) ? Milliseconds{60'001} : draw.between(minutes{2}, hours{8}));
    }
  }
  return episode;
}

std::vector<Episode> draw_episodes(Draw& draw, Period when, const std::vector<Away>& absences) {
  std::vector<Episode> episodes;
  for (Instant at = when.from + draw.between(minutes{20}, hours{3}); at < when.to;) {
    const Episode episode = draw_episode(draw, at);
    if (episode.when.to > when.to - hours{4}) break;
    if (is_possible(episode, absences)) {
      episodes.push_back(episode);
      at = std::max(episode.when.to, episode.released.value_or(episode.when.to));
    }
    at += draw.one_in(6) ? Milliseconds{1} : draw.between(minutes{2}, hours{5});
  }
  return episodes;
}

Instant draw_undo(Draw& draw, Instant said) {
  return said + (draw.one_in(6) ? Milliseconds{60'000} : draw.between(Milliseconds{300}, Milliseconds{60'000}));
}

std::vector<Mistake> draw_mistakes(Draw& draw, Period when, const std::vector<Episode>& episodes) {
  static constexpr std::array anywhere{Mistaken::down, Mistaken::planned, Mistaken::quality_control, Mistaken::ready,
                                       Mistaken::fault};
  static constexpr std::array steps{Mistaken::called, Mistaken::repaired, Mistaken::released};
  std::vector<Mistake> mistakes;
  for (Instant at = when.from + draw.between(hours{1}, hours{10}); at < when.to - hours{4};) {
    mistakes.push_back({draw.of(anywhere), at, draw_undo(draw, at), 0, draw.of(all_causes)});
    at += draw.between(hours{2}, hours{36});
  }
  for (std::size_t episode = 0; episode < episodes.size(); ++episode) {
    const auto& [from, to] = episodes[episode].when;
    const Instant at = from + draw.between(Milliseconds{1}, to - from);
    const auto what = is_fault(episodes[episode].kind) ? draw.of(steps) : Mistaken::ready;
    if (draw.one_in(2)) mistakes.push_back({what, at, draw_undo(draw, at), episode});
  }
  return mistakes;
}

/// Said before a break begins, taken back within it: the collector hears the one now, the other hours later.
void add_mistakes_around(Draw& draw, const std::vector<Period>& breaks, std::vector<DeviceScript>& devices) {
  static constexpr std::array kinds{Mistaken::down, Mistaken::planned, Mistaken::ready, Mistaken::fault};
  for (const Period& period : breaks) {
    for (DeviceScript& device : devices) {
      const Instant said = period.from - draw.between(seconds{1}, seconds{30});
      const Instant undone = period.from + draw.between(Milliseconds{1}, seconds{30});
      device.mistakes.push_back({draw.of(kinds), said, undone, 0, draw.of(all_causes)});
    }
  }
}

IntervalCorrected draw_reading(Draw& draw, Period of) {
  static constexpr std::array readings{Reading::explained, Reading::reclassified, Reading::reclassified,
                                       Reading::disputed, Reading::restored};
  static constexpr std::array states{EquipmentState::down, EquipmentState::limited, EquipmentState::ready,
                                     EquipmentState::planned_down, EquipmentState::unknown};
  IntervalCorrected how{.from = of.from, .to = of.to, .reading = draw.of(readings), .reason = "truth", .by = "biomed"};
  if (how.reading == Reading::reclassified) how.state = draw.of(states);
  const bool takes_cause =
      how.reading == Reading::explained || how.state == EquipmentState::down || how.state == EquipmentState::limited;
  if (takes_cause) how.cause = draw.of(all_causes);
  return how;
}

/// Of an episode as it was, of a part of it, or of any time; and now and then of the same time again.
std::vector<Correction> draw_corrections(Draw& draw, const DeviceScript& device, Period when,
                                         const std::vector<Period>& collector_down) {
  std::vector<Correction> corrections;
  for (const Episode& episode : device.episodes) {
    if (!draw.one_in(6)) continue;
    Period of = episode.when;
    if (draw.one_in(2)) of.from = std::max(when.from, of.from - draw.between(minutes{1}, hours{3}));
    if (draw.one_in(2)) of.to = of.from + draw.between(minutes{1}, hours{8});
    for (Instant said = of.to + draw.between(minutes{1}, hours{60}); said < when.to; said += hours{1}) {
      if (is_near(collector_down, {said - minutes{5}, said + minutes{5}})) continue;
      corrections.push_back({said, draw_reading(draw, of)});
      if (!draw.one_in(3)) break;
    }
  }
  std::ranges::stable_sort(corrections, {}, &Correction::said);
  return corrections;
}

std::vector<Period> draw_breaks(Draw& draw, Period when, Milliseconds longest) {
  std::vector<Period> breaks;
  for (Instant at = when.from + draw.between(hours{20}, hours{60}); at < when.to - hours{12};) {
    breaks.push_back({at, at + draw.between(minutes{1}, longest)});
    at = breaks.back().to + draw.between(hours{40}, hours{150});
  }
  return breaks;
}

}  // namespace

bool is_of_a_person(Kind kind) { return kind != Kind::exam && kind != Kind::log_down && kind != Kind::log_limited; }

bool is_fault(Kind kind) { return kind == Kind::log_down || kind == Kind::log_limited || kind == Kind::person_down; }

bool stands_still(Absence kind) { return kind == Absence::stopped || kind == Absence::suspended; }

Script draw_script(std::uint32_t seed, Instant from, std::chrono::days length, int devices) {
  Draw draw{seed};
  Script script{.when = {from, from + length}};
  script.kiosk_cut = draw_breaks(draw, script.when, hours{6});
  script.broker_down = draw_breaks(draw, script.when, minutes{90});
  script.collector_down = draw_breaks(draw, script.when, hours{3});
  for (int number = 1; number <= devices; ++number) {
    DeviceScript device{.device = DeviceName::parse("mr" + std::to_string(number)).value()};
    device.absences = draw_absences(draw, script.when, script.collector_down);
    device.episodes = draw_episodes(draw, script.when, device.absences);
    device.mistakes = draw_mistakes(draw, script.when, device.episodes);
    device.corrections = draw_corrections(draw, device, script.when, script.collector_down);
    script.devices.push_back(std::move(device));
  }
  for (const auto* breaks : {&script.kiosk_cut, &script.broker_down, &script.collector_down}) {
    add_mistakes_around(draw, *breaks, script.devices);
  }
  return script;
}

}  // namespace isocenter::truth
