#include "agent/observe/log_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace isocenter::agent {
namespace {

constexpr std::string_view source = "log";

/// Faults of one code that were never cleared; the collector has long ended the older ones.
constexpr std::ptrdiff_t max_open_faults = 16;

std::optional<double> to_number(std::string_view text) {
  std::string plain{text};
  std::replace(plain.begin(), plain.end(), ',', '.');  // "98,6" as many consoles write it
  double value = 0;
  const char* const end = plain.data() + plain.size();
  const auto [stopped, error] = std::from_chars(plain.data(), end, value);
  if (error != std::errc{} || stopped != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

DeviceObserved activity(Activity seen, const LogFinding& finding, Instant now) {
  return {true, seen, finding.at.value_or(now),
          std::string{seen == Activity::idle ? "quality_control_ended" : "quality_control_started"},
          std::string{source}};
}

bool was_cut_short(const LogMemory::Exam& exam, const LogRule& rule, std::optional<Instant> end) {
  if (!rule.discontinued_below || !exam.estimate_s || !exam.at || !end) return false;
  const double lasted_s = std::chrono::duration<double>(*end - *exam.at).count();
  return lasted_s < *rule.discontinued_below * *exam.estimate_s;
}

}  // namespace

LogReader::LogReader(std::shared_ptr<const LogPatterns> patterns, LogTimes times, LogContext context, LogMemory memory)
    : patterns_{std::move(patterns)},
      times_{std::move(times)},
      context_{std::move(context)},
      memory_{std::move(memory)} {}

std::vector<LogFinding> LogReader::read(std::string_view line, Instant now) {
  const auto at = times_.read(line, memory_.last_time, now);
  if (at) {
    memory_.last_time = at;
    memory_.undated = 0;
  }
  std::vector<LogFinding> findings;
  for (const LogMatch& match : patterns_->match(line)) {
    if (!at && !match.rule->undated) continue;
    if (!at) ++memory_.undated;
    LogFinding finding{match.rule, at, {}, {}};
    apply(match, finding, now);
    remember(match);
    if (finding.seen.empty() && match.rule->means == LogMeaning::nothing) finding.why_nothing = "remembered";
    findings.push_back(std::move(finding));
  }
  return findings;
}

void LogReader::apply(const LogMatch& match, LogFinding& finding, Instant now) {
  const LogRule& rule = *match.rule;
  switch (rule.means) {
    case LogMeaning::nothing: return;
    case LogMeaning::exam_started: return start_exam(match, finding);
    case LogMeaning::exam_ended: return end_exam(match, finding);
    case LogMeaning::quality_control_started:
      finding.seen.emplace_back(activity(Activity::quality_control, finding, now));
      return;
    case LogMeaning::quality_control_ended: finding.seen.emplace_back(activity(Activity::idle, finding, now)); return;
    case LogMeaning::check_done: finding.seen.emplace_back(CheckDone{rule.check, rule.outcome}); return;
    case LogMeaning::workstation_started: return start_workstation(finding);
    case LogMeaning::fault_reported: return report_fault(rule, finding);
    case LogMeaning::fault_repaired: return repair_fault(rule, finding);
    case LogMeaning::reading_taken: return take_reading(match, finding);
  }
}

void LogReader::start_exam(const LogMatch& match, LogFinding& finding) {
  const LogRule& rule = *match.rule;
  LogMemory::Exam exam;
  exam.key = value(rule.key, match).value_or("");
  exam.exam = context_.hash(fmt::format("exam\n{}\n{}\n{}", context_.device.text(), exam.key, moment(finding)));
  exam.at = finding.at;
  exam.estimate_s = number(rule.estimate_s, match);
  if (memory_.exam && memory_.exam->exam == exam.exam) {
    finding.why_nothing = "the same exam again";
    return;
  }
  auto procedure = value(rule.procedure, match);
  if (!procedure && !rule.fixed_procedure.empty()) procedure = rule.fixed_procedure;
  finding.seen.emplace_back(ExamStarted{{exam.exam, {}, std::nullopt, procedure},
                                        rule.subject,
                                        finding.at,
                                        context_.open_ends_after,
                                        std::string{source}});
  memory_.exam = std::move(exam);
  for (const LogCapture& used : {rule.key, rule.procedure, rule.estimate_s}) {
    const auto found = memory_.captures.find(used.name);
    if (found != memory_.captures.end()) memory_.captures.erase(found);
  }
}

void LogReader::end_exam(const LogMatch& match, LogFinding& finding) {
  const LogRule& rule = *match.rule;
  if (!memory_.exam) {
    finding.why_nothing = "no exam was open";
    return;
  }
  const auto key = value(rule.key, match);
  if (key && !memory_.exam->key.empty() && *key != memory_.exam->key) {
    finding.why_nothing = "another exam was open";
    return;
  }
  const bool cut_short = was_cut_short(*memory_.exam, rule, finding.at);
  const ExamStatus status = cut_short ? ExamStatus::discontinued : rule.status;
  const bool has_reason = status == ExamStatus::discontinued;
  finding.seen.emplace_back(ExamEnded{{memory_.exam->exam, {}, std::nullopt, std::nullopt},
                                      finding.at,
                                      status,
                                      has_reason ? rule.reason : std::string{},
                                      std::nullopt});
  memory_.exam.reset();
}

void LogReader::report_fault(const LogRule& rule, LogFinding& finding) {
  const Instant now = time_in_order(finding);
  const auto last = std::find_if(memory_.faults.rbegin(), memory_.faults.rend(),
                                 [&rule](const LogMemory::Fault& fault) { return fault.code == rule.code; });
  if (last != memory_.faults.rend() && std::chrono::abs(now - last->last_line) <= rule.again_after) {
    last->last_line = now;
    finding.why_nothing = "already reported";
    return;
  }
  const FaultId fault = fmt::format("{}-{}-{}", context_.device.text(), rule.code, moment(finding));
  finding.seen.emplace_back(FaultReported{fault, rule.code, rule.effect, rule.cause, std::string{source}, finding.at});
  memory_.faults.push_back({rule.code, fault, now});
  const auto same = [&rule](const LogMemory::Fault& one) { return one.code == rule.code; };
  if (std::count_if(memory_.faults.begin(), memory_.faults.end(), same) > max_open_faults) {
    memory_.faults.erase(std::find_if(memory_.faults.begin(), memory_.faults.end(), same));
  }
}

void LogReader::repair_fault(const LogRule& rule, LogFinding& finding) {
  for (const LogMemory::Fault& fault : memory_.faults) {
    if (fault.code != rule.code) continue;
    finding.seen.emplace_back(FaultStepped{FaultStep::repaired, fault.fault, finding.at, {}, {}, {}});
  }
  if (finding.seen.empty()) finding.why_nothing = "no such fault was open";
  std::erase_if(memory_.faults, [&rule](const LogMemory::Fault& fault) { return fault.code == rule.code; });
}

void LogReader::take_reading(const LogMatch& match, LogFinding& finding) {
  const LogRule& rule = *match.rule;
  if (const auto taken = number(rule.value, match)) {
    finding.seen.emplace_back(ReadingTaken{rule.sensor, *taken, rule.unit});
  } else {
    finding.why_nothing = "not a number";
  }
}

void LogReader::start_workstation(LogFinding& finding) {
  finding.seen.emplace_back(Reached{true, "workstation_started"});
  memory_.exam.reset();
  memory_.captures.clear();
}

void LogReader::remember(const LogMatch& match) {
  for (const std::string& name : match.rule->remember) {
    const auto found = match.captures.find(name);
    if (found == match.captures.end()) continue;
    if (auto kept = reduced(name, found->second)) {
      memory_.captures.insert_or_assign(name, std::move(*kept));
    } else {
      memory_.captures.erase(name);
    }
  }
}

/// What the line itself, else one before it, says; reduced to what it is for.
std::optional<std::string> LogReader::value(const LogCapture& capture, const LogMatch& match) const {
  if (capture.name.empty()) return std::nullopt;
  const auto here = match.captures.find(capture.name);
  if (here != match.captures.end()) return reduced(capture.name, here->second);
  const auto before = memory_.captures.find(capture.name);
  return before == memory_.captures.end() ? std::nullopt : std::optional{before->second};
}

std::optional<double> LogReader::number(const LogCapture& capture, const LogMatch& match) const {
  const auto text = value(capture, match);
  return text ? to_number(*text) : std::nullopt;
}

std::optional<std::string> LogReader::reduced(std::string_view capture, std::string_view text) const {
  const auto use = patterns_->use_of(capture);
  if (!use) return std::nullopt;
  switch (*use) {
    case CaptureUse::key: return context_.hash(fmt::format("capture\n{}", text));
    case CaptureUse::procedure: return context_.listed(text);
    case CaptureUse::number: return to_number(text) ? std::optional{std::string{text}} : std::nullopt;
  }
  return std::nullopt;
}

/// What tells this line from every other of the device, by what stands in the log alone.
std::string LogReader::moment(const LogFinding& finding) const {
  if (finding.at) return fmt::format("{}", to_unix_ms(*finding.at));
  return fmt::format("{}.{}", to_unix_ms(time_in_order(finding)), memory_.undated);
}

Instant LogReader::time_in_order(const LogFinding& finding) const {
  return finding.at ? *finding.at : memory_.last_time.value_or(Instant{});
}

Result<LogReader> make_log_reader(const Profile& profile, const DeviceName& device, const std::string& zone,
                                  std::function<KeyedHash(std::string_view)> hash) {
  auto times = LogTimes::make(profile.log.times, zone);
  if (!times) return tl::unexpected<Error>(times.error());
  auto patterns = profile.log_patterns ? profile.log_patterns : LogPatterns::make({}).value();
  auto listed = [profile](std::string_view text) { return listed_procedure(profile, text); };
  return LogReader{std::move(patterns), std::move(*times),
                   LogContext{device, std::move(hash), std::move(listed), profile.open_ends_after}};
}

}  // namespace isocenter::agent
