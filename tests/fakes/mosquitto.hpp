#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "tests/fakes/child_process.hpp"
#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::fakes {

/// A real Mosquitto on a loopback port of its own, persisting nothing. It can be killed and started again on the same
/// port; ends with the object.
class MosquittoProcess {
 public:
  /// `more` are further lines of its configuration. Anonymous clients are let in unless it says allow_anonymous.
  /// Throws std::runtime_error with its output where it does not come up.
  explicit MosquittoProcess(std::string more = {});

  /// With a configuration of the test's own, made for a port and the folder it lies in.
  explicit MosquittoProcess(std::function<std::string(int port, const std::filesystem::path& folder)> configuration);

  std::string url() const;  ///< mqtt://127.0.0.1:port
  int port() const { return port_; }
  pid_t pid() const { return process_->pid(); }
  const std::filesystem::path& folder() const { return folder_.path(); }

  void kill() { process_->kill(); }
  void signal(int number) { process_->signal(number); }
  /// After `kill`: the same broker again, with nothing in it.
  void start();
  std::string output() const { return process_->output(); }

 private:
  bool start_once();

  TemporaryFolder folder_;
  std::function<std::string(int, const std::filesystem::path&)> configuration_;
  int port_ = 0;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace isocenter::fakes
