#include "tests/truth/script.hpp"

#include <algorithm>
#include <array>
#include <random>

namespace isocenter::truth {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

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

std::vector<Away> draw_absences(Draw& draw, Period when) {
  static constexpr std::array kinds{Absence::dead, Absence::dead_while_cut, Absence::cut, Absence::console_off};
  std::vector<Away> absences;
  for (Instant at = when.from + draw.between(hours{2}, hours{30}); at < when.to - hours{12};) {
    const Period gone{at, at + draw.between(minutes{5}, hours{9})};
    const Away away{draw.of(kinds), gone, gone.from + draw.between(minutes{2}, minutes{4})};
    absences.push_back(away);
    at = gone.to + draw.between(hours{2}, hours{40});
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
    if (episode.kind == Kind::exam) return touches;
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
  const bool is_fault = episode.kind == Kind::log_down || episode.kind == Kind::person_down;
  if (is_fault && !draw.one_in(3)) episode.called = from + draw.between(minutes{1}, length + minutes{20});
  if (is_fault && draw.one_in(2)) episode.released = episode.when.to + draw.between(minutes{1}, hours{3});
  if (episode.kind == Kind::planned) episode.planned_until = from + draw.between(minutes{30}, hours{12});
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

Script draw_script(std::uint32_t seed, Instant from, std::chrono::days length, int devices) {
  Draw draw{seed};
  Script script{.when = {from, from + length}};
  for (int number = 1; number <= devices; ++number) {
    DeviceScript device{.device = DeviceName::parse("mr" + std::to_string(number)).value()};
    device.absences = draw_absences(draw, script.when);
    device.episodes = draw_episodes(draw, script.when, device.absences);
    script.devices.push_back(std::move(device));
  }
  script.kiosk_cut = draw_breaks(draw, script.when, hours{6});
  script.broker_down = draw_breaks(draw, script.when, minutes{90});
  script.collector_down = draw_breaks(draw, script.when, hours{3});
  return script;
}

}  // namespace isocenter::truth
