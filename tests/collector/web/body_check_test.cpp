#include "collector/web/body_check.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

namespace isocenter::web {
namespace {

const std::vector<Member> members{{.name = "device", .description = ""},
                                  {.name = "effect", .description = "", .choices = {"down", "limited"}},
                                  {.name = "note", .description = "", .required = false},
                                  {.name = "edition", .description = "", .type = "integer", .required = false},
                                  {.name = "times", .description = "", .type = "array", .required = false}};

TEST(CheckBody, TakesWhatTheRouteNames) {
  for (const char* good : {R"({"device":"ct1","effect":"down"})", R"({"effect":"limited","device":"","note":null})",
                           R"( {"device":"ct1","effect":"down","edition":2,"times":[{"from":"x"},{"from":"y"}]} )"}) {
    EXPECT_TRUE(check_body(members, good)) << good;
  }
}

struct Case {
  std::string body;
  const char* says;
};

TEST(CheckBody, NamesTheMemberThatIsWrong) {
  const std::vector<Case> cases{
      {"", "body: is no JSON"},
      {"{", "body: is no JSON"},
      {R"({"device":"ct1","effect":"down"} x)", "body: is no JSON"},
      {R"({"device":"ct1","effect":"down",})", "body: is no JSON"},
      {"{\"device\":\"\xff\",\"effect\":\"down\"}", "body: is no JSON"},
      {"[]", "must be a JSON object"},
      {"null", "must be a JSON object"},
      {R"({"device":"ct1"})", "effect: is missing"},
      {R"({"device":"ct1","effect":null})", "effect: is missing"},
      {R"({"device":"ct1","effect":"none"})", "effect: must be one of down, limited"},
      {R"({"device":1,"effect":"down"})", "device: must be of type string"},
      {R"({"device":"ct1","effect":"down","edition":2.5})", "edition: must be of type integer"},
      {R"({"device":"ct1","effect":"down","edition":"2"})", "edition: must be of type integer"},
      {R"({"device":"ct1","effect":"down","times":{}})", "times: must be of type array"},
      {R"({"device":"ct1","effect":"down","devise":"ct2"})", "devise: is not known; did you mean \"device\"?"},
      {R"({"device":"ct1","device":"ct2","effect":"down"})", "a member twice"},
      {R"({"device":"ct1","effect":"down","times":[{"from":1,"from":2}]})", "a member twice"},
      {R"({"device":"ct1","effect":"down","times":)" + std::string(20, '[') + std::string(20, ']') + "}", "too deep"},
      {std::string(60'000, '['), "body: is no JSON"},
  };
  for (const Case& example : cases) {
    const auto checked = check_body(members, example.body);
    ASSERT_FALSE(checked) << example.body.substr(0, 200);
    EXPECT_NE(to_string(checked.error()).find(example.says), std::string::npos)
        << example.body.substr(0, 200) << ": " << to_string(checked.error());
    EXPECT_LT(to_string(checked.error()).size(), 200u);
  }
}

RC_GTEST_PROP(CheckBody, TakesAnyBytesWithoutHarm, (const std::string& bytes)) { (void)check_body(members, bytes); }

}  // namespace
}  // namespace isocenter::web
