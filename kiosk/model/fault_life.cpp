#include "kiosk/model/fault_life.hpp"

#include "kiosk/model/sayings.hpp"

namespace isocenter::kiosk {
namespace {

std::string title_of(const Words& words, const RoomFault& fault) {
  const Why why = why_of_fault(words, fault.code, fault.cause);
  if (!why.text.empty()) return words.say("Fault: {category}", {{"category", why.text}});
  return words.say("Fault code {code}", {{"code", why.code}});
}

std::string age_of(const RoomFault& fault, bool is_stale, const LocalTime& local, const Words& words, Instant now) {
  if (is_stale) return words.say("reported at {time}", {{"time", local.moment(fault.since, now, words)}});
  if (now - fault.since < std::chrono::minutes{1}) return words.say("reported just now");
  return words.say("reported {length} ago", {{"length", length_text(words, now - fault.since)}});
}

/// "reported 12 min ago, engineer on site since 10:40": its age, and the last that was said of it.
std::string stands(const RoomFault& fault, bool is_stale, const LocalTime& local, const Words& words, Instant now) {
  const auto moment = [&](Instant time) { return local.moment(time, now, words); };
  if (fault.repaired) {
    return words.say("repaired at {time}, next: {button}",
                     {{"time", moment(*fault.repaired)}, {"button", words.say("Room ready")}});
  }
  const std::string age = age_of(fault, is_stale, local, words, now);
  std::string step;
  if (fault.on_site) {
    step = words.say("engineer on site since {time}", {{"time", moment(*fault.on_site)}});
  } else if (fault.acknowledged) {
    step = words.say("someone took it at {time}", {{"time", moment(*fault.acknowledged)}});
  } else if (fault.called) {
    step = words.say("vendor called at {time}", {{"time", moment(*fault.called)}});
  }
  return step.empty() ? age : words.say("{age}, {step}", {{"age", age}, {"step", step}});
}

std::string hint_of(const Words& words, FaultStep step) {
  if (step == FaultStep::called) return words.say("after the call");
  return step == FaultStep::acknowledged ? words.say("someone took it") : "";
}

std::string spoken(const Words& words, FaultStep step) {
  if (step == FaultStep::called) return words.say("Say that the vendor was called.");
  if (step == FaultStep::acknowledged) return words.say("Say that someone took it and help is on its way.");
  if (step == FaultStep::on_site) return words.say("Say that the engineer is on site.");
  return words.say("Say that it is repaired.");
}

FaultLifeView::Step step_of(const RoomFault& fault, FaultStep step, const LocalTime& local, const Words& words,
                            Instant now) {
  const bool can_touch = is_open(fault, step);
  const std::optional<Instant>& time = time_of(fault, step);
  return {.button = {.id = std::string{word(step)} + ":" + fault.fault,
                     .label = step_label(words, step),
                     .note = time        ? local.moment(*time, now, words)
                             : can_touch ? hint_of(words, step)
                                         : "",
                     .spoken = spoken(words, step),
                     .icon = time ? Icon::tick : Icon::none,
                     .weight = can_touch ? Weight::plain : Weight::done},
          .can_touch = can_touch};
}

}  // namespace

FaultLifeView fault_life(std::span<const RoomFault> faults, std::size_t shown, bool is_stale, const LocalTime& local,
                         const Words& words, Instant now) {
  const RoomFault& fault = faults[shown];
  FaultLifeView view{
      .effect = fault.effect, .title = title_of(words, fault), .stands = stands(fault, is_stale, local, words, now)};
  for (const FaultStep step : life_steps) view.steps.push_back(step_of(fault, step, local, words, now));
  if (faults.size() > 1) {
    view.next = Button{.id = std::string{next_fault_id},
                       .label = words.say("Next fault"),
                       .note = words.say("{page} of {pages}", {{"page", std::to_string(shown + 1)},
                                                               {"pages", std::to_string(faults.size())}}),
                       .spoken = words.say("Show the next fault of this room.")};
  }
  return view;
}

std::optional<FaultTouch> fault_touch(std::string_view id) {
  const auto colon = id.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  for (const FaultStep step : life_steps) {
    if (id.substr(0, colon) == word(step)) return FaultTouch{step, FaultId{id.substr(colon + 1)}};
  }
  return std::nullopt;
}

std::string step_label(const Words& words, FaultStep step) {
  if (step == FaultStep::called) return words.say("Vendor called");
  if (step == FaultStep::acknowledged) return words.say("On its way");
  if (step == FaultStep::on_site) return words.say("Engineer on site");
  return words.say("Repaired");
}

}  // namespace isocenter::kiosk
