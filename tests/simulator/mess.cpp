#include "tests/simulator/mess.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <random>

#include "tests/simulator/department.hpp"

namespace isocenter::simulator {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t shared_titles = 2;

std::vector<Twist> shuffled_twists(std::mt19937_64& random) {
  std::vector<Twist> twists{Twist::none,      Twist::group_exam, Twist::two_steps, Twist::created_twice,
                            Twist::ends_late, Twist::never_ends, Twist::torn_log,  Twist::phantom_next};
  std::shuffle(twists.begin(), twists.end(), random);
  return twists;
}

/// One clock in four is right; the others are between one and nine minutes ahead or behind.
Milliseconds draw_clock(std::mt19937_64& random) {
  if (random() % 4 == 0) return 0ms;
  const Milliseconds off{std::uniform_int_distribution<std::int64_t>{60'000, 540'000}(random)};
  return random() % 2 == 0 ? off : -off;
}

/// Pairs of working scanners of one kind on one agent, which a service engineer may have set up from one copy.
std::vector<std::pair<std::size_t, std::size_t>> pairs_of(const std::vector<SimulatedDevice>& devices) {
  std::map<std::pair<std::string, const Modality*>, std::vector<std::size_t>> alike;
  for (std::size_t i = 0; i < devices.size(); ++i) {
    if (!devices[i].closed) alike[{devices[i].agent, devices[i].modality}].push_back(i);
  }
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (const auto& [kind, members] : alike) {
    if (members.size() >= 2) pairs.emplace_back(members.front(), members.back());
  }
  return pairs;
}

void share_titles(std::vector<SimulatedDevice>& devices, std::mt19937_64& random) {
  auto pairs = pairs_of(devices);
  std::shuffle(pairs.begin(), pairs.end(), random);
  if (pairs.size() > shared_titles) pairs.resize(shared_titles);
  for (const auto& [one, other] : pairs) {
    const std::string title = devices[one].modality->code + "SCANNER";
    devices[one].habits.shared_ae_title = title;
    devices[other].habits.shared_ae_title = title;
  }
}

}  // namespace

Twist twist_of(const Habits& habits, std::size_t exam) {
  return habits.twists.empty() ? Twist::none : habits.twists[exam % habits.twists.size()];
}

std::vector<SimulatedDevice> with_mess(std::vector<SimulatedDevice> devices, std::uint64_t seed) {
  std::mt19937_64 random{seed};
  const std::vector<Twist> deck = shuffled_twists(random);
  std::size_t working = 0;
  for (SimulatedDevice& device : devices) {
    device.habits.clock = draw_clock(random);
    device.habits.rotation = std::array{Rotation::renamed, Rotation::reopened, Rotation::copied}.at(random() % 3);
    if (device.closed) continue;
    device.habits.twists = deck;
    const auto first = static_cast<std::ptrdiff_t>(working++ % deck.size());
    std::rotate(device.habits.twists.begin(), device.habits.twists.begin() + first, device.habits.twists.end());
  }
  share_titles(devices, random);
  return devices;
}

}  // namespace isocenter::simulator
