#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "tests/bench/mix.hpp"
#include "tests/fakes/child_process.hpp"

namespace isocenter::bench {

/// The real isocenter-collector with a store of its own in `folder`, which must be empty; ends with the object.
class CollectorProcess {
 public:
  /// Its department has been the same since `since`, with nothing heard of it yet: what is then sent is the past of a
  /// known department. `more` are further lines of its configuration, `contracts` the text of its contracts.toml.
  CollectorProcess(const Department& department, const std::string& broker_url, const std::filesystem::path& folder,
                   Instant since, const std::string& more = {}, const std::string& contracts = {});

  std::uint16_t web_port() const { return web_port_; }
  pid_t pid() const { return process_->pid(); }
  std::filesystem::path store() const { return folder_ / "isocenter.db"; }
  /// Ends it. False where it did not end well.
  bool stop() { return process_->stop() == 0; }
  std::string output() const { return process_->output(); }
  /// What `isocenter-collector verify` says of the store after the end: nothing where all is well.
  std::string verify() const;
  /// Rows of the log that nodes wrote and the collector stored.
  std::size_t stored_rows() const;

 private:
  std::filesystem::path folder_;
  std::uint16_t web_port_;
  std::unique_ptr<fakes::ChildProcess> process_;
};

}  // namespace isocenter::bench
