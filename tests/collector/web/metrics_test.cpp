#include "collector/web/metrics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace isocenter::web {
namespace {

MetricsInput sample() {
  MetricsInput input{.version = "0.1.0",
                     .commit = "abc",
                     .figures = {},
                     .states = {},
                     .derived = {},
                     .requests = {},
                     .wal_bytes = 4096,
                     .free_bytes = {}};
  collector::NodeFigures node;
  node.events_ingested = 12;
  node.unreadable = 4;
  node.up = true;
  node.clock_difference = Milliseconds{-1500};
  node.gap_events["forgotten"] = 3;
  input.figures.nodes["agent-ct1"] = node;
  input.figures.broker_connected = true;
  input.figures.rejected["malformed"] = 2;
  input.figures.batches_dropped = 5;
  input.figures.messages_foreign = 6;
  collector::note_commit(input.figures.commits, 0.003);
  collector::note_commit(input.figures.commits, 9.0);
  input.states["ct1"] = EquipmentState::in_use;
  input.derived.state_seconds[{"ct1", EquipmentState::in_use}] = 61.5;
  input.derived.exams[{"ct1", "completed"}] = 4;
  input.requests[{"/metrics", 200}] = 7;
  return input;
}

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST(Exposition, TellsTheFiguresUnderTheirFixedNames) {
  const std::string text = exposition(sample());
  for (const char* line : {
           "isocenter_build_info{version=\"0.1.0\",commit=\"abc\"} 1",
           "isocenter_broker_connected 1",
           "isocenter_events_ingested_total{node=\"agent-ct1\"} 12",
           "isocenter_events_rejected_total{reason=\"malformed\"} 2",
           "isocenter_batches_unreadable_total{node=\"agent-ct1\"} 4",
           "isocenter_batches_dropped_total 5",
           "isocenter_messages_foreign_total 6",
           "isocenter_node_up{node=\"agent-ct1\"} 1",
           "isocenter_node_clock_offset_seconds{node=\"agent-ct1\"} -1.5",
           "isocenter_outbox_gap_events_total{node=\"agent-ct1\",reason=\"forgotten\"} 3",
           "isocenter_device_state{device=\"ct1\",state=\"in_use\"} 1",
           "isocenter_device_state{device=\"ct1\",state=\"down\"} 0",
           "isocenter_device_state_seconds_total{device=\"ct1\",state=\"in_use\"} 61.5",
           "isocenter_exams_total{device=\"ct1\",status=\"completed\"} 4",
           "isocenter_store_commit_seconds_bucket{le=\"0.005\"} 1",
           "isocenter_store_commit_seconds_bucket{le=\"+Inf\"} 2",
           "isocenter_store_commit_seconds_count 2",
           "isocenter_store_wal_bytes 4096",
           "isocenter_http_requests_total{route=\"/metrics\",code=\"200\"} 7",
           "isocenter_metrics_dropped_series 0",
           "# TYPE isocenter_exams_total counter",
       }) {
    EXPECT_TRUE(has_line(text, line)) << line << "\nin\n" << text;
  }
}

TEST(Exposition, LeavesOutWhatCannotBeTold) {
  EXPECT_EQ(exposition(sample()).find("isocenter_store_free_bytes"), std::string::npos);
}

TEST(Exposition, DropsAndCountsWhatIsOverTheCap) {
  MetricsInput input = sample();
  for (int i = 0; i < 5000; ++i) input.figures.nodes["stranger-" + std::to_string(i)].events_ingested = 1;
  const std::string text = exposition(input, 1000);
  std::size_t series = 0;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) series += line.starts_with('#') ? 0 : 1;
  EXPECT_LE(series, 1001u);
  EXPECT_FALSE(has_line(text, "isocenter_metrics_dropped_series 0"));
  EXPECT_TRUE(has_line(text, "isocenter_device_state{device=\"ct1\",state=\"in_use\"} 1")) << "strangers go first";
}

}  // namespace
}  // namespace isocenter::web
