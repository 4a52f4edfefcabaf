#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/fakes/child_process.hpp"
#include "tests/simulator/demo/department_run.hpp"
#include "tests/simulator/demo/folder.hpp"

namespace isocenter::simulator {

/// Every program of the department but the modalities and the kiosks; what it started it ends.
class Programs {
 public:
  Programs(const DemoOptions& options, const DemoFolder& folder, const std::vector<std::string>& agents);

  std::string program(const std::string& name) const { return (options_.programs / name).string(); }

  /// Throws std::runtime_error with what a program said that ended by itself.
  void expect_running();
  /// Whether the collector may serve.
  bool is_ready() const;
  /// Whether all of `nodes` are connected to the broker, and the collector hears them and has all they wrote.
  bool is_all_collected(const std::vector<std::string>& nodes) const;

  /// SIGKILL, and started again at once.
  void kill_collector();

  /// Throws std::runtime_error where one does not stop.
  void stop_agents();
  void stop_rest();

 private:
  std::unique_ptr<fakes::ChildProcess> start(const std::string& name, std::vector<std::string> command) const;
  std::unique_ptr<fakes::ChildProcess> start_collector() const;
  std::vector<fakes::ChildProcess*> all();

  const DemoOptions& options_;
  const DemoFolder& folder_;
  std::unique_ptr<fakes::ChildProcess> broker_, collector_;
  std::vector<std::unique_ptr<fakes::ChildProcess>> agents_;
};

}  // namespace isocenter::simulator
