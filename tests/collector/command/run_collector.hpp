#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/fakes/child_process.hpp"

namespace isocenter::collector::test {

struct Ended {
  int code;  ///< -1 where it did not end within 20 s
  std::string output;
};

/// Runs `isocenter-collector` with `words` to its end; what it says goes through a file in `folder`.
inline Ended run_collector(const std::filesystem::path& folder, std::vector<std::string> words) {
  const auto output = folder / "run.out";
  std::filesystem::remove(output);
  words.insert(words.begin(), ISOCENTER_BIN_DIR "/isocenter-collector");
  fakes::ChildProcess process{{.command = words, .output = output, .folder = {}, .environment = {}}};
  const int code = process.wait(std::chrono::seconds{20}).value_or(-1);
  return {code, process.output()};
}

}  // namespace isocenter::collector::test
