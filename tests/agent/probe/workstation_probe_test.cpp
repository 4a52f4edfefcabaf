#include "agent/probe/workstation_probe.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/agent/support/kept_sightings.hpp"
#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::agent {
namespace {

class WorkstationProbeTest : public testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) const { std::ofstream{proc_ / name} << text; }

  fakes::TemporaryFolder folder_;
  const std::filesystem::path& proc_ = folder_.path();
};

TEST_F(WorkstationProbeTest, ReadsTheKernelsFiles) {
  write("loadavg", "0.52 0.58 0.59 1/467 12345\n");
  write("meminfo", "MemTotal:       16318404 kB\nMemFree:          812340 kB\nMemAvailable:    9216000 kB\n");
  const auto readings = read_workstation(proc_, proc_);
  ASSERT_EQ(readings.size(), 3U);
  EXPECT_EQ(readings[0], (ReadingTaken{"workstation.load", 0.52, "1"}));
  EXPECT_EQ(readings[1], (ReadingTaken{"workstation.memory_free_mb", 9000, "MB"}));
  EXPECT_EQ(readings[2].sensor, "workstation.disk_free_mb");
  EXPECT_GT(readings[2].value, 0);
}

TEST_F(WorkstationProbeTest, LeavesOutWhatItCannotRead) {
  write("meminfo", "MemTotal: many kB\n");
  EXPECT_TRUE(read_workstation(proc_, proc_ / "absent").empty());
}

TEST_F(WorkstationProbeTest, IsOfNoDeviceUnlessItIsAConsole) {
  write("loadavg", "0.52 0.58 0.59 1/467 12345\n");
  KeptSightings kept;
  WorkstationProbe{{.console_of = std::nullopt, .disk = proc_ / "absent", .proc = proc_}}.look(kept, Instant{});
  ASSERT_EQ(kept.all().size(), 1U);
  EXPECT_EQ(kept.all()[0].device, std::nullopt);
}

TEST_F(WorkstationProbeTest, OfAConsoleIsASignOfItsLife) {
  write("loadavg", "0.52 0.58 0.59 1/467 12345\n");
  KeptSightings kept;
  const auto us1 = DeviceName::parse("us1").value();
  WorkstationProbe{{.console_of = us1, .disk = proc_ / "absent", .proc = proc_}}.look(kept, Instant{});
  ASSERT_EQ(kept.all().size(), 2U);
  EXPECT_EQ(kept.all()[0], (Sighting{us1, Instant{}, "workstation", Reached{true, "ok"}}));
  EXPECT_EQ(kept.all()[1].device, us1);
}

}  // namespace
}  // namespace isocenter::agent
