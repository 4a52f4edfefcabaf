#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "tests/fakes/child_process.hpp"
#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::fakes {

/// A real Mosquitto on a loopback port of its own, persisting nothing. It can be killed and started again on the same
/// port; ends with the object.
class MosquittoProcess {
 public:
  /// `more` are further lines of its configuration; with "allow_anonymous" or "acl_file" among them anonymous clients
  /// are not allowed just so. Throws std::runtime_error with its output where it does not come up.
  explicit MosquittoProcess(std::string more = {});

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
  void write_configuration() const;
  bool start_once();

  TemporaryFolder folder_;
  std::string more_;
  int port_ = 0;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace isocenter::fakes
