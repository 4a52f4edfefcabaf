#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>

#include "collector/web/changes.hpp"
#include "collector/web/message.hpp"

namespace isocenter::web {

/// An answer that all browsers fetch at the same time, when they are told of a change: it is made once for all of them.
/// Any thread.
class SharedAnswer {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// The last one, if it knows all that any browser was told of and is less than a second old; else what `make` gives,
  /// which is kept where its status is 200. Who comes while one is made waits for it.
  Response get(const Changes& changes, Time now, const std::function<Response()>& make);

 private:
  struct Made {
    std::uint64_t knows = 0;
    Time at;
    Response response;
  };
  std::mutex mutex_;
  std::optional<Made> last_;
};

}  // namespace isocenter::web
