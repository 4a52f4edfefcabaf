#pragma once

#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <thread>
#include <vector>

#include "tests/simulator/demo/comparison.hpp"
#include "tests/simulator/demo/kiosks.hpp"
#include "tests/simulator/demo/patients.hpp"
#include "tests/simulator/demo/technologist.hpp"
#include "tests/simulator/truth.hpp"

namespace isocenter::simulator {

/// The people who touch the demo's kiosks, where those stand on screens of our own; nobody moves the pointer of a
/// display that somebody sits at.
class People {
 public:
  People(const DemoKiosks& kiosks, std::uint64_t seed);

  bool are_there() const { return !threads_.empty(); }
  /// They end what they are about, and what they said is noted in the truth. Takes some seconds.
  void go_home(Truth& truth);
  /// After `go_home`: what they meant beside the collector's rows of `report events`.
  std::vector<Comparison> compare(const nlohmann::json& events) const;

 private:
  void let_work(const std::string& who, std::function<void(const std::stop_token&)> work);

  Patients patients_;
  Technologist technologist_;
  std::mutex mutex_;
  std::vector<std::string> complaints_;
  std::vector<std::jthread> threads_;
};

}  // namespace isocenter::simulator
