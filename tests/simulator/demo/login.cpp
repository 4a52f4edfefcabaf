#include "tests/simulator/demo/login.hpp"

#include <fmt/format.h>

#include <chrono>
#include <stdexcept>

#include "shared/core/digest.hpp"
#include "shared/core/random.hpp"
#include "tests/fakes/child_process.hpp"

namespace isocenter::simulator {

Login make_login(const DemoFolder& folder, const std::string& collector) {
  Login login{"demo", to_hex(random_128_bits()).substr(0, 16)};
  // The program reads it from standard input, never from an argument; here it is no secret.
  fakes::ChildProcess add{
      {.command = {"sh", "-c", "printf '%s\\n' \"$1\" | \"$2\" user add \"$3\" --role administrator --config \"$4\"",
                   "sh", login.password, collector, login.user, folder.collector_config().string()},
       .output = folder.path / "user.output",
       .folder = {},
       .environment = {}}};
  if (add.wait(std::chrono::seconds{20}) != 0) throw std::runtime_error{"the demo's login:\n" + add.output()};
  return login;
}

}  // namespace isocenter::simulator
