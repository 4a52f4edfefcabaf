#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <unistd.h>

#include <random>
#include <stdexcept>

#include "collector/contract/contract_period.hpp"
#include "collector/contract/covered_time.hpp"
#include "collector/contract/format_contract.hpp"
#include "collector/store/store.hpp"
#include "collector/web/server.hpp"
#include "tests/bench/five_years.hpp"
#include "tests/bench/parts.hpp"
#include "tests/fakes/raw_peer.hpp"
#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::bench {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr int asks = 100;  ///< of each page; their 95th percentile is told
constexpr double fleet_ms = 50, statement_ms = 100, timeline_ms = 50;

/// All threads that begin from now on share one core.
class OneCore {
 public:
  OneCore() {
    ::sched_getaffinity(0, sizeof before_, &before_);
    cpu_set_t one;
    CPU_ZERO(&one);
    for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
      if (!CPU_ISSET(cpu, &before_)) continue;
      CPU_SET(cpu, &one);
      break;
    }
    ::sched_setaffinity(0, sizeof one, &one);
  }
  ~OneCore() { ::sched_setaffinity(0, sizeof before_, &before_); }
  OneCore(const OneCore&) = delete;
  OneCore& operator=(const OneCore&) = delete;

 private:
  cpu_set_t before_;
};

/// What of the file lies in memory is given up, so that it is read from the disk again.
void forget_cached(const std::filesystem::path& file) {
  const int opened = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (opened < 0) return;
  ::fdatasync(opened);
  ::posix_fadvise(opened, 0, 0, POSIX_FADV_DONTNEED);
  ::close(opened);
}

/// The web server on a store, and somebody who may read.
class Pages {
 public:
  Pages(const std::filesystem::path& store, const std::filesystem::path& users, const PastDepartment& department)
      : token_{access::make_secret()}, server_{options(store, users, department)} {
    server_.start();
  }

  /// How long the answer took, in milliseconds. Throws where it is none.
  double ask(const std::string& target) {
    const auto start = Clock::now();
    fakes::RawPeer peer{server_.port()};
    peer.send(fmt::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Bearer {}\r\n\r\n",
                          target, token_));
    const std::string answer = peer.receive_all();
    if (!answer.starts_with("HTTP/1.1 200")) throw std::runtime_error{target + ": " + answer.substr(0, 600)};
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
  }

 private:
  web::Options options(const std::filesystem::path& store, const std::filesystem::path& users,
                       const PastDepartment& department) {
    std::filesystem::remove(users);
    access::UsersFile file{users};
    const auto made = file.add("bench", access::Role::technologist, "no password", "bench", department.until);
    const auto token = file.add_token("bench", "bench", access::Role::technologist, access::hash_of(token_), "bench",
                                      department.until);
    if (!made || !token) throw std::runtime_error{"no token could be made"};
    web::Options options;
    options.listen = {.host = "127.0.0.1", .port = 0};
    options.database = store;
    options.users = users;
    options.title = "bench";
    options.site = site_of(department);
    options.figures = [] { return collector::FigureValues{}; };
    options.health = [] { return web::Health{.since_turn = 0ms, .store_open = true, .broker_connected = true}; };
    options.say = [](const std::vector<NewEvent>&) { return std::vector<collector::Said>{}; };
    options.complain = [](const std::string& line) { fmt::print(stderr, "pages: {}\n", line); };
    options.limits.query_time = 60s;
    return options;
  }

  std::string token_;
  web::Server server_;
};

/// A room that goes on working while its page is looked at: each commit ends what it did and begins something else.
class Working {
 public:
  Working(const std::filesystem::path& path, const PastDepartment& department)
      : store_{path}, devices_{department.rooms.device_names()}, now_{store_.derived_until().value()} {}

  void commit() {
    now_ += 1s;
    const DeviceName& device = devices_[turns_++ % devices_.size()];
    const collector::Derived before = store_.derived().read(device, now_ - 1ms);
    collector::Derived after = before;
    auto& last = after.intervals.back();
    last.period.to = now_;
    collector::StateInterval next = last;
    next.state = last.state == EquipmentState::in_use ? EquipmentState::ready : EquipmentState::in_use;
    next.period = {now_, end_of_time};
    after.intervals.push_back(next);
    sqlite::Transaction transaction{store_.database()};
    store_.derived().write(device, before, after);
    store_.set_derived_until(now_);
    transaction.commit();
  }

 private:
  collector::Store store_;
  std::vector<DeviceName> devices_;
  Instant now_;
  std::size_t turns_ = 0;
};

/// What is asked for, drawn anew each time.
class Asks {
 public:
  explicit Asks(const PastDepartment& department)
      : department_{department}, contracts_{contracts_of(department)}, devices_{department.rooms.device_names()} {}

  std::string device() { return "/api/v1/device?device=" + any_device().text(); }

  std::string timeline(Milliseconds length) {
    const Instant begin = department_.until - std::chrono::days{365 * department_.years};
    const auto room = (department_.until - begin - length).count();
    const Instant from = begin + Milliseconds{std::uniform_int_distribution<std::int64_t>{0, room}(random_)};
    return fmt::format("/api/v1/timeline?device={}&from={}&to={}", any_device().text(), format_rfc3339(from),
                       format_rfc3339(from + length));
  }

  /// Of a contract by the year: one of the whole years, where there is one.
  std::string statement() {
    const contract::Contract& terms = contracts_.front();
    const auto periods = contract::periods_of(terms);
    const std::size_t period = periods.size() > 2 ? 1 + random_() % (periods.size() - 2) : 0;
    return fmt::format("/api/v1/statement?contract={}&device={}&period_from={}", terms.name,
                       terms.devices[random_() % terms.devices.size()].text(),
                       contract::date_text(periods[period].from));
  }

 private:
  const DeviceName& any_device() { return devices_[random_() % devices_.size()]; }

  const PastDepartment& department_;
  std::vector<contract::Contract> contracts_;
  std::vector<DeviceName> devices_;
  std::mt19937 random_{1};
};

struct Page {
  std::string what;
  std::function<std::string()> target;
  std::optional<double> most_ms;
};

std::vector<Page> pages_of(Asks& asked) {
  std::vector<Page> pages{{"fleet", [] { return "/api/v1/fleet"; }, fleet_ms},
                          {"a device", [&] { return asked.device(); }, {}},
                          {"a year's statement of a device", [&] { return asked.statement(); }, statement_ms}};
  const std::pair<const char*, Milliseconds> zooms[] = {{"a year", 24h * 365}, {"a month", 24h * 30},
                                                        {"a week", 24h * 7},   {"a day", 24h},
                                                        {"an hour", 1h},       {"a minute", 1min}};
  for (const auto& [what, length] : zooms) {
    pages.push_back({fmt::format("a device's time, {}", what),
                     [&asked, length = length] { return asked.timeline(length); }, timeline_ms});
  }
  return pages;
}

std::filesystem::path made_store(const Options& options, const PastDepartment& department,
                                 const std::filesystem::path& folder, Results& results) {
  const auto start = Clock::now();
  auto store = folder / "isocenter.db";
  const PastCounts counts = make_past(store, department);
  const double took = std::chrono::duration<double>(Clock::now() - start).count();
  fmt::print("           {} years: {} events, {} intervals, {:.1f} GB, made in {:.0f} s\n", options.years,
             counts.events, counts.intervals, static_cast<double>(std::filesystem::file_size(store)) / 1e9, took);
  results.add({"pages", "events in the store", static_cast<double>(counts.events) / 1e6, "million"});
  results.add({"pages", "intervals in it", static_cast<double>(counts.intervals) / 1e6, "million"});
  return store;
}

Instant last_commit(const std::filesystem::path& store) { return collector::Store{store}.derived_until().value(); }

}  // namespace

void measure_pages(Options& options, Results& results) {
  const fakes::TemporaryFolder folder;
  PastDepartment department{.years = options.years,
                            .until = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now())};
  const bool is_kept = !options.store.empty() && std::filesystem::exists(options.store);
  if (is_kept) department.until = last_commit(options.store);
  const auto store = is_kept ? options.store
                             : made_store(options, department,
                                          options.store.empty() ? folder.path() : options.store.parent_path(), results);
  Asks asked{department};
  const OneCore one_core;
  for (const Page& page : pages_of(asked)) {
    forget_cached(store);
    Pages cold{store, folder / "users", department};
    results.add({"pages", page.what + ", cold: first of a new server, nothing of the store in memory",
                 cold.ask(page.target()), "ms"});
  }
  Working working{store, department};
  Pages warm{store, folder / "users", department};
  for (const Page& page : pages_of(asked)) {
    std::vector<double> took;
    warm.ask(page.target());
    for (int i = 0; i < asks; ++i) {
      working.commit();
      took.push_back(warm.ask(page.target()));
    }
    results.add({"pages", page.what + ", p50", percentile(took, 0.5), "ms"});
    const auto target = page.most_ms ? std::optional{Target{Target::Kind::at_most, *page.most_ms}} : std::nullopt;
    results.add({"pages", page.what + ", p95", percentile(took, 0.95), "ms", target});
  }
}

}  // namespace isocenter::bench
