#include "agent/observe/profile.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/agent/observe/log_support.hpp"

namespace isocenter::agent {
namespace {

std::string error_of(std::string_view text) {
  const auto profile = parse_profile(text, "ct.toml");
  return profile ? "no error" : to_string(profile.error());
}

/// A profile whose rule begins in line 4.
std::string error_of_rule(std::string_view rule) {
  return error_of(
      "modality = \"CT\"\nlog.time = [{format = \"%Y-%m-%d %H:%M\"}]\nprocedures = [\"CT HEAD\"]\n"
      "[[log.rule]]\n" +
      std::string{rule});
}

void expect_in(std::string_view part, const std::string& whole) {
  EXPECT_NE(whole.find(part), std::string::npos) << "\"" << part << "\" is not in:\n" << whole;
}

TEST(Profile, DefaultsAreTheDesigns) {
  const auto profile = parse_profile("modality = \"CT\"");
  ASSERT_TRUE(profile);
  EXPECT_EQ(profile->probe_interval, std::chrono::seconds{30});
  EXPECT_EQ(profile->missed_probes, 2);
  EXPECT_EQ(profile->exams_from, Profile::ExamsFrom::mpps);
  EXPECT_EQ(profile->open_ends_after, std::chrono::hours{1});
  EXPECT_TRUE(profile->log.rules.empty());
}

TEST(Profile, ReadsWhatItsFileSays) {
  const auto profile = parse_profile(R"(
modality = "MR"
exams_from = "log"
open_ends_after_s = 120
procedures = [" MR KNEE "]
[probe]
interval_ms = 5000
missed = 3
[phantom]
ids = ['^QC']
names = ['PHANTOM']
[[sensor]]
name = "helium_level"
unit = "%"
low = 60
)");
  ASSERT_TRUE(profile) << to_string(profile.error());
  EXPECT_EQ(profile->exams_from, Profile::ExamsFrom::log);
  EXPECT_EQ(profile->open_ends_after, std::chrono::seconds{120});
  EXPECT_EQ(profile->probe_interval, std::chrono::seconds{5});
  EXPECT_EQ(profile->missed_probes, 3);
  EXPECT_EQ(profile->procedures, std::vector<std::string>{"MR KNEE"});
  EXPECT_EQ(profile->sensors, (std::vector<Profile::Sensor>{{"helium_level", "%", 60.0, std::nullopt}}));
}

TEST(Profile, ABrokenPatternNamesTheRuleAndWhy) {
  const std::string error = error_of_rule("name = \"arc\"\nmatch = '(arc'\nmeans = \"workstation.started\"");
  expect_in("ct.toml:6", error);
  expect_in("log.rule.match", error);
  expect_in("rule \"arc\"", error);
  expect_in("missing )", error);
}

TEST(Profile, ALookAroundSaysThatRe2KnowsNone) {
  expect_in("look-around", error_of_rule("name = \"a\"\nmatch = '(?=x)'\nmeans = \"workstation.started\""));
}

TEST(Profile, ErrorsNameFileLineKeyAndMend) {
  struct Case {
    std::string rule;
    std::string_view said;
  };
  for (const Case& one : std::vector<Case>{
           {"match = 'x'\nmeans = \"workstation.started\"", "`log.rule.name` is missing"},
           {"name = \"a\"\nmatch = 'x'", "does nothing"},
           {"name = \"a\"\nmatch = ''\nmeans = \"workstation.started\"", "must not be empty"},
           {"name = \"a\"\nmatch = 'x'\nmeans = \"exam.start\"", "did you mean \"exam.started\""},
           {"name = \"a\"\nmatch = 'x'\nmeans = \"workstation.started\"\ncode = \"x\"", "unknown key `log.rule.code`"},
           {"name = \"a\"\nmatch = 'x'\nmeans = \"exam.started\"\nkey = \"uid\"", "in braces"},
           {"name = \"a\"\nmatch = 'x'\nmeans = \"exam.started\"\nkey = \"{uid}\"", "no rule captures \"uid\""},
           {"name = \"a\"\nmatch = '(?P<uid>x)'\nmeans = \"exam.started\"", "nothing uses the capture \"uid\""},
           {"name = \"a\"\nmatch = 'x'\nremember = [\"uid\"]", "\"uid\" is no group"},
           {"name = \"a\"\nmatch = '(?P<u>x)'\nmeans = \"exam.started\"\nkey = \"{u}\"\nprocedure = \"{u}\"",
            "another purpose"},
           {"name = \"a\"\nmatch = 'x'\nmeans = \"exam.started\"\nprocedure = \"CT FOOT\"", "one of `procedures`"},
           {"name = \"a\"\nmatch = 'x'\nmeans = \"exam.ended\"\ndiscontinued_below = 1.5", "up to 1"},
           {"name = \"a\"\nmatch = 'x'\nmeans = \"exam.ended\"\nreason = \"stopped by hand\"", "DICOM code value"},
           {"name = \"a\"\nmatch = 'x'\nmeans = \"exam.ended\"\nstatus = \"in_progress\"", "completed"},
           {"name = \"a\"\nmatch = 'x'\nmeans = \"fault.repaired\"\ncode = \"arc\"", "no rule reports \"arc\""},
           {"name = \"a\"\nmatch = 'x'\nmeans = \"fault.reported\"\ncode = \"Tube arc\"", "a-z, 0-9 and _"},
           {"name = \"a\"\nmatch = 'x'\nmeans = \"fault.reported\"\ncode = \"arc\"\ncause = \"ghost\"",
            "none of its words"},
           {"name = \"a\"\nmatch = 'x'\nmeans = \"check.done\"\ncheck = \"daily\"\noutcome = \"good\"",
            "\"passed\" or"},
           {"name = \"a\"\nmatch = '(?P<v>x)'\nmeans = \"reading.taken\"\nsensor = \"heat\"\nvalue = \"{v}\"",
            "no [[sensor]]"},
           {"name = \"a\"\nmatch = 'x'\nmeans = \"workstation.started\"\n[[log.rule]]\nname = \"a\"\nmatch = 'y'\n"
            "means = \"workstation.started\"",
            "names an earlier rule"},
       }) {
    const std::string error = error_of_rule(one.rule);
    expect_in("ct.toml:", error);
    expect_in(one.said, error);
  }
}

TEST(Profile, ErrorsOutsideRulesToo) {
  expect_in("`modality` is missing", error_of(""));
  expect_in("DICOM defined term", error_of("modality = \"computed tomography\""));
  expect_in("\"mpps\" or \"log\"", error_of("modality = \"CT\"\nexams_from = \"hl7\""));
  expect_in("did you mean `procedures`", error_of("modality = \"CT\"\nprocedure = []"));
  expect_in("is no RE2 pattern", error_of("modality = \"CT\"\n[phantom]\nids = ['[']"));
  expect_in("every patient", error_of("modality = \"CT\"\n[phantom]\nids = ['']"));
  expect_in("below `high`", error_of("modality = \"CT\"\n[[sensor]]\nname = \"a\"\nunit = \"%\"\nlow = 2\nhigh = 1"));
  expect_in("month, day, hour", error_of("modality = \"CT\"\n[[log.time]]\nformat = \"%H:%M\""));
  expect_in("no [[log.time]]", error_of("modality = \"CT\"\n[[log.rule]]\nname = \"a\"\nmatch = 'x'\n"
                                        "means = \"workstation.started\""));
  expect_in("is no TOML", error_of("modality = "));
}

TEST(Profile, AllErrorsAreToldAtOnce) {
  const std::string error = error_of("exams_from = \"hl7\"\nfoo = 1");
  expect_in("modality", error);
  expect_in("exams_from", error);
  expect_in("foo", error);
}

TEST(Profile, AnAbsentFileIsUnavailable) {
  const auto profile = read_profile("/nonexistent/ct.toml");
  ASSERT_FALSE(profile);
  EXPECT_EQ(profile.error().kind, ErrorKind::unavailable);
}

TEST(ListedProcedure, ComparesWithoutCaseAndGivesItAsListed) {
  Profile profile;
  profile.procedures = {"CT CHEST"};
  EXPECT_EQ(listed_procedure(profile, " ct chest "), "CT CHEST");
  EXPECT_EQ(listed_procedure(profile, std::string_view{"CT CHEST\0", 9}), "CT CHEST");
  EXPECT_EQ(listed_procedure(profile, "CT CHEST DOE^JANE"), "other");
  EXPECT_EQ(listed_procedure(profile, ""), "other");
}

TEST(SubjectOf, IsDecidedByPatternsWithoutCase) {
  Profile profile;
  profile.phantom_ids = {"^(QC|QA)"};
  profile.phantom_names = {"PHANTOM"};
  EXPECT_EQ(subject_of(profile, "qc001", "X"), Subject::phantom);
  EXPECT_EQ(subject_of(profile, "1", "Water^phantom"), Subject::phantom);
  EXPECT_EQ(subject_of(profile, "12QC", "Doe^Jane"), Subject::patient);
  EXPECT_EQ(subject_of(profile, " ", std::string_view{"\0", 1}), Subject::unknown);
  EXPECT_EQ(subject_of(Profile{}, "1", ""), Subject::patient);
  EXPECT_EQ(subject_of(profile, "\xff\xfe", "\xe9"), Subject::patient);
}

RC_GTEST_PROP(Profile, AnyTextIsReadOrRefused, (std::size_t where, std::string put)) {
  static const std::string good = [] {
    std::ifstream file{test::profiles / "siemens-mr.toml"};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }();
  std::string text = good;
  text.replace(where % text.size(), put.size() % 7, put);
  const auto profile = parse_profile(text);
  if (!profile) RC_ASSERT(!profile.error().what.empty());
}

}  // namespace
}  // namespace isocenter::agent
