#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>

#include "collector/web/changes.hpp"
#include "collector/web/http_io.hpp"
#include "collector/web/limits.hpp"

namespace isocenter::web {

/// A stream of server-sent events to one browser (WHATWG HTML, section 9.2): `changed` at most once a second,
/// and to all at the same beat, so that what they fetch then is one answer (SharedAnswer); a comment where nothing was
/// said for 15 s, so that both sides notice when the other is gone. Lives on the server's thread.
class LiveStream {
 public:
  LiveStream(Stream& stream, Changes& changes, const Limits& limits, bool over_tls);

  /// Until the peer goes or `is_welcome` says no more; asked each second.
  boost::asio::awaitable<void> run(std::function<bool()> is_welcome);

 private:
  using Time = std::chrono::steady_clock::time_point;

  boost::asio::awaitable<bool> write_header();
  /// What is to be said now; empty: nothing.
  std::string next_text(Time now);

  Stream& stream_;
  Changes& changes_;
  const Limits& limits_;
  bool over_tls_;
  std::uint64_t seen_;
  Time spoken_{};
  Time beat_;  ///< that has passed
};

}  // namespace isocenter::web
