#include "collector/web/live_stream.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "collector/web/dispatch.hpp"
#include "collector/web/routes.hpp"

namespace isocenter::web {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds between_looks{250};
constexpr std::chrono::milliseconds between_welcomes{1000};
constexpr std::chrono::milliseconds between_messages{1000};
constexpr std::chrono::milliseconds longest_silence{15'000};

/// The last whole multiple of `length`: the same for all streams.
std::chrono::steady_clock::time_point beat(std::chrono::steady_clock::time_point now,
                                           std::chrono::milliseconds length) {
  return now - now.time_since_epoch() % length;
}

std::string changed(const Changes::News& news) {
  std::vector<std::string> devices;
  for (const DeviceName& device : news.devices) devices.push_back('"' + device.text() + '"');
  return fmt::format("event: changed\ndata: {{\"as_of\":\"{}\",\"devices\":[{}],\"desk\":{}}}\n\n",
                     format_rfc3339(now_utc()), fmt::join(devices, ","), news.desk);
}

}  // namespace

LiveStream::LiveStream(Stream& stream, Changes& changes, const Limits& limits, bool over_tls)
    : stream_{stream},
      changes_{changes},
      limits_{limits},
      over_tls_{over_tls},
      seen_{changes.latest()},
      beat_{beat(std::chrono::steady_clock::now(), between_messages)} {}

asio::awaitable<void> LiveStream::run(std::function<bool()> is_welcome) {
  const bool begun = co_await write_header();
  if (!begun) co_return;
  asio::steady_timer timer{stream_.get_executor()};
  Time next_welcome{};
  while (!stream_.has_stirred()) {
    const Time now = std::chrono::steady_clock::now();
    if (now >= next_welcome) {
      if (!is_welcome()) co_return;
      next_welcome = now + between_welcomes;
    }
    const std::string text = next_text(now);
    const bool written = text.empty() || co_await write_text(stream_, text, limits_);
    if (!written) co_return;
    timer.expires_at(beat(std::chrono::steady_clock::now(), between_looks) + between_looks);
    boost::system::error_code error;
    co_await timer.async_wait(into(error));
  }
}

asio::awaitable<bool> LiveStream::write_header() {
  Response response{.status = 200, .content_type = std::string{stream_type}};
  finish(response, Request{}, over_tls_);
  response.headers.emplace_back("X-Accel-Buffering", "no");  // a proxy before us must not gather what we say
  const bool written = co_await write_open_header(stream_, response, limits_);
  if (!written) co_return false;
  spoken_ = std::chrono::steady_clock::now();
  const bool begun = co_await write_text(stream_, "retry: 3000\n: listening\n\n", limits_);
  co_return begun;
}

std::string LiveStream::next_text(Time now) {
  const Time at = beat(now, between_messages);
  const bool is_beat = at != beat_;
  beat_ = at;
  if (is_beat && changes_.latest() != seen_) {
    const Changes::News news = changes_.since(seen_);
    seen_ = news.up_to;
    changes_.note_told(seen_);
    spoken_ = now;
    return changed(news);
  }
  if (now - spoken_ < longest_silence) return {};
  spoken_ = now;
  return ": still here\n\n";
}

}  // namespace isocenter::web
