#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kiosk/model/button.hpp"
#include "kiosk/model/department.hpp"
#include "kiosk/model/fault_life.hpp"
#include "kiosk/model/faults_told.hpp"
#include "kiosk/model/local_time.hpp"
#include "kiosk/model/strip.hpp"
#include "kiosk/model/tile.hpp"
#include "kiosk/text/words.hpp"
#include "shared/core/event.hpp"

namespace isocenter::kiosk {

/// What was just touched, while it can be taken back.
struct SaidStrip {
  Icon icon = Icon::none;
  std::string title{}, sent{};
  Button undo{};  ///< its note says "8 s left"
  bool operator==(const SaidStrip&) const = default;
};

/// The scanner's own screen.
struct ScannerHomeView {
  EquipmentState state = EquipmentState::unknown;
  std::string word{};                        ///< "In use"
  std::string procedure{};                   ///< "CT CHEST"; may be empty
  std::string figure{};                      ///< exam clock "23:10", or how long down; may be empty
  std::string usual{};                       ///< "of usual 28 to 41 min"
  std::string likely_end{};                  ///< "likely to end 10:47 to 11:00"
  std::string from_exams{};                  ///< "from 212 exams in this room"
  std::string half_end_by{}, most_end_by{};  ///< "half end by 28 min", "9 of 10 by 41 min"
  struct Progress {
    double done = 0, p50 = 0, p90 = 0;  ///< of the bar
    bool late = false;
    bool operator==(const Progress&) const = default;
  };
  std::optional<Progress> progress{};
  std::vector<std::string> notes{};  ///< what else holds: reason, since, cause, open faults; at most four lines
  std::optional<FaultLifeView> fault{};
  std::string contradiction{};  ///< "An exam ran. Is the room ready?"; empty
  std::string today{}, exams_done{};
  Strip strip{};
  std::vector<std::string> grid_labels{};  ///< per `strip.grid`; empty where none is drawn
  std::string last_touch{};
  std::optional<SaidStrip> said{};  ///< lies over the day's timeline
  std::string others_title{};       ///< "Other rooms of this kind"
  std::vector<Tile> others{};       ///< at most three: the rooms of the same modality, else the first ones
  std::vector<Button> actions{};
  bool operator==(const ScannerHomeView&) const = default;
};

/// The eight categories.
struct FaultChoiceView {
  std::string question{}, hint{}, not_sent{}, danger{};
  std::string state_line{};  ///< "In use, 23:13 of usual 28 to 41 min"
  EquipmentState state = EquipmentState::unknown;
  struct Category {
    Button button{};     ///< label and examples as note
    std::string then{};  ///< "MR 2 goes down"
    EquipmentState becomes = EquipmentState::down;
    bool operator==(const Category&) const = default;
  };
  std::vector<Category> categories{};
  Button back{};
  bool operator==(const FaultChoiceView&) const = default;
};

/// A fault was just reported: what follows, and ten seconds to take it back.
struct SentView {
  EquipmentState state = EquipmentState::down;
  std::string title{}, sent{}, also{};
  std::optional<Button> undo{};  ///< none once the ten seconds are over; its note says "8 s left"
  std::string say_more{};
  std::vector<Button> more{};  ///< closer words, at most eight
  std::string closes{};
  std::vector<Button> others{};  ///< e.g. "It can still be used: make it limited"
  Button done{};
  bool operator==(const SentView&) const = default;
};

/// When planned work ends: a choice of hours.
struct PlannedView {
  std::string question{}, hint{};
  std::vector<Button> choices{};
  Button back{};
  bool operator==(const PlannedView&) const = default;
};

struct ScannerView {
  std::string name{}, kind{}, date{}, clock{};  ///< "MR 2", "MR"; "US 1", "Ultrasound"
  std::string not_confirmed{};
  std::string kept{};  ///< "Touches are kept": said while nothing can be sent; or that the disk is full
  std::variant<ScannerHomeView, FaultChoiceView, SentView, PlannedView> page{ScannerHomeView{}};
  bool operator==(const ScannerView&) const = default;
};

/// What a kiosk at a scanner is in the middle of. Pure: it is handed touches and the time, and hands back events.
class Scanner {
 public:
  Scanner(DeviceName device, std::string role) : device_{std::move(device)}, role_{std::move(role)} {}

  /// A button's id. What it returns is to be recorded, in order, in one transaction.
  std::vector<NewEvent> touch(std::string_view id, const Department& department, Instant now);
  /// The names under which the last touch's events were recorded, so that they can be withdrawn.
  void recorded(const std::vector<BirthName>& names, Instant now);
  /// They could not be kept (disk full): the screen says so.
  void not_recorded(Instant now);
  /// Time passes: pages close by themselves, undo ends.
  void tick(const Department& department, Instant now);

  /// `timeline`: what the strip shows, a third of it ahead; none: the day.
  ScannerView view(const Department& department, const LocalTime& local, const Words& words, Instant now,
                   std::optional<Milliseconds> timeline = std::nullopt) const;

 private:
  enum class Page { home, fault_choice, planned_choice, sent };
  /// What patients did here, as it was touched: no retained topic tells it.
  struct Steps {
    std::optional<Instant> in_room{}, left_room{};
    bool operator==(const Steps&) const = default;
  };
  struct LastTouch {
    std::string what{};  ///< as in `Said`
    Instant at{};
  };
  /// What was told here, as undo gives it back.
  struct Told {
    Steps steps{};
    FaultsTold faults{};
    std::optional<LastTouch> last{};
  };
  struct Said {
    std::string what{};       ///< the button's id, of a fault "fault:{category}", of its life the step
    bool is_limited = false;  ///< of a fault: its effect
    FaultId fault{};          ///< of a fault
    std::string note{};       ///< of a fault: the closer word
    Instant at{};
    std::vector<BirthName> names{};  ///< of the events that say it
    Told before{};
  };
  /// Which of several faults is looked at; after a while the one that matters most is again.
  struct LookedAt {
    FaultId fault{};
    Instant since{};
  };

  /// All that a touch changes.
  struct Memory {
    Page page = Page::home;
    Instant page_since{};
    Told told{};
    std::optional<Said> said{};
    std::optional<LookedAt> looked_at{};
  };

  std::vector<NewEvent> touch_home(std::string_view id, const Department& department, Instant now);
  std::vector<NewEvent> touch_fault(FaultStep step, const FaultId& name, const std::vector<RoomFault>& faults,
                                    Instant now);
  std::vector<NewEvent> touch_planned(std::string_view id, Instant now);
  std::vector<NewEvent> touch_sent(std::string_view id, Instant now);
  std::vector<NewEvent> room_ready(Instant now);
  void look_at_next(const std::vector<RoomFault>& faults, Instant now);
  std::vector<NewEvent> tell(std::string what, EventBody body, Instant now);
  std::vector<NewEvent> report(std::string_view category, Instant now, bool make_limited);
  std::vector<NewEvent> note(std::string_view word, Instant now);
  std::vector<NewEvent> make_limited(Instant now);
  std::vector<NewEvent> withdraw(Instant now) const;
  std::vector<NewEvent> undo(Instant now);
  bool said_a_fault() const;
  void turn_to(Page page, Instant now);
  bool can_undo(Instant now) const;

  ScannerHomeView home(const wire::DeviceSnapshot& shown, const Department& department, const LocalTime& local,
                       const Words& words, Instant now, std::optional<Milliseconds> timeline) const;
  FaultChoiceView fault_choice(const wire::DeviceSnapshot& shown, const Department& department, const Words& words,
                               Instant now) const;
  SentView sent(const wire::DeviceSnapshot& shown, const Department& department, const LocalTime& local,
                const Words& words, Instant now) const;
  std::optional<SaidStrip> said_strip(const Department& department, const LocalTime& local, const Words& words,
                                      Instant now) const;
  /// A room of which the collector has said nothing yet can be spoken for all the same.
  wire::DeviceSnapshot shown(const Department& department, Instant now) const;
  std::vector<RoomFault> faults(const Department& department, Instant now) const;
  /// Which of the faults is shown; their end where there are none.
  std::size_t shown_fault(const std::vector<RoomFault>& faults) const;
  std::optional<Button> undo_button(const Words& words, Instant now) const;
  std::vector<Button> actions(const wire::DeviceSnapshot& shown, const LocalTime& local, const Words& words,
                              Instant now) const;

  DeviceName device_;
  std::string role_;
  Memory memory_{};
  Memory before_{};          ///< the last touch, should it not be kept
  std::size_t awaited_ = 0;  ///< so many of the last touch's events belong to `memory_.said`; they are being recorded
  bool could_not_keep_ = false;
  std::uint64_t faults_ = 0;
};

/// All that can be touched, in focus order.
std::vector<Button> buttons(const ScannerView& view);

}  // namespace isocenter::kiosk
