#include "kiosk/model/sayings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "kiosk/model/fault_category.hpp"
#include "kiosk/model/fault_note.hpp"

namespace isocenter::kiosk {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::uint64_t least_exams = 10;  ///< fewer say nothing about the next one
constexpr double place_of_p90 = 0.8;
constexpr double progress_steps = 1000;  ///< so that nothing is drawn again for less than a pixel

/// What the profiles in firmware-configs/modality/ call their faults.
struct LogCode {
  std::string_view code;
  const char* inside;
};
constexpr std::array log_codes{LogCode{"beamformer", phrase("beamformer")},
                               LogCode{"biopsy_unit", phrase("biopsy unit")},
                               LogCode{"bucky_drive", phrase("bucky")},
                               LogCode{"c_arm_collision", phrase("C-arm collision")},
                               LogCode{"chiller_stopped", phrase("chiller stopped")},
                               LogCode{"coil_fault", phrase("coil")},
                               LogCode{"cold_head", phrase("cold head")},
                               LogCode{"collimator", phrase("collimator")},
                               LogCode{"collimator_change", phrase("collimator change")},
                               LogCode{"compression_paddle", phrase("compression paddle")},
                               LogCode{"cooling_flow", phrase("cooling")},
                               LogCode{"detector_battery", phrase("detector battery")},
                               LogCode{"detector_calibration", phrase("detector calibration")},
                               LogCode{"detector_link", phrase("detector")},
                               LogCode{"detector_tuning", phrase("detector tuning")},
                               LogCode{"ecg_gate", phrase("ECG gating")},
                               LogCode{"gantry_rotation", phrase("gantry")},
                               LogCode{"generator_fault", phrase("generator")},
                               LogCode{"gradient_amplifier", phrase("gradient amplifier")},
                               LogCode{"helium_low", phrase("helium low")},
                               LogCode{"image_store_full", phrase("image disk full")},
                               LogCode{"injector_link", phrase("injector")},
                               LogCode{"power_backup", phrase("on backup power")},
                               LogCode{"power_supply", phrase("power supply")},
                               LogCode{"quench", phrase("magnet quench")},
                               LogCode{"rf_amplifier", phrase("RF amplifier")},
                               LogCode{"table_drive", phrase("table")},
                               LogCode{"transducer_fault", phrase("transducer")},
                               LogCode{"tube_arc", phrase("X-ray tube")},
                               LogCode{"tube_overheat", phrase("X-ray tube too hot")}};

std::string cause_inside(const Words& words, Cause cause) {
  switch (cause) {
    case Cause::equipment: return words.say("equipment");
    case Cause::accessory: return words.say("accessory");
    case Cause::facility: return words.say("room or building");
    case Cause::it: return words.say("network or IT");
    case Cause::user: return words.say("handling");
    case Cause::consumable: return words.say("supplies");
    case Cause::third_party: return words.say("third party");
    case Cause::access: return words.say("engineer not let in");
    case Cause::unexplained: return "";
  }
  return "";
}

}  // namespace

const FaultCategory* find_category(std::string_view code) {
  const auto* const found = std::find_if(fault_categories.begin(), fault_categories.end(),
                                         [&](const FaultCategory& category) { return category.code == code; });
  return found == fault_categories.end() ? nullptr : found;
}

std::string state_word(const Words& words, EquipmentState state) {
  switch (state) {
    case EquipmentState::in_use: return words.say("In use");
    case EquipmentState::ready: return words.say("Ready");
    case EquipmentState::limited: return words.say("Limited");
    case EquipmentState::quality_control: return words.say("Quality control");
    case EquipmentState::planned_down: return words.say("Planned work");
    case EquipmentState::down: return words.say("Down");
    case EquipmentState::closed: return words.say("Closed");
    case EquipmentState::unknown: return words.say("Not observed");
  }
  return "";
}

std::string state_inside(const Words& words, EquipmentState state) { return chip_word(words, state, 1); }

std::string chip_word(const Words& words, EquipmentState state, long rooms) {
  switch (state) {
    case EquipmentState::in_use: return words.plural("in use", "in use", rooms);
    case EquipmentState::ready: return words.plural("ready", "ready", rooms);
    case EquipmentState::limited: return words.plural("limited", "limited", rooms);
    case EquipmentState::quality_control: return words.plural("quality control", "quality control", rooms);
    case EquipmentState::planned_down: return words.plural("planned work", "planned work", rooms);
    case EquipmentState::down: return words.plural("down", "down", rooms);
    case EquipmentState::closed: return words.plural("closed", "closed", rooms);
    case EquipmentState::unknown: return words.plural("not observed", "not observed", rooms);
  }
  return "";
}

std::string modality_word(const Words& words, std::string_view modality) {
  constexpr std::array<std::pair<std::string_view, const char*>, 9> known{{{"CR", phrase("X-ray")},
                                                                           {"DX", phrase("X-ray")},
                                                                           {"MG", phrase("Mammography")},
                                                                           {"NM", phrase("Nuclear medicine")},
                                                                           {"PT", phrase("PET")},
                                                                           {"RF", phrase("Fluoroscopy")},
                                                                           {"US", phrase("Ultrasound")},
                                                                           {"XA", phrase("Angiography")},
                                                                           {"MR", phrase("MR")}}};
  const auto* const found =
      std::find_if(known.begin(), known.end(), [&](const auto& each) { return each.first == modality; });
  return found == known.end() ? std::string{modality} : words.say(found->second);
}

Why why_of_fault(const Words& words, std::string_view code, Cause cause) {
  if (const FaultCategory* const category = find_category(code)) return {words.say(category->inside), ""};
  const auto* const known =
      std::find_if(log_codes.begin(), log_codes.end(), [&](const LogCode& each) { return each.code == code; });
  if (known != log_codes.end()) return {words.say(known->inside), ""};
  return {cause_inside(words, cause), std::string{code}};
}

Why why_of_state(const Words& words, const wire::DeviceSnapshot& snapshot) {
  constexpr std::string_view of_fault = "fault:";
  const std::string_view reason = snapshot.reason;
  const Cause cause = snapshot.cause.value_or(Cause::unexplained);
  if (reason.starts_with(of_fault)) return why_of_fault(words, reason.substr(of_fault.size()), cause);
  if (reason == "overran") return {words.say("planned work overran"), ""};
  return {cause_inside(words, cause), ""};
}

std::string note_text(const Words& words, std::string_view note) {
  const FaultNote* const known = find_note(note);
  return known == nullptr ? "" : words.say(known->label);
}

std::string why_not_observed(const Words& words, std::string_view reason) {
  if (reason == "device_silent") return words.say("It does not answer");
  if (reason == "not_seen_yet") return words.say("It has not answered yet");
  if (reason == "no_node") return words.say("No agent observes it");
  if (reason == "no_history") return words.say("Nothing is known of it yet");
  return words.say("Its workstation is not heard");
}

std::string state_and_why(const Words& words, EquipmentState state, const Why& why) {
  if (why.text.empty()) return state_word(words, state);
  return words.say("{state}: {reason}", {{"state", state_word(words, state)}, {"reason", why.text}});
}

std::string clock_text(Milliseconds elapsed) {
  const auto s = floor<seconds>(std::max(elapsed, Milliseconds{0}));
  const auto h = floor<hours>(s);
  const auto m = floor<minutes>(s);
  if (h.count() == 0) return fmt::format("{}:{:02}", m.count(), (s - m).count());
  return fmt::format("{}:{:02}:{:02}", h.count(), (m - h).count(), (s - m).count());
}

std::string length_text(const Words& words, Milliseconds elapsed) {
  const auto m = floor<minutes>(std::max(elapsed, Milliseconds{0}));
  const auto h = floor<hours>(m);
  if (h >= hours{48}) {
    const long whole_days = floor<days>(h).count();
    return words.plural("{n} day", "{n} days", whole_days);
  }
  if (h.count() == 0) return words.say("{minutes} min", {{"minutes", std::to_string(m.count())}});
  return words.say("{hours} h {minutes}",
                   {{"hours", std::to_string(h.count())}, {"minutes", fmt::format("{:02}", (m - h).count())}});
}

std::optional<Usual> usual_of(const std::optional<wire::DeviceSnapshot::Exam>& exam) {
  if (!exam || !exam->usual_p50 || !exam->usual_p90 || exam->n < least_exams) return std::nullopt;
  if (*exam->usual_p90 <= seconds{0}) return std::nullopt;
  return Usual{std::min(*exam->usual_p50, *exam->usual_p90), *exam->usual_p90,
               static_cast<long>(std::min<std::uint64_t>(exam->n, 1'000'000))};
}

std::string usual_range(const Words& words, const Usual& usual) {
  const auto from = std::chrono::round<minutes>(usual.p50).count();
  const auto to = std::chrono::round<minutes>(usual.p90).count();
  if (from == to) return words.say("{minutes} min", {{"minutes", std::to_string(to)}});
  return words.say("{from} to {to} min", {{"from", std::to_string(from)}, {"to", std::to_string(to)}});
}

UsualProgress usual_progress(const Usual& usual, Milliseconds elapsed) {
  const auto place = [&](Milliseconds length) {
    const double share = static_cast<double>(length.count()) / static_cast<double>(usual.p90.count());
    return std::round(std::clamp(share * place_of_p90, 0.0, 1.0) * progress_steps) / progress_steps;
  };
  return {.done = place(elapsed), .p50 = place(usual.p50), .p90 = place_of_p90, .late = elapsed > usual.p90};
}

std::string over_usual(const Words& words, const Usual& usual, Milliseconds elapsed) {
  const auto over = floor<minutes>(elapsed - usual.p90).count();
  if (over < 1) return "";
  return words.say("{minutes} min over usual", {{"minutes", std::to_string(over)}});
}

}  // namespace isocenter::kiosk
