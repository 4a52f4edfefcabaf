#include "tests/kiosk/screen/samples.hpp"

#include <fmt/format.h>

#include <memory>

#include "kiosk/model/board.hpp"
#include "kiosk/model/feedback.hpp"
#include "kiosk/model/scanner.hpp"
#include "kiosk/screen/board_screen.hpp"
#include "kiosk/screen/feedback_screen.hpp"
#include "kiosk/screen/scanner_screen.hpp"
#include "tests/kiosk/model/department_support.hpp"

namespace isocenter::kiosk {
namespace {

using std::chrono::minutes;
using wire::DeviceSnapshot;

constexpr const char* title = "General Hospital, Imaging";

Instant morning() { return clock("10:42:00.000"); }

/// A day of exams with breaks, up to when the present state began.
void add_past(DeviceSnapshot& room, int exam_min, int break_min) {
  std::vector<DeviceSnapshot::Interval> past;
  Instant to = room.since;
  for (const Instant opened = clock("07:00:00.000"); to - minutes{exam_min + break_min} > opened;) {
    past.insert(past.begin(), {EquipmentState::ready, to - minutes{break_min}, to, Grade::a, false});
    to -= minutes{break_min};
    past.insert(past.begin(), {EquipmentState::in_use, to - minutes{exam_min}, to, Grade::a, true});
    to -= minutes{exam_min};
  }
  past.insert(past.begin(), {EquipmentState::quality_control, to - minutes{20}, to, Grade::b, false});
  past.insert(past.begin(), {EquipmentState::closed, clock("00:00:00.000"), to - minutes{20}, Grade::c, false});
  past.push_back({room.state, room.since, std::nullopt, room.grade, room.state == EquipmentState::in_use});
  room.intervals = std::move(past);
}

DeviceSnapshot exam(const std::string& name, const std::string& began, int p50, int p90) {
  DeviceSnapshot room = exam_snapshot(name, clock(began), p50, p90);
  add_past(room, p50, 8);
  return room;
}

DeviceSnapshot in_state(const std::string& name, EquipmentState state, const std::string& since,
                        const std::string& reason, Grade grade = Grade::b) {
  DeviceSnapshot room = ready_snapshot(name, clock(since));
  room.state = state;
  room.reason = reason;
  room.grade = grade;
  add_past(room, 14, 9);
  return room;
}

DeviceSnapshot down(const std::string& name, const std::string& since, const std::string& code, Cause cause) {
  DeviceSnapshot room = down_snapshot(name, clock(since), code, cause);
  add_past(room, 12, 6);
  return room;
}

DeviceSnapshot limited(const std::string& name, const std::string& since, const std::string& code, Cause cause) {
  DeviceSnapshot room = in_state(name, EquipmentState::limited, since, "fault:" + code);
  room.cause = cause;
  room.faults = {{"f2", code, Effect::limited, cause, clock(since)}};
  return room;
}

/// Sixteen rooms; `trouble` puts every state among them.
std::vector<std::pair<std::string, DeviceSnapshot>> rooms(bool trouble) {
  std::vector<std::pair<std::string, DeviceSnapshot>> all{
      {"ct1", exam("CT 1", "10:35:42.000", 9, 14)},
      {"ct2", trouble ? down("CT 2", "10:19:00.000", "table", Cause::equipment)
                      : in_state("CT 2", EquipmentState::ready, "10:35:00.000", "exam_ended", Grade::a)},
      {"ct3", exam("CT 3", "10:30:13.000", 10, 16)},
      {"mr1", exam("MR 1", trouble ? "09:58:55.000" : "10:10:55.000", 26, 38)},
      {"mr2", exam("MR 2", "10:18:50.000", 28, 41)},
      {"mr3", limited("MR 3", "09:50:00.000", "coil", Cause::accessory)},
      {"xr1", exam("XR 1", "10:39:20.000", 4, 8)},
      {"xr2", in_state("XR 2", EquipmentState::ready, "10:38:00.000", "exam_ended", Grade::a)},
      {"xr3", trouble ? in_state("XR 3", EquipmentState::planned_down, "10:00:00.000", "declared")
                      : in_state("XR 3", EquipmentState::ready, "10:31:00.000", "exam_ended", Grade::a)},
      {"xr4", in_state("XR 4", EquipmentState::quality_control, "10:20:00.000", "declared")},
      {"us1", exam("US 1", "10:27:38.000", 18, 29)},
      {"us2", exam("US 2", "10:33:05.000", 15, 24)},
      {"us3", trouble ? in_state("US 3", EquipmentState::unknown, "09:52:00.000", "node_silent", Grade::d)
                      : in_state("US 3", EquipmentState::ready, "10:40:00.000", "exam_ended", Grade::a)},
      {"mg1", exam("MG 1", "10:36:30.000", 9, 14)},
      {"nm1", exam("NM 1", "10:23:48.000", 22, 35)},
      {"pt1", in_state("PET/CT 1", EquipmentState::closed, "06:00:00.000", "outside_hours", Grade::c)}};
  if (trouble) all[8].second.until = clock("12:30:00.000");
  for (std::size_t i = 0; i < all.size(); ++i) all[i].second.order = static_cast<int>(i);
  return all;
}

std::shared_ptr<Bench> department(bool trouble, std::size_t copies = 1) {
  auto bench = std::make_shared<Bench>(Bench::at_work(morning()));
  for (std::size_t copy = 0; copy < copies; ++copy) {
    for (auto [name, room] : rooms(trouble)) {
      room.order += static_cast<int>(copy * 100);
      bench->room(copy == 0 ? name : fmt::format("{}-{}", name, copy), room, morning());
    }
  }
  return bench;
}

Sample board(const std::string& name, std::shared_ptr<Bench> bench, Instant now, std::size_t page = 0) {
  return {name, &dark, [bench = std::move(bench), now, page](Canvas& canvas, const Words& words) {
            const PanelPixels panel{static_cast<int>(canvas.width()), static_cast<int>(canvas.height())};
            draw_board(canvas,
                       board_view(bench->department, title, new_york(), words, now, page, board_capacity(panel)));
          }};
}

/// CT 2, down since 10:19 for its table, as far as it is looked after; with `others`, of three faults.
std::shared_ptr<Bench> looked_after(const std::string& step, bool others = false) {
  DeviceSnapshot room = down("CT 2", "10:19:00.000", "table", Cause::equipment);
  auto& fault = room.faults[0];
  fault.called = clock("10:20:00.000");
  if (step != "called") fault.acknowledged = clock("10:22:00.000");
  if (step == "on_site") fault.on_site = clock("10:40:00.000");
  if (others) {
    room.faults.push_back({"f2", "image", Effect::limited, Cause::equipment, clock("10:30:00.000")});
    room.faults.push_back({"f3", "detector_calibration", Effect::none, Cause::equipment, clock("08:10:00.000")});
  }
  auto bench = department(true);
  bench->room("ct2", room, morning());
  return bench;
}

/// A running exam in a room that is limited.
std::shared_ptr<Bench> limited_in_use() {
  DeviceSnapshot room = exam("MR 3", "10:18:50.000", 28, 41);
  room.state = EquipmentState::limited;
  room.reason = "fault:coil";
  room.cause = Cause::accessory;
  room.faults = {{"f2", "coil", Effect::limited, Cause::accessory, clock("09:50:00.000")}};
  room.faults[0].acknowledged = clock("09:58:00.000");
  auto bench = department(true);
  bench->room("mr3", room, morning());
  return bench;
}

/// The scanner's screen at `room` after these touches.
Sample scanner(const std::string& name, const std::string& room, std::vector<std::string> touches, Instant now,
               std::shared_ptr<Bench> bench = department(true)) {
  return {name, &dark, [=](Canvas& canvas, const Words& words) {
            Scanner model{device(room), "technologist"};
            for (const std::string& id : touches) {
              const auto events = model.touch(id, bench->department, now);
              model.recorded(std::vector<BirthName>(events.size()), now);
            }
            draw_scanner(canvas, model.view(bench->department, new_york(), words, now));
          }};
}

Sample feedback(const std::string& name, std::vector<std::string> touches, int faces = 5) {
  return {
      name, &light, [=](Canvas& canvas, const Words& words) {
        Feedback model{
            {.area = "CT exit", .faces = faces, .languages = {"en", "es", "vi", "ko", "tl", "ru", "ar", "zh", "fr"}}};
        for (const std::string& id : touches) model.touch(id, morning());
        draw_feedback(canvas, model.view(words));
      }};
}

/// The broker went away eleven minutes ago; nothing was heard since.
std::shared_ptr<Bench> stale() {
  const Instant last = clock("10:31:00.000");
  auto bench = std::make_shared<Bench>(Bench::at_work(last));
  for (const auto& [name, room] : rooms(true)) {
    if (room.since <= last) bench->room(name, room, last);
  }
  bench->department.disconnected(last);
  return bench;
}

}  // namespace

const std::vector<Sample>& samples() {
  static const std::vector<Sample> all{
      board("board", department(false), morning()),
      board("board-trouble", department(true), morning()),
      board("board-stale", stale(), morning()),
      board("board-60-rooms", department(true, 4), morning(), 1),
      board("board-empty", std::make_shared<Bench>(Bench::at_work(morning())), morning()),
      scanner("scanner-in-use", "mr2", {}, morning()),
      scanner("scanner-late", "mr1", {}, morning()),
      scanner("scanner-ready", "xr2", {}, morning()),
      scanner("scanner-said", "xr2", {"in_room"}, morning()),
      scanner("scanner-down", "ct2", {}, morning()),
      scanner("scanner-called", "ct2", {}, morning(), looked_after("called")),
      scanner("scanner-on-its-way", "ct2", {}, morning(), looked_after("acknowledged")),
      scanner("scanner-on-site", "ct2", {"on_site:f1"}, morning(), looked_after("acknowledged")),
      scanner("scanner-repaired", "ct2", {"repaired:f1"}, morning(), looked_after("on_site")),
      scanner("scanner-three-faults", "ct2", {"next_fault"}, morning(), looked_after("on_site", true)),
      scanner("scanner-limited", "mr3", {}, morning()),
      scanner("scanner-limited-in-use", "mr3", {}, morning(), limited_in_use()),
      scanner("scanner-down-stale", "ct2", {}, morning(), stale()),
      scanner("scanner-quality-control", "xr4", {}, morning()),
      scanner("scanner-planned", "xr3", {}, morning()),
      scanner("scanner-unknown", "us3", {}, morning()),
      scanner("scanner-closed", "pt1", {}, morning()),
      scanner("scanner-fault", "mr2", {"fault"}, morning()),
      scanner("scanner-sent", "mr2", {"fault", "fault:cooling"}, morning()),
      scanner("scanner-sent-limited", "mr2", {"fault", "fault:coil", "note:injector"}, morning()),
      scanner("scanner-until", "mr2", {"planned"}, morning()),
      feedback("feedback", {}),
      feedback("feedback-four", {}, 4),
      feedback("feedback-reasons", {"face:4"}),
      feedback("feedback-thanks", {"face:4", "reason:staff"}),
      feedback("feedback-large", {"larger_text", "contrast"}),
  };
  return all;
}

const std::vector<Language>& sample_languages() {
  static const std::vector<Language> all{
      {"en", Words::english()}, {"es", Words::load(ISOCENTER_KIOSK_LOCALE, "es").value()}, {"long", Words::pseudo()}};
  return all;
}

const std::vector<PanelPixels>& sample_panels() {
  static const std::vector<PanelPixels> all{{1280, 720}, {1920, 1080}, {3840, 2160}, {1080, 1920}, {1024, 600}};
  return all;
}

}  // namespace isocenter::kiosk
