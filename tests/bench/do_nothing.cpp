#include "tests/bench/do_nothing.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <mqtt/async_client.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <stdexcept>
#include <thread>

#include "shared/core/broker_url.hpp"
#include "shared/core/descriptor.hpp"
#include "shared/wire/topic.hpp"
#include "tests/bench/load.hpp"

namespace isocenter::bench {
namespace {

using namespace std::chrono_literals;

std::uint64_t* map_counter(const std::filesystem::path& file) {
  const Descriptor opened{::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
  if (opened.get() < 0 || ::ftruncate(opened.get(), sizeof(std::uint64_t)) != 0) {
    throw std::runtime_error{fmt::format("{}: cannot be written", file.string())};
  }
  void* const memory = ::mmap(nullptr, sizeof(std::uint64_t), PROT_READ | PROT_WRITE, MAP_SHARED, opened.get(), 0);
  if (memory == MAP_FAILED) throw std::runtime_error{fmt::format("{}: cannot be mapped", file.string())};
  return static_cast<std::uint64_t*>(memory);
}

class Counter : public ::mqtt::callback {
 public:
  explicit Counter(std::uint64_t& count) : count_{count} {}
  void message_arrived(::mqtt::const_message_ptr) override { count_.fetch_add(1, std::memory_order_relaxed); }

 private:
  std::atomic_ref<std::uint64_t> count_;
};

}  // namespace

DoNothing::DoNothing(const std::string& broker_url, const std::filesystem::path& folder)
    : file_{folder / "received.count"},
      counter_{map_counter(file_)},
      process_{{.command = {"/proc/self/exe", "count", broker_url, file_.string()},
                .output = folder / "do-nothing.output",
                .folder = {},
                .environment = {}}} {
  if (!process_.wait_for_output("subscribed")) {
    throw std::runtime_error{"the do-nothing subscriber does not come up: " + process_.output()};
  }
}

DoNothing::~DoNothing() { ::munmap(const_cast<std::uint64_t*>(counter_), sizeof(std::uint64_t)); }

std::uint64_t DoNothing::received() const { return *counter_; }

std::uint64_t DoNothing::wait_for(std::uint64_t count, std::chrono::milliseconds patience) const {
  std::uint64_t seen = received();
  auto moved = std::chrono::steady_clock::now();
  while (seen < count && std::chrono::steady_clock::now() - moved < patience) {
    std::this_thread::sleep_for(1ms);
    const std::uint64_t present = received();
    if (present != seen) moved = std::chrono::steady_clock::now();
    seen = present;
  }
  return seen;
}

int count_messages(const std::string& broker_url, const std::filesystem::path& file) {
  const auto url = parse_broker_url(broker_url);
  if (!url) return 2;
  ::mqtt::async_client client{fmt::format("tcp://{}:{}", url->host, url->port), "bench.do-nothing",
                              ::mqtt::create_options{MQTTVERSION_3_1_1, 200}};
  Counter counter{*map_counter(file)};
  client.set_callback(counter);
  ::mqtt::connect_options options;
  options.set_clean_session(true);
  options.set_mqtt_version(MQTTVERSION_3_1_1);
  client.connect(options)->wait();
  client.subscribe(wire::filter(bench_site(), "node/+/events"), 0)->wait();
  std::puts("subscribed");
  std::fflush(stdout);
  ::pause();
  return 0;
}

}  // namespace isocenter::bench
