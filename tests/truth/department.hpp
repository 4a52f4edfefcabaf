#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "agent/agent.hpp"
#include "collector/collector.hpp"
#include "tests/fakes/memory_broker.hpp"
#include "tests/fakes/temporary_folder.hpp"
#include "tests/truth/script.hpp"

namespace isocenter::truth {

inline constexpr std::chrono::seconds probe_interval{60};

/// What could be known of a device's agent and answers: told by what the agent wrote on its disk and sent, not by what
/// the collector made of it.
struct Knowable {
  std::vector<Period> observed;  ///< while the agent's program ran and left a trace of it, and did not stand still
  std::vector<Period> reached;   ///< while the device answered; told by the probes

  /// Out of what is observed up to now.
  void cut_out(Period hole);
};

/// How often what is hard to tell really came about.
struct Happened {
  int briefly_stopped = 0;     ///< for so short a time that nobody has to know
  int stopped = 0;             ///< and said so itself, under three heartbeats
  int long_stopped = 0;        ///< likewise, for longer
  int suspended = 0;           ///< told by the heartbeats afterwards, under three of them
  int long_suspended = 0;      ///< likewise, for longer
  int wills_of_the_still = 0;  ///< which the broker sent of what stood still
  int undone = 0;              ///< in time
  int undone_at_last = 0;      ///< in time; the collector heard of it over an hour later
  int undone_too_late = 0;
  int said_on_page = 0;
  int corrected = 0;
};

/// A whole department in one thread, under a clock that is turned: real agents, a kiosk's node and the collector on a
/// broker in memory.
class Department {
 public:
  Department(const Script& script, std::vector<contract::Contract> contracts);
  ~Department();

  /// Plays the script to its end and two hours beyond, when all has been said.
  void play();
  const std::map<DeviceName, Knowable>& knowable() const { return knowable_; }
  const Happened& happened() const { return happened_; }
  std::filesystem::path store_path() const { return folder_ / "isocenter.db"; }
  const std::filesystem::path& folder() const { return folder_.path(); }
  ConfigurationLoaded configuration() const;
  std::uint64_t unacknowledged() const;

 private:
  struct Peer;
  struct Watched;
  using Action = std::function<void()>;

  void plan();
  void plan_episode(const DeviceName& device, const Episode& episode, std::size_t number);
  void plan_mistake(const DeviceName& device, const Mistake& mistake, std::size_t number);
  void plan_absence(const DeviceName& device, const Away& away);
  void at(Instant when, Action action) { actions_.emplace(when, std::move(action)); }
  BirthName say(const DeviceName& device, EventBody body);
  void undo(const DeviceName& device, const BirthName& name);
  bool is_heard_late(const Mistake& mistake) const;
  void say_on_page(const DeviceName& device, EventBody body);

  void start_agent(const DeviceName& device);
  void kill_agent(const DeviceName& device);
  void probe(const DeviceName& device);
  void see(const DeviceName& device, std::string source, std::variant<agent::Reached, EventBody> seen);
  void cut(const std::string& node);
  void mend(const std::string& node);
  void stand_still(const DeviceName& device);
  void expire(const DeviceName& device);
  void go_on(const DeviceName& device, const Away& away);
  void hear(const std::string& topic);
  void judge_suspended();
  void start_collector();
  void kill_collector();

  void advance_to(Instant until);
  void turn();
  process::ClockReading clocks() const;
  process::ClockReading clocks_of(const Watched& watched) const;
  Instant last_trace(const DeviceName& device);

  Script script_;
  std::vector<contract::Contract> contracts_;
  fakes::TemporaryFolder folder_;
  fakes::MemoryBroker broker_;
  Instant now_;
  std::multimap<Instant, Action> actions_;
  std::map<DeviceName, std::unique_ptr<Watched>> agents_;
  std::unique_ptr<Peer> kiosk_;
  collector::Figures figures_;
  std::unique_ptr<outbox::Outbox> own_outbox_;
  std::unique_ptr<collector::Collector> collector_;
  std::map<std::string, Instant> received_;  ///< by topic: what reached a collector that ran
  std::map<DeviceName, Knowable> knowable_;
  Happened happened_;
};

}  // namespace isocenter::truth
