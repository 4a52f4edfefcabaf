#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/observe/sighting.hpp"
#include "shared/core/event.hpp"
#include "shared/wire/status.hpp"

/// From what the sources saw of a device to what is said of it. Pure: every time is a sighting's.
namespace isocenter::agent {

struct ObserverRules {
  int missed_probes = 2;             ///< so many in a row make the device unreachable
  std::string exam_source = "mpps";  ///< mpps | log: whose exams count; the other's only support them
  std::chrono::seconds open_ends_after{3600};
};

/// The exam under way, as far as the observer needs it to know its end.
struct OpenExam {
  KeyedHash exam;
  Instant seen;  ///< when its start was known here
  bool operator==(const OpenExam&) const = default;
};

/// What outlives a restart of the agent: an exam that began before it is still under way after it. Reachability does
/// not: it is probed anew.
struct ObserverMemory {
  Activity activity = Activity::unknown;
  std::optional<OpenExam> open;
  bool operator==(const ObserverMemory&) const = default;
};

/// One device. A value: whoever cannot commit what `observe` gave goes back to a copy.
///
/// Reachable: the word of the most telling source that has spoken counts, echo before tcp before workstation (a port
/// may accept while the DICOM service behind it hangs). Each source is debounced by itself: `missed_probes` in a row
/// make its word "unreachable" since the first of them, one answer makes it "reachable". An MPPS message is an answer
/// to all of them. A log line is one only where no probe speaks, since lines may be read long after they were written.
/// An exam under way is no answer: a console that died during one would answer for ever.
///
/// Activity: an exam of a patient (or unknown subject) is `exam`, of a phantom `quality_control`, what a log rule says
/// counts while no exam is open. The next exam, a start of the workstation or `open_ends_after` end an exam nobody
/// ended. Of an unreachable device it is `unknown`.
class DeviceObserver {
 public:
  DeviceObserver(DeviceName device, ObserverRules rules, ObserverMemory remembered = {});

  /// The events that follow from `sighting`, in order: what the source said (exams of the supporting source and mere
  /// activities are not passed on), then device.observed where reachable or activity changed, where they became known
  /// for the first time since the start, and at each start of the workstation.
  std::vector<NewEvent> observe(const Sighting& sighting);

  /// As last said; nothing before it is known.
  const std::optional<wire::ObservedDevice>& observed() const { return said_; }
  const ObserverMemory& memory() const { return memory_; }

 private:
  /// Why something changed, for the event that tells of it.
  struct Change {
    Instant since;
    std::string reason;
    std::string source;
  };
  /// The debounced word of one source.
  struct Word {
    std::optional<bool> answers;
    Change why;
    int missed = 0;
    Instant first_missed;
    std::optional<Instant> last_answer;

    void answer(const Change& change);
    void miss(const Change& change, int missed_probes);
  };

  void hear_probe(const std::string& source, const Reached& reached, Instant t);
  void hear_message(const std::string& source, Instant t);
  void learn(const EventBody& body, const std::string& source, Instant t);
  void end_overdue_exam(Instant t);
  void become(Activity activity, Change change);
  bool is_passed_on(const Sighting& sighting) const;
  const Word* most_telling() const;
  std::optional<NewEvent> news(const Sighting& sighting);

  DeviceName device_;
  ObserverRules rules_;
  ObserverMemory memory_;
  std::map<std::string, Word> words_;
  std::optional<Change> activity_change_;
  std::optional<wire::ObservedDevice> said_;
};

}  // namespace isocenter::agent
