#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "tests/simulator/log_writer.hpp"
#include "tests/simulator/mpps_client.hpp"
#include "tests/simulator/truth.hpp"
#include "tests/system/site.hpp"

/// Broker, collector and an agent, each killed with SIGKILL under load: nothing lost, nothing twice, order kept.
namespace isocenter::system_tests {
namespace {

using simulator::MppsDestination;
using simulator::PerformedStep;
using simulator::StepEnd;

PerformedStep step_of(const std::string& ae_title, std::uint64_t number) {
  const Instant started = simulator::now();
  return {.sop_instance_uid = fmt::format("2.25.77{:012}", number),
          .study_instance_uid = fmt::format("2.25.78{:012}", number),
          .accession_numbers = {fmt::format("A{}", number)},
          .patient_name = "DOE^JANE",
          .patient_id = "1",
          .birth_date = "19500101",
          .station_ae = ae_title,
          .station_name = ae_title,
          .modality = "CT",
          .step_id = "S1",
          .description = "CT CHEST",
          .start_date = simulator::dicom_date(started, "America/New_York"),
          .start_time = simulator::dicom_time(started, "America/New_York")};
}

/// A modality that asks again until it is answered, as real ones do while their agent is away. An N-CREATE that was
/// committed before the answer was lost is answered 0111H at the next try, an N-SET A710 with 0110H.
class PatientModality {
 public:
  PatientModality(MppsDestination destination, std::uint64_t first_number)
      : destination_{std::move(destination)}, number_{first_number} {}

  void run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      const PerformedStep step = step_of(destination_.calling_ae, ++number_);
      if (!ask([&] { return send_create(destination_, step); }, 0x0111)) return;
      const Instant ended = simulator::now();
      const StepEnd end{.completed = true,
                        .discontinuation_code = "",
                        .discontinuation_meaning = "",
                        .end_date = simulator::dicom_date(ended, "America/New_York"),
                        .end_time = simulator::dicom_time(ended, "America/New_York"),
                        .series_instance_uid = step.sop_instance_uid + ".1",
                        .images = 1};
      if (!ask([&] { return send_set(destination_, step, end); }, 0x0110)) return;
      ++done_;
    }
  }

  std::uint64_t done() const { return done_; }

 private:
  /// Until success or `repeated`, which a second try is answered with. False where nobody answers for 30 s.
  template <typename Ask>
  bool ask(Ask send, unsigned repeated) {
    return wait_until(
        [&, first = true]() mutable {
          const auto status = send();
          const bool is_done = status == 0u || (!first && status == repeated);
          first = false;
          return is_done;
        },
        30s);
  }

  MppsDestination destination_;
  std::uint64_t number_;
  std::atomic<std::uint64_t> done_ = 0;
};

/// Each node's events stand in the log once, in order, without a hole.
void expect_whole_chains(const nlohmann::json& events) {
  std::map<std::string, std::uint64_t> last;
  for (const auto& row : events) {
    const std::string epoch = row.at("epoch");
    const auto seq = row.at("seq").get<std::uint64_t>();
    EXPECT_EQ(seq, last[epoch] + 1) << row.at("node") << " " << epoch;
    last[epoch] = seq;
  }
}

/// What the log says of one exam, for a failure's message.
std::string events_about(const nlohmann::json& events, const std::string& exam) {
  std::string text;
  for (const auto& row : events) {
    if (row.at("data").value("exam", "") == exam) text += "\n" + row.dump();
  }
  return text;
}

TEST(Kill, NothingIsLostDoubledOrReordered) {
  const std::uint64_t seed = std::random_device{}();
  RecordProperty("seed", std::to_string(seed));
  std::mt19937_64 random{seed};
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  Site site{{AgentSetting{.name = "agent-a", .device = "ct1", .ae_title = "CT1"},
             AgentSetting{.name = "agent-b", .device = "ct2", .ae_title = "CT2"}}};
  ASSERT_TRUE(site.wait_until_ready()) << site.collector().output() << site.agent("agent-a").output();

  std::vector<std::unique_ptr<PatientModality>> modalities;
  std::vector<std::jthread> threads;
  std::uint64_t first = 0;
  for (int each = 0; each < 8; ++each) {
    const bool is_first = each % 2 == 0;
    const std::string agent = is_first ? "agent-a" : "agent-b";
    modalities.push_back(std::make_unique<PatientModality>(MppsDestination{.host = "127.0.0.1",
                                                                           .port = site.mpps_port(agent),
                                                                           .called_ae = "ISOCENTER",
                                                                           .calling_ae = is_first ? "CT1" : "CT2"},
                                                           first += 1'000'000));
    threads.emplace_back([&modality = *modalities.back()](const std::stop_token& stop) { modality.run(stop); });
  }
  const auto done = [&] {
    std::uint64_t sum = 0;
    for (const auto& modality : modalities) sum += modality->done();
    return sum;
  };

  for (int round = 0; round < 3; ++round) {
    for (const std::string victim : {"broker", "collector", "agent-a"}) {
      const std::uint64_t before = done();
      ASSERT_TRUE(wait_until([&] { return done() >= before + 50 + random() % 50; }, 60s))
          << "stuck before killing " << victim;
      if (victim == "broker") {
        site.broker().kill();
        site.broker().start();
      } else if (victim == "collector") {
        site.collector().kill();
        site.start_collector();
      } else {
        site.agent(victim).kill();
        site.start_agent(victim);
      }
    }
  }
  const std::uint64_t before = done();
  ASSERT_TRUE(wait_until([&] { return done() >= before + 50; }, 60s));
  for (std::jthread& thread : threads) thread.request_stop();
  threads.clear();
  ASSERT_TRUE(site.wait_until_ready(90s));
  const auto completed = [&] {
    const nlohmann::json exams = site.report("exams");
    return static_cast<std::uint64_t>(
        std::count_if(exams.begin(), exams.end(), [](const auto& exam) { return exam.at("status") == "completed"; }));
  };
  EXPECT_TRUE(wait_until([&] { return completed() >= done(); }, 60s)) << completed() << " of " << done();
  ASSERT_TRUE(site.wait_until_drained());

  const nlohmann::json exams = site.report("exams");
  const nlohmann::json events = site.report("events");
  EXPECT_EQ(exams.size(), done());
  std::set<std::string> ids;
  for (const auto& exam : exams) {
    EXPECT_TRUE(ids.insert(exam.at("exam")).second) << "twice: " << exam;
    EXPECT_EQ(exam.at("status"), "completed") << exam << events_about(events, exam.at("exam"));
    EXPECT_EQ(exam.at("inferred"), false) << exam;
  }
  expect_whole_chains(events);
  std::printf("exams %llu, in the log %zu\n", static_cast<unsigned long long>(done()), exams.size());
  EXPECT_EQ(site.collector().stop(), 0);
  const auto [code, said] = site.run_collector({"verify"});
  EXPECT_EQ(code, 0) << said;
}

}  // namespace
}  // namespace isocenter::system_tests
