#pragma once

#include <memory>
#include <string>

namespace isocenter::simulator {

/// The workstation's DICOM port: answers C-ECHO while it is switched on.
class EchoAnswerer {
 public:
  EchoAnswerer(std::string ae_title, int port);
  ~EchoAnswerer();

  void switch_on();
  void switch_off();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace isocenter::simulator
