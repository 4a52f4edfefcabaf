#include "agent/command/try_rules.hpp"

#include <chrono>
#include <cstdint>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "agent/observe/log_lines.hpp"
#include "agent/observe/log_reader.hpp"
#include "agent/observe/profile.hpp"

namespace isocenter::agent {
namespace {

struct TriedExam {
  std::string procedure;
  std::optional<Instant> started, ended;
  std::optional<double> estimate_s;
  std::optional<ExamStatus> status;
};

std::string time_or_dash(std::optional<Instant> instant) { return instant ? format_rfc3339(*instant) : "-"; }

struct Told {
  std::string operator()(const Reached&) const { return "the workstation started"; }
  std::string operator()(const EventBody& body) const { return std::visit(*this, body); }
  std::string operator()(const ExamStarted& exam) const {
    return fmt::format("exam of {}", exam.facts.procedure.value_or("no procedure"));
  }
  std::string operator()(const ExamEnded& exam) const {
    return fmt::format("exam {}{}{}", word(exam.status), exam.reason.empty() ? "" : ", reason ", exam.reason);
  }
  std::string operator()(const DeviceObserved& seen) const { return std::string{word(seen.activity)}; }
  std::string operator()(const FaultReported& fault) const {
    return fmt::format("{}, effect {}, cause {}", fault.code, word(fault.effect), word(fault.cause));
  }
  std::string operator()(const FaultStepped& fault) const {
    return fmt::format("{} {}", fault.fault, word(fault.step));
  }
  std::string operator()(const ReadingTaken& reading) const {
    return fmt::format("{} = {} {}", reading.sensor, reading.value, reading.unit);
  }
  std::string operator()(const CheckDone& check) const { return fmt::format("{} {}", check.check, check.outcome); }
  template <typename Other>
  std::string operator()(const Other&) const {
    return "";
  }
};

/// Stands for the keyed hash: nothing of this leaves the program.
KeyedHash stand_in(std::string_view text) { return fmt::format("{:016x}", std::hash<std::string_view>{}(text)); }

class Trial {
 public:
  Trial(LogReader reader, Instant now, std::ostream& out) : reader_{std::move(reader)}, now_{now}, out_{out} {
    row("line", "time (UTC)", "rule", "means", "gives");
  }

  void read(std::string_view line) {
    ++lines_;
    for (const LogFinding& finding : reader_.read(line, now_)) {
      ++findings_;
      print(finding);
      for (const auto& seen : finding.seen) keep(seen);
    }
  }

  void finish(std::uint64_t cut) const {
    out_ << fmt::format("\n{:<26}{:<26}{:>9}{:>10}  {:<14}{}\n", "exam started", "ended", "seconds", "estimate",
                        "status", "procedure");
    for (const KeyedHash& name : order_) print(exams_.at(name));
    out_ << fmt::format("\n{} lines, {} recognised, {} exams", lines_, findings_, order_.size());
    if (cut > 0) out_ << fmt::format(", {} bytes of overlong lines left out", cut);
    out_ << "\n";
  }

 private:
  void row(std::string_view line, std::string_view time, std::string_view rule, std::string_view means,
           std::string_view gives) const {
    out_ << fmt::format("{:>8}  {:<26}{:<30}{:<26}{}\n", line, time, rule, means, gives);
  }

  void print(const LogFinding& finding) const {
    std::string gives{finding.why_nothing};
    for (const auto& seen : finding.seen) gives += (gives.empty() ? "" : "; ") + std::visit(Told{}, seen);
    row(fmt::format("{}", lines_), time_or_dash(finding.at), finding.rule->name, word(finding.rule->means), gives);
  }

  void print(const TriedExam& exam) const {
    std::string seconds = "-";
    if (exam.started && exam.ended) {
      seconds = fmt::format("{:.3f}", std::chrono::duration<double>(*exam.ended - *exam.started).count());
    }
    out_ << fmt::format("{:<26}{:<26}{:>9}{:>10}  {:<14}{}\n", time_or_dash(exam.started), time_or_dash(exam.ended),
                        seconds, exam.estimate_s ? fmt::format("{}", *exam.estimate_s) : "-",
                        exam.status ? word(*exam.status) : "open", exam.procedure);
  }

  void keep(const std::variant<Reached, EventBody>& seen) {
    const auto* const body = std::get_if<EventBody>(&seen);
    if (body == nullptr) return;
    if (const auto* const started = std::get_if<ExamStarted>(body)) {
      const auto estimate = reader_.memory().exam ? reader_.memory().exam->estimate_s : std::nullopt;
      exams_[started->facts.exam] = {started->facts.procedure.value_or(""), started->at, std::nullopt, estimate, {}};
      order_.push_back(started->facts.exam);
    } else if (const auto* const ended = std::get_if<ExamEnded>(body)) {
      exams_[ended->facts.exam].ended = ended->at;
      exams_[ended->facts.exam].status = ended->status;
    }
  }

  LogReader reader_;
  Instant now_;
  std::ostream& out_;
  std::uint64_t lines_ = 0;
  std::uint64_t findings_ = 0;
  std::map<KeyedHash, TriedExam> exams_;
  std::vector<KeyedHash> order_;
};

/// Hands all lines of `file` to `take`, counting from 1 as editors do. Gives the bytes left out of overlong lines.
std::uint64_t for_each_line(std::istream& file, const std::function<void(std::string_view)>& take) {
  std::uint64_t cut = 0;
  for (std::string line; std::getline(file, line);) {
    const LineBatch batch = split_lines(line, false, 1, true);
    cut += batch.cut;
    take(batch.lines.empty() ? std::string_view{} : batch.lines.front());
  }
  return cut;
}

}  // namespace

int try_rules(const std::filesystem::path& profile_path, const std::filesystem::path& log, const std::string& zone,
              std::ostream& out, std::ostream& errors) {
  const auto profile = read_profile(profile_path);
  if (!profile) {
    errors << to_string(profile.error()) << "\n";
    return 2;
  }
  auto reader = make_log_reader(*profile, DeviceName::parse("device").value(), zone, stand_in);
  if (!reader) {
    errors << to_string(reader.error()) << "\n";
    return 2;
  }
  std::ifstream file{log, std::ios::binary};
  if (!file || std::filesystem::is_directory(log)) {
    errors << log.string() << ": cannot be read; name an existing log file that this user may read\n";
    return 1;
  }
  const auto now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
  Trial trial{std::move(*reader), now, out};
  const std::uint64_t cut = for_each_line(file, [&trial](std::string_view line) { trial.read(line); });
  trial.finish(cut);
  return file.bad() ? 1 : 0;
}

}  // namespace isocenter::agent
