#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>
#include <random>

#include "tests/collector/state/history.hpp"

namespace isocenter::collector::testing {
namespace {

/// Thousands of histories a property, unless somebody asks for other numbers; a failure prints its seed.
const int histories = setenv("RC_PARAMS", "max_success=1000 max_size=150", 0);

rc::Gen<std::vector<Happening>> some_history() { return rc::gen::container<std::vector<Happening>>(happening()); }

const Instant ever = clock_time("05:00");

Derived derive(const std::vector<LogRow>& rows, Period window) {
  return derive_device(ct1, rows, some_usual_length, window);
}

/// What a window from `from` on may show of a longer one.
Derived cut_to(Derived whole, Instant from) {
  std::erase_if(whole.intervals, [&](const StateInterval& interval) { return interval.period.to <= from; });
  if (!whole.intervals.empty())
    whole.intervals.front().period.from = std::max(whole.intervals.front().period.from, from);
  std::erase_if(whole.exams, [&](const ExamRow& exam) { return exam.running.to <= from && exam.running.from < from; });
  std::erase_if(whole.faults, [&](const FaultRow& fault) {
    return fault.closed.value_or(end_of_time) <= from && fault.reported < from;
  });
  std::erase_if(whole.contradictions, [&](const Contradiction& listed) {
    return std::none_of(whole.exams.begin(), whole.exams.end(),
                        [&](const ExamRow& exam) { return exam.exam == listed.exam; });
  });
  return whole;
}

std::vector<LogRow> before(const std::vector<LogRow>& rows, Instant horizon) {
  std::vector<LogRow> found;
  for (const LogRow& row : rows) {
    if (row.when < horizon) found.push_back(row);
  }
  return found;
}

std::vector<LogRow> carried(const std::vector<LogRow>& rows, Instant horizon) {
  const auto known = before(rows, horizon);
  std::vector<LogRow> kept;
  for (const std::size_t index : carry(ct1, known, horizon)) kept.push_back(known[index]);
  return kept;
}

std::vector<LogRow> with_those_from(std::vector<LogRow> kept, const std::vector<LogRow>& rows, Instant horizon) {
  for (const LogRow& row : rows) {
    if (row.when >= horizon) kept.push_back(row);
  }
  return kept;
}

/// Where a row of the time from `horizon` on reaches back to before it, as derive.hpp says it must not; else `horizon`.
class Horizons {
 public:
  Horizons(const std::vector<LogRow>& rows, Instant now) : rows_{rows}, whole_{derive(rows, {ever, now})} {}

  Instant safe_at_or_before(Instant horizon) const {
    for (Instant reached = reached_from(horizon); reached < horizon && horizon > ever;
         reached = reached_from(horizon)) {
      horizon = std::max(reached, ever);
    }
    return std::max(horizon, ever);
  }

 private:
  static constexpr std::chrono::minutes margin{5};

  static void reach(Instant to, Instant horizon, Instant& earliest) {
    if (to < horizon - margin) earliest = std::min(earliest, to);
  }

  Instant reached_from(Instant horizon) const {
    Instant earliest = horizon;
    const auto known_rows = before(rows_, horizon);
    const Derived known = derive(known_rows, {ever, horizon});
    for (const LogRow& row : rows_) {
      if (row.when < horizon) continue;
      reach(changes_from(row, known_rows), horizon, earliest);
      reach_exam(row, known, horizon, earliest);
      reach_fault(row, known, horizon, earliest);
    }
    return earliest;
  }

  void reach_exam(const LogRow& row, const Derived& known, Instant horizon, Instant& earliest) const {
    const auto* started = std::get_if<ExamStarted>(&row.body);
    const auto* ended = std::get_if<ExamEnded>(&row.body);
    const auto* updated = std::get_if<ExamUpdated>(&row.body);
    const auto* stepped = std::get_if<ExamStepped>(&row.body);
    std::optional<KeyedHash> name = stepped != nullptr ? stepped->exam : std::nullopt;
    if (started != nullptr) name = started->facts.exam;
    if (ended != nullptr) name = ended->facts.exam;
    if (updated != nullptr) name = updated->facts.exam;
    if (!name) return;
    for (const ExamRow& exam : known.exams) {
      if (exam.exam == *name && exam.running.to <= horizon) earliest = std::min(earliest, exam.running.from);
    }
    const auto found =
        std::find_if(whole_.exams.begin(), whole_.exams.end(), [&](const ExamRow& exam) { return exam.exam == *name; });
    if (found == whole_.exams.end()) return;
    if (started != nullptr && found->started_seen == row.t) reach(found->running.from, horizon, earliest);
    if (ended != nullptr && found->ended_seen == row.t) reach(found->running.to, horizon, earliest);
  }

  static void reach_fault(const LogRow& row, const Derived& known, Instant horizon, Instant& earliest) {
    const auto* reported = std::get_if<FaultReported>(&row.body);
    const auto* stepped = std::get_if<FaultStepped>(&row.body);
    if (reported == nullptr && stepped == nullptr) return;
    const FaultId& name = reported != nullptr ? reported->fault : stepped->fault;
    for (const FaultRow& fault : known.faults) {
      const bool over = fault.closed.value_or(end_of_time) <= horizon;
      if (fault.fault == name && over) earliest = std::min(earliest, fault.reported);
    }
  }

  const std::vector<LogRow>& rows_;
  Derived whole_;
};

Instant somewhere(const Chronicle& told) {
  if (told.rows.empty()) return told.now;
  const auto index = *rc::gen::inRange<std::size_t>(0, told.rows.size());
  const auto off = *rc::gen::element(0, 0, 1, 60'000, 1'200'000, 7'200'000);
  return told.rows[index].when + Milliseconds{off};
}

void expect_same(const Derived& expected, const Derived& actual, const std::vector<LogRow>& rows,
                 const std::string& what) {
  if (expected == actual) return;
  RC_LOG() << what << "\nrows:\n" << shown(rows) << "expected:\n" << shown(expected) << "actual:\n" << shown(actual);
  RC_FAIL("derived otherwise");
}

RC_GTEST_PROP(DeriveDevice, GivesTheSameForShuffledAndDoubledRows, ()) {
  const Chronicle told{*some_history(), *rc::gen::arbitrary<bool>()};
  auto mixed = told.rows;
  mixed.insert(mixed.end(), told.rows.begin(), told.rows.begin() + static_cast<std::ptrdiff_t>(told.rows.size() / 2));
  std::shuffle(mixed.begin(), mixed.end(), std::mt19937{*rc::gen::arbitrary<std::uint32_t>()});
  const Period window{ever, told.now + std::chrono::hours{1}};
  expect_same(derive(told.rows, window), derive(mixed, window), told.rows, "shuffled");
}

RC_GTEST_PROP(DeriveDevice, FillsTheWindowWithoutGapOrOverlap, ()) {
  const Chronicle told{*some_history(), *rc::gen::arbitrary<bool>()};
  const Instant from = somewhere(told);
  const Period window{from, from + std::chrono::hours{*rc::gen::inRange(1, 100)}};
  const auto intervals = derive(told.rows, window).intervals;
  RC_ASSERT(!intervals.empty());
  RC_ASSERT(intervals.front().period.from == window.from);
  RC_ASSERT(intervals.back().period.to == end_of_time);
  for (std::size_t index = 0; index < intervals.size(); ++index) {
    RC_ASSERT(!intervals[index].period.empty());
    if (index == 0) continue;
    RC_ASSERT(intervals[index].period.from == intervals[index - 1].period.to);
    StateInterval joined = intervals[index];
    joined.period = intervals[index - 1].period;
    RC_ASSERT(joined != intervals[index - 1]);
  }
}

RC_GTEST_PROP(DeriveDevice, GivesAShorterWindowWhatALongerOneGives, ()) {
  const Chronicle told{*some_history(), *rc::gen::arbitrary<bool>()};
  const Instant now = told.now + std::chrono::hours{2};
  const Instant from = somewhere(told);
  RC_PRE(from < now);
  expect_same(cut_to(derive(told.rows, {ever, now}), from), derive(told.rows, {from, now}), told.rows, "cut");
}

RC_GTEST_PROP(DeriveDevice, StaysAsItIsUntilItsNextChange, ()) {
  const Chronicle told{*some_history(), *rc::gen::arbitrary<bool>()};
  const Instant now = somewhere(told) + Milliseconds{1};
  const Derived derived = derive(told.rows, {ever, now});
  const Instant bound = std::min(derived.next_change.value_or(end_of_time), now + std::chrono::hours{24 * 20});
  RC_ASSERT(bound >= now);
  for (const Instant later : {now + (bound - now) / 2, bound}) {
    if (later <= now) continue;
    Derived then = derive(told.rows, {ever, later});
    RC_ASSERT(derived.next_change.value_or(later) >= later);
    then.next_change = derived.next_change;
    expect_same(derived, then, told.rows, "later, at " + clock_text(later));
  }
}

/// The intervals before `until`.
std::vector<StateInterval> past(std::vector<StateInterval> intervals, Instant until) {
  std::erase_if(intervals, [&](const StateInterval& interval) { return interval.period.from >= until; });
  if (!intervals.empty()) intervals.back().period.to = std::min(intervals.back().period.to, until);
  return intervals;
}

/// The begin of every exam and fault that is not the same in both.
Instant begin_of_what_differs(const Derived& a, const Derived& b) {
  Instant earliest = end_of_time;
  const auto note = [&](const auto& ours, const auto& theirs, auto begin) {
    for (const auto& row : ours) {
      if (std::find(theirs.begin(), theirs.end(), row) == theirs.end()) earliest = std::min(earliest, begin(row));
    }
  };
  const auto began = [](const ExamRow& exam) { return exam.running.from; };
  const auto reported = [](const FaultRow& fault) { return fault.reported; };
  note(a.exams, b.exams, began);
  note(b.exams, a.exams, began);
  note(a.faults, b.faults, reported);
  note(b.faults, a.faults, reported);
  return earliest;
}

RC_GTEST_PROP(ChangesFrom, IsNeverAfterWhatARowChanges, ()) {
  const Chronicle told{*some_history(), *rc::gen::arbitrary<bool>()};
  const auto index = *rc::gen::inRange<std::size_t>(0, told.rows.size());
  auto others = told.rows;
  others.erase(others.begin() + static_cast<std::ptrdiff_t>(index));
  const LogRow& row = told.rows[index];
  const Period window{ever, told.now + std::chrono::hours{1}};
  const Derived with = derive(told.rows, window);
  const Derived without = derive(others, window);
  const Instant from = std::min(changes_from(row, others), begin_of_what_differs(with, without));
  if (past(with.intervals, from) == past(without.intervals, from)) return;
  RC_LOG() << "row " << shown({row}) << "changes from " << clock_text(from) << "\nrows:\n"
           << shown(told.rows) << "with:\n"
           << shown(with) << "without:\n"
           << shown(without);
  RC_FAIL("changed more");
}

RC_GTEST_PROP(Carry, KeepsAllThatMatters, ()) {
  const Chronicle told{*some_history(), *rc::gen::arbitrary<bool>()};
  const Instant now = told.now + std::chrono::minutes{*rc::gen::element(1, 30, 600, 3000)};
  const Horizons horizons{told.rows, now};
  const Instant horizon = horizons.safe_at_or_before(somewhere(told));
  RC_PRE(horizon < now);
  const Period window{horizon, now};
  const auto rows = with_those_from(carried(told.rows, horizon), told.rows, horizon);
  RC_CLASSIFY(rows.size() < told.rows.size(), "leaves some behind");
  expect_same(cut_to(derive(told.rows, {ever, now}), horizon), derive(rows, window), told.rows,
              "horizon " + clock_text(horizon) + " kept\n" + shown(rows));
}

RC_GTEST_PROP(Carry, MayBeChained, ()) {
  const Chronicle told{*some_history(), *rc::gen::arbitrary<bool>()};
  const Instant now = told.now + std::chrono::minutes{*rc::gen::element(1, 30, 600, 3000)};
  const Horizons horizons{told.rows, now};
  Instant first = horizons.safe_at_or_before(somewhere(told));
  Instant second = horizons.safe_at_or_before(somewhere(told));
  if (second < first) std::swap(first, second);
  RC_PRE(second < now);
  const auto since_first = with_those_from(carried(told.rows, first), told.rows, first);
  const auto rows = with_those_from(carried(since_first, second), told.rows, second);
  expect_same(cut_to(derive(told.rows, {ever, now}), second), derive(rows, {second, now}), told.rows,
              "horizons " + clock_text(first) + " " + clock_text(second) + " kept\n" + shown(rows));
}

TEST(Carry, KeepsLittleOfALongHistory) {
  std::string story = "07:00 agent started\n07:00 agent sees idle\n";
  for (int day = 1; day <= 20; ++day) {
    for (int hour = 8; hour < 18; ++hour) {
      const std::string at = std::to_string(day) + "/" + (hour < 10 ? "0" : "") + std::to_string(hour);
      const std::string exam = "e" + std::to_string(day * 100 + hour);
      story += at + ":00 agent exam " + exam + " starts at=" + at + ":00\n";
      story += at + ":05 agent sees exam\n" + at + ":30 agent exam " + exam + " ends at=" + at + ":29\n";
      story += at + ":31 agent sees idle\n" + at + ":40 kiosk step left_room exam=" + exam + "\n";
    }
  }
  const Story told{story};
  EXPECT_EQ(told.rows.size(), 1003U);
  EXPECT_LT(carry(ct1, told.rows, clock_time("20/17:45")).size(), 40U);
}

TEST(DeriveDevice, WorksAThousandRowsOutInMilliseconds) {
  std::vector<Happening> happenings;
  std::mt19937 random{7};
  const auto draw = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)); };
  for (int count = 0; count < 1000; ++count) happenings.push_back({draw(24), draw(8), draw(12), draw(12), draw(12)});
  const Chronicle told{happenings};
  ASSERT_GT(told.rows.size(), 850U);
  auto best = std::chrono::steady_clock::duration::max();
  for (int run = 0; run < 10; ++run) {
    const auto begin = std::chrono::steady_clock::now();
    const Derived derived = derive(told.rows, {ever, told.now + std::chrono::hours{1}});
    best = std::min(best, std::chrono::steady_clock::now() - begin);
    ASSERT_FALSE(derived.intervals.empty());
  }
  std::printf("%zu rows: %.2f ms\n", told.rows.size(), std::chrono::duration<double, std::milli>(best).count());
  EXPECT_LT(best, std::chrono::milliseconds{50}) << "it takes 2 ms; sanitizers take their share";
}

}  // namespace
}  // namespace isocenter::collector::testing
