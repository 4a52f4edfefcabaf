#include <gtest/gtest.h>

#include "tests/collector/web/integration/asking.hpp"

/// Faults, their steps and states, told at the page.
namespace isocenter::web {
namespace {

class Doing : public testing::Test {
 protected:
  Asked post(Role role, const std::string& target, const std::string& body) {
    return ask(running, "POST", "/api/v1/" + target, sign_in(running, role).lines(), body);
  }
  /// A fault of ct1 that was reported two hours ago; `closed`: and is over for an hour.
  void hold_fault(const std::string& fault, bool closed = false) {
    sqlite::Statement insert{
        running.database().writer(),
        "INSERT INTO fault (fault, device, code, effect, cause, source, reported, closed, closed_by)"
        " VALUES (?1, 'ct1', 'table', 'down', 'equipment', 'person', ?2, ?3, '')"};
    insert.bind(1, std::string_view{fault}).bind(2, hours_ago(2));
    closed ? insert.bind(3, hours_ago(1)) : insert.bind_null(3);
    insert.run();
  }
  static std::int64_t hours_ago(int hours) {
    return to_unix_ms(std::chrono::floor<Milliseconds>(std::chrono::system_clock::now())) - hours * 3'600'000LL;
  }
  static std::string text_hours_ago(int hours) { return format_rfc3339(from_unix_ms(hours_ago(hours))); }
  template <typename Body>
  Body only() {
    const auto said = running.said_of<Body>();
    EXPECT_EQ(said.size(), 1u);
    return said.empty() ? Body{} : said.front();
  }

  RunningServer running;
};

TEST_F(Doing, AReportedFaultIsAnEventWithItsPlace) {
  const Asked asked = post(Role::technologist, "faults", R"({"device":"ct1","code":"cooling","effect":"down"})");
  ASSERT_EQ(asked.status, 200) << asked.body;
  const auto fault = only<FaultReported>();
  EXPECT_EQ(fault.fault, asked.text("fault"));
  EXPECT_TRUE(fault.fault.starts_with("ct1-")) << fault.fault;
  EXPECT_EQ(fault.code, "cooling");
  EXPECT_EQ(fault.effect, Effect::down);
  EXPECT_EQ(fault.cause, Cause::unexplained);
  EXPECT_EQ(fault.source, "person");
  EXPECT_EQ(fault.by, "technologist");
  EXPECT_EQ(asked.text("node"), "collector");
  EXPECT_NE(asked.body.find("\"seq\":"), std::string::npos);
}

TEST_F(Doing, RefusesFaultsOfWhatIsNotThere) {
  for (const auto& [body, says] : std::vector<std::pair<std::string, std::string>>{
           {R"({"device":"ct2","code":"x","effect":"down"})", "did you mean \\\"ct1\\\"?"},
           {R"({"device":"CT 1","code":"x","effect":"down"})", "device"},
           {R"({"device":"ct1","code":"Smith, John","effect":"down"})", "code: must be one word"},
           {R"({"device":"ct1","code":"x","effect":"broken"})", "effect: must be one of down, limited, none"},
           {R"({"device":"ct1","code":"x","effect":"down","cause":"bad luck"})", "cause: must be one of"},
           {R"({"device":"ct1","code":"x","effect":"down","by":"someone"})", "by: is not known"}}) {
    const Asked asked = post(Role::technologist, "faults", body);
    EXPECT_EQ(asked.status, 400) << body;
    EXPECT_NE(asked.body.find(says), std::string::npos) << asked.body;
  }
  EXPECT_TRUE(running.said_of<FaultReported>().empty());
}

TEST_F(Doing, AStepOfAFaultIsTakenInItsOrder) {
  hold_fault("ct1-1-1");
  hold_fault("ct1-1-2", true);
  const std::string at = text_hours_ago(1);
  const Asked asked = post(Role::technologist, "fault_steps",
                           R"({"device":"ct1","fault":"ct1-1-1","step":"on_site","at":")" + at + R"("})");
  ASSERT_EQ(asked.status, 200) << asked.body;
  const auto step = only<FaultStepped>();
  EXPECT_EQ(step.step, FaultStep::on_site);
  EXPECT_EQ(step.fault, "ct1-1-1");
  EXPECT_EQ(format_rfc3339(step.at.value()), at);
  EXPECT_EQ(step.by, "technologist");
  for (const auto& [body, says] : std::vector<std::pair<std::string, std::string>>{
           {R"({"device":"ct1","fault":"ct1-1-3","step":"repaired"})", "fault: is not known"},
           {R"({"device":"mr1","fault":"ct1-1-1","step":"repaired"})", "fault: is not known"},
           {R"({"device":"ct1","fault":"ct1-1-2","step":"repaired"})", "the fault is over"},
           {R"({"device":"ct1","fault":"ct1-1-1","step":"noted"})", "step: must be one of"},
           {R"({"device":"ct1","fault":"ct1-1-1","step":"repaired","at":"2099-01-01T00:00:00Z"})", "future"},
           {R"({"device":"ct1","fault":"ct1-1-1","step":"repaired","at":")" + text_hours_ago(3) + R"("})",
            "lies before"},
           {R"({"device":"ct1","fault":"ct1-1-1","step":"repaired","at":"yesterday"})", "at"},
           {R"({"device":"ct1","fault":"ct1-1-1","step":"repaired","vendor":"Example"})", "goes with the step"}}) {
    const Asked refused = post(Role::technologist, "fault_steps", body);
    EXPECT_EQ(refused.status, 400) << body << refused.body;
    EXPECT_NE(refused.body.find(says), std::string::npos) << refused.body;
  }
  EXPECT_EQ(running.said_of<FaultStepped>().size(), 1u);
}

TEST_F(Doing, CallingTheVendorTakesABiomed) {
  hold_fault("ct1-1-1");
  const std::string call =
      R"({"device":"ct1","fault":"ct1-1-1","step":"called","vendor":"Example Imaging","reference":"4711"})";
  EXPECT_EQ(post(Role::technologist, "fault_steps", call).status, 403);
  EXPECT_EQ(post(Role::biomed, "fault_steps", call).status, 200);
  EXPECT_EQ(only<FaultStepped>().vendor, "Example Imaging");
  EXPECT_EQ(only<FaultStepped>().reference, "4711");
  EXPECT_TRUE(RunningServer::eventually([&] {
    return std::ranges::count(running.said_of<AccessRefused>(),
                              AccessRefused{"technologist", "127.0.0.1", "/api/v1/fault_steps", "role", 1}) == 1;
  }));
}

TEST_F(Doing, AStateIsDeclaredForNowAndPlannedWorkForLater) {
  EXPECT_EQ(post(Role::technologist, "declarations", R"({"device":"mr1","state":"quality_control"})").status, 200);
  const auto declared = only<DeviceDeclared>();
  EXPECT_EQ(declared.state, EquipmentState::quality_control);
  EXPECT_EQ(declared.role, "technologist");
  EXPECT_EQ(declared.by, "technologist");
  EXPECT_EQ(
      post(Role::biomed, "declarations",
           R"({"device":"mr1","state":"planned_down","from":"2098-01-01T06:00:00Z","until":"2098-01-01T09:00:00Z"})")
          .status,
      200);
  for (const auto& [body, says] : std::vector<std::pair<std::string, std::string>>{
           {R"({"device":"mr1","state":"in_use"})", "state: must be one of"},
           {R"({"device":"mr1","state":"down","from":"2098-01-01T06:00:00Z"})", "only planned_down may"},
           {R"({"device":"mr1","state":"down","from":")" + text_hours_ago(1) + R"("})", "lies in the past"},
           {R"({"device":"xr1","state":"down"})", "is not known"}}) {
    const Asked refused = post(Role::technologist, "declarations", body);
    EXPECT_EQ(refused.status, 400) << body;
    EXPECT_NE(refused.body.find(says), std::string::npos) << refused.body;
  }
  EXPECT_EQ(running.said_of<DeviceDeclared>().size(), 2u);
}

TEST(DoingWithoutAStore, SaysThatNothingWasChanged) {
  RunningServer running{{}, [](Options& options) {
                          options.say = [](const std::vector<NewEvent>&) -> Result<std::vector<collector::Said>> {
                            return fail(ErrorKind::unavailable, "", "the collector is busy; nothing was changed");
                          };
                        }};
  const Asked asked = ask(running, "POST", "/api/v1/declarations", sign_in(running, Role::technologist).lines(),
                          R"({"device":"mr1","state":"ready"})");
  EXPECT_EQ(asked.status, 503);
  EXPECT_NE(asked.body.find("nothing was changed"), std::string::npos) << asked.body;
}

}  // namespace
}  // namespace isocenter::web
