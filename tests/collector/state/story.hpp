#pragma once

#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "collector/state/derive.hpp"

/// Histories of a device `ct1` told in lines, one event each, and what is to follow from them.
///
///   08:00 agent exam e1 starts            who says what when; the agent observes ct1, kiosks and the collector speak
///   too 08:20 agent exam e1 ends now 09:00
///
/// Times are HH:MM or HH:MM:SS on Monday 2 March 2026 (UTC); "2/07:00" is the day after. See `Story::tell` for all
/// words.
namespace isocenter::collector::testing {

inline const DeviceName ct1 = DeviceName::parse("ct1").value();

inline NodeName node(const std::string& name) { return NodeName::parse(name).value(); }

inline Instant day_one() { return parse_rfc3339("2026-03-02T00:00:00Z").value(); }

/// "[day/]HH:MM[:SS]"
inline Instant clock_time(const std::string& text) {
  const auto slash = text.find('/');
  const int day = slash == std::string::npos ? 1 : std::stoi(text.substr(0, slash));
  const std::string time = slash == std::string::npos ? text : text.substr(slash + 1);
  const int seconds = time.size() > 5 ? std::stoi(time.substr(6)) : 0;
  return day_one() + std::chrono::hours{24 * (day - 1) + std::stoi(time.substr(0, 2))} +
         std::chrono::minutes{std::stoi(time.substr(3, 2))} + std::chrono::seconds{seconds};
}

inline std::string clock_text(Instant instant) {
  if (instant >= end_of_time) return "open";
  const auto since = std::chrono::duration_cast<std::chrono::seconds>(instant - day_one()).count();
  const auto day = since / 86'400 + 1;
  const auto rest = since % 86'400;
  char text[32];
  const int hour = static_cast<int>(rest / 3600), minute = static_cast<int>(rest / 60 % 60),
            second = static_cast<int>(rest % 60);
  int used = day == 1 ? std::snprintf(text, sizeof text, "%02d:%02d", hour, minute)
                      : std::snprintf(text, sizeof text, "%d/%02d:%02d", static_cast<int>(day), hour, minute);
  if (second != 0) std::snprintf(text + used, sizeof text - static_cast<std::size_t>(used), ":%02d", second);
  return text;
}

/// The words of a line; "key=value" words apart.
struct Line {
  std::vector<std::string> words;
  std::map<std::string, std::string> given;

  explicit Line(const std::string& text) {
    std::istringstream in{text};
    for (std::string word; in >> word;) {
      const auto equals = word.find('=');
      if (equals == std::string::npos) {
        words.push_back(word);
      } else {
        given[word.substr(0, equals)] = word.substr(equals + 1);
      }
    }
  }
  const std::string& word(std::size_t index) const {
    static const std::string none;
    return index < words.size() ? words[index] : none;
  }
  bool has(const std::string& text) const { return std::find(words.begin(), words.end(), text) != words.end(); }
  std::optional<std::string> find(const std::string& key) const {
    const auto found = given.find(key);
    return found == given.end() ? std::nullopt : std::optional{found->second};
  }
  std::optional<Instant> time(const std::string& key) const {
    const auto text = find(key);
    return text ? std::optional{clock_time(*text)} : std::nullopt;
  }
};

inline std::vector<Line> lines_of(const std::string& text) {
  std::vector<Line> lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) {
    Line read{line};
    if (!read.words.empty()) lines.push_back(std::move(read));
  }
  return lines;
}

class Story {
 public:
  explicit Story(const std::string& text) {
    for (const Line& line : lines_of(text)) tell(line);
    if (!configured_) add(day_one(), "collector", Line{""}, configuration(Line{"node=agent"}));
    std::sort(rows.begin(), rows.end());
  }

  std::vector<LogRow> rows;
  Instant from = clock_time("07:00");
  Instant now = clock_time("07:00");
  Milliseconds usual{0};  ///< p90 of every procedure; 0: nobody knows

  Derived derived() const {
    const auto length = [this](const std::string&, Instant) {
      return usual.count() == 0 ? std::nullopt : std::optional{usual};
    };
    return derive_device(ct1, rows, length, {from, now});
  }

 private:
  static Epoch epoch_of(int number) {
    Epoch epoch;
    epoch.bytes[0] = static_cast<std::uint8_t>(number);
    return epoch;
  }

  /// now TIME | window TIME | usual MINUTES | TIME WHO …
  void tell(const Line& line) {
    if (line.word(0) == "now") {
      now = clock_time(line.word(1));
    } else if (line.word(0) == "window") {
      from = clock_time(line.word(1));
    } else if (line.word(0) == "usual") {
      usual = std::chrono::minutes{std::stoi(line.word(1))};
    } else {
      say(clock_time(line.word(0)), line.word(1), line);
    }
  }

  void say(Instant when, const std::string& who, const Line& line) {
    const std::string& verb = line.word(2);
    const bool of_node =
        verb == "started" || verb == "paused" || verb == "silent" || verb == "heard" || verb == "loads";
    if (verb == "started") ++epochs_[who];
    if (verb == "loads") configured_ = true;
    const auto device = of_node || verb == "withdraws" ? std::nullopt : std::optional{ct1};
    add(when, who, line, body(when, who, verb, line), device);
  }

  EventBody body(Instant when, const std::string& who, const std::string& verb, const Line& line) {
    if (verb == "started") return NodeStarted{"test", {}, 0, line.time("alive")};
    if (verb == "paused") return NodePaused{*line.time("from"), *line.time("to")};
    if (verb == "silent") return silent(line);
    if (verb == "heard") return heard(line);
    if (verb == "loads") return configuration(line);
    if (verb == "sees") return observed(when, line);
    if (verb == "declares") return declared(when, line);
    if (verb == "exam") return exam(line);
    if (verb == "step") return ExamStepped{line.find("exam"), line.word(3), line.time("at")};
    if (verb == "fault") return fault(who, line);
    if (verb == "check") return CheckDone{"daily", line.word(3)};
    if (verb == "withdraws") return withdrawal(who, line);
    throw std::invalid_argument("unknown verb " + verb);
  }

  /// collector silent agent until=TIME [last=TIME]
  NodeSilent silent(const Line& line) {
    const Instant until = *line.time("until");
    return {node(line.word(3)), epoch_of(epochs_[line.word(3)]), line.time("last").value_or(until), until, "missed"};
  }
  /// collector heard agent last=TIME [stood_still]
  NodeHeard heard(const Line& line) {
    return {node(line.word(3)), epoch_of(epochs_[line.word(3)]), *line.time("last"), {}, {}, line.has("stood_still")};
  }
  /// collector loads [node=agent] [hours=07:00-19:00 each day] [zone=UTC]
  static ConfigurationLoaded configuration(const Line& line) {
    ConfiguredDevice device{.name = ct1,
                            .title = {},
                            .room = {},
                            .modality = "CT",
                            .node = {},
                            .hours = {},
                            .manufacturer = {},
                            .model = {},
                            .serial = {},
                            .asset_tag = {},
                            .installed = {},
                            .end_of_support = {}};
    if (const auto name = line.find("node")) device.node = node(*name);
    if (const auto hours = line.find("hours")) {
      const auto minutes = [](const std::string& text) {
        return std::stoi(text.substr(0, 2)) * 60 + std::stoi(text.substr(3));
      };
      const int begin = minutes(hours->substr(0, 5));
      int end = minutes(hours->substr(6));
      if (end <= begin) end += 1440;
      for (int weekday = 1; weekday <= 7; ++weekday) device.hours.push_back({weekday, begin, end});
    }
    return {line.find("zone").value_or("UTC"), "2026a", {device}, {}};
  }
  /// agent sees idle|exam|quality_control|silent|workstation [since=TIME]
  static DeviceObserved observed(Instant when, const Line& line) {
    const std::string& what = line.word(3);
    if (what == "workstation") return {true, Activity::idle, when, "workstation_started", "workstation"};
    if (what == "silent") return {false, Activity::unknown, line.time("since").value_or(when), "no_answer", "echo"};
    return {true, from_word<Activity>(what).value(), when, "echo", "echo"};
  }
  /// kiosk declares STATE [from=TIME] [until=TIME] [cause=WORD]
  static DeviceDeclared declared(Instant when, const Line& line) {
    return {from_word<EquipmentState>(line.word(3)).value(),
            line.time("from").value_or(when),
            line.time("until"),
            from_word<Cause>(line.find("cause").value_or("unexplained")).value(),
            {},
            "technologist"};
  }
  /// agent exam ID starts [phantom|unknown] [at=TIME] [orders=a,b] [ends_after=MINUTES] | updated … | ends
  /// [discontinued]
  static EventBody exam(const Line& line) {
    ExamFacts facts{line.word(3), {}, line.find("study"), line.find("procedure")};
    std::istringstream orders{line.find("orders").value_or("")};
    for (std::string order; std::getline(orders, order, ',');) facts.orders.push_back(order);
    if (line.word(4) == "updated") return ExamUpdated{facts};
    if (line.word(4) == "ends") {
      const bool cut_short = line.has("discontinued");
      return ExamEnded{facts,
                       line.time("at"),
                       cut_short ? ExamStatus::discontinued : ExamStatus::completed,
                       cut_short ? "110501" : "",
                       {}};
    }
    ExamStarted started{facts, Subject::patient, line.time("at"), {}, "mpps"};
    if (line.has("phantom")) started.subject = Subject::phantom;
    if (line.has("unknown")) started.subject = Subject::unknown;
    if (const auto minutes = line.find("ends_after"))
      started.open_ends_after = std::chrono::minutes{std::stoi(*minutes)};
    return started;
  }
  /// WHO fault ID down|limited|none [at=TIME] | called | acknowledged | on_site | repaired | released | noted note=WORD
  /// [at=TIME by=USER]
  static EventBody fault(const std::string& who, const Line& line) {
    if (const auto effect = from_word<Effect>(line.word(4))) {
      const std::string source = who.starts_with("agent") ? "log" : "person";
      return FaultReported{line.word(3),   line.find("code").value_or("table"), *effect, Cause::equipment, source,
                           line.time("at")};
    }
    for (const FaultStep step : {FaultStep::called, FaultStep::acknowledged, FaultStep::on_site, FaultStep::repaired,
                                 FaultStep::released, FaultStep::noted}) {
      if (word(step) == line.word(4))
        return FaultStepped{
            step, line.word(3), line.time("at"), {}, {}, line.find("note").value_or(""), line.find("by").value_or("")};
    }
    throw std::invalid_argument("unknown fault word " + line.word(4));
  }
  /// WHO withdraws: what it said last
  EventWithdrawn withdrawal(const std::string& who, const Line& line) {
    const auto& said = last_.at(who);
    if (const auto birth = line.find("born")) return {epoch_of(99), std::stoull(*birth), Digest{}};
    return {said.epoch, said.seq, Digest{}};
  }

  /// … [clock=SECONDS the node's clock is ahead by] [born=SEQ: renamed by a rollback] [receipt: counts from its
  /// receipt]
  void add(Instant when, const std::string& who, const Line& line, EventBody said,
           std::optional<DeviceName> device = {}) {
    const EventId id{node(who), epoch_of(epochs_[who]), ++seqs_[who]};
    const std::chrono::seconds ahead{std::stoll(line.find("clock").value_or("0"))};
    std::optional<BirthName> was;
    const bool is_withdrawal = std::holds_alternative<EventWithdrawn>(said);
    if (const auto birth = line.find("born"); birth && !is_withdrawal)
      was = BirthName{epoch_of(99), std::stoull(*birth), Digest{}};
    rows.push_back({id, was, when + ahead, when, when, device, std::move(said), {}});
    last_.insert_or_assign(who, id);
  }

  std::map<std::string, int> epochs_;
  std::map<std::string, std::uint64_t> seqs_;
  std::map<std::string, EventId> last_;
  bool configured_ = false;
};

}  // namespace isocenter::collector::testing
