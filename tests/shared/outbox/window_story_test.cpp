#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

#include "shared/outbox/window.hpp"
#include "shared/wire/batch.hpp"

/// Stories of a node and a collector with all that goes wrong between them, on paper: no file, no clock, no broker.
namespace isocenter::outbox {
namespace {

using namespace std::chrono_literals;

struct PaperEpoch {
  Epoch epoch;
  std::vector<Digest> chain;      ///< [n] is the digest after event n
  std::set<std::uint64_t> known;  ///< numbers whose digest is not forgotten
  std::uint64_t acknowledged = 0;
  std::uint64_t last() const { return chain.size() - 1; }
};

struct PaperBatch {
  std::string to;
  Epoch epoch;
  std::uint64_t first = 1, through = 0;  ///< through < first: it only asks
  Digest after, end;
};

struct Holding {
  std::uint64_t through = 0;
  Digest digest;
};

/// Go-back-N as AMENDMENTS 1 has it, on (epoch -> number and digest).
struct PaperCollector {
  std::string instance = "c1";
  std::map<Epoch, Holding> holdings;
  std::map<Epoch, std::set<std::uint64_t>> stored;
  std::optional<std::map<Epoch, Holding>> backup;
  std::map<Epoch, std::set<std::uint64_t>> backup_stored;

  wire::Acknowledgement take(const PaperBatch& batch) {
    auto [found, is_new] = holdings.try_emplace(batch.epoch, Holding{0, wire::first_digest(batch.epoch)});
    Holding& holding = found->second;
    if (batch.through >= batch.first && batch.first == holding.through + 1 && batch.after == holding.digest) {
      for (std::uint64_t seq = batch.first; seq <= batch.through; ++seq) {
        RC_ASSERT(stored[batch.epoch].insert(seq).second);  // nothing is taken twice
      }
      holding = {batch.through, batch.end};
    }
    return {.from = instance, .epoch = batch.epoch, .through = holding.through, .digest = holding.digest};
  }
};

class Story {
 public:
  Story() { restart(); }

  void write(int events) {
    PaperEpoch& present = epochs_.back();
    for (int i = 0; i < events; ++i) {
      present.chain.push_back(wire::next_digest(present.chain.back(), std::to_string(++written_)));
      present.known.insert(present.last());
    }
    window_.grow(present.epoch, present.last());
  }

  /// The node's program ends and starts again: only what is on its disk is left.
  void restart() {
    Epoch epoch;
    epoch.bytes[0] = static_cast<std::uint8_t>(++starts_);
    epochs_.push_back({.epoch = epoch, .chain = {wire::first_digest(epoch)}, .known = {0}});
    window_ = {};
    set_epochs();
    window_.set_collector(collector_.instance);
    write(1);
  }

  void collector_restarts() {
    collector_.instance = "c" + std::to_string(++collectors_);
    window_.set_collector(collector_.instance);
  }
  void back_up() {
    collector_.backup = collector_.holdings;
    collector_.backup_stored = collector_.stored;
  }
  void restore() {
    if (!collector_.backup) return;
    collector_.holdings = *collector_.backup;
    collector_.stored = collector_.backup_stored;
    collector_restarts();
  }

  /// Forgets the digests of acknowledged events below the last acknowledged one.
  void forget() {
    for (PaperEpoch& one : epochs_) {
      for (std::uint64_t seq = 1; seq < one.acknowledged; ++seq) one.known.erase(seq);
    }
  }

  void send() {
    window_.time_out(moment());
    while (const auto errand = window_.next(moment())) {
      const PaperEpoch& one = find(errand->epoch);
      if (!one.known.contains(errand->first - 1)) return;
      std::uint64_t through = std::min<std::uint64_t>(errand->first + 2, one.last());
      while (!one.known.contains(through)) ++through;  // a gap up to the next number whose digest is known
      to_collector_.push_back(
          {collector_.instance, one.epoch, errand->first, through, one.chain[errand->first - 1], one.chain[through]});
      window_.sent(*errand, through, moment());
    }
  }
  void ask() {
    for (const Epoch& epoch : window_.unanswered()) {
      const PaperEpoch& one = find(epoch);
      to_collector_.push_back({collector_.instance, epoch, one.acknowledged + 1, one.acknowledged, {}, {}});
    }
  }
  void pass(std::chrono::milliseconds time) { now_ += time; }

  /// Loses, doubles or moves the oldest message on its way, or lets it arrive.
  void to_collector(int fate) {
    travel(to_collector_, fate, [this](const PaperBatch& batch) { to_node_.push_back(collector_.take(batch)); });
  }
  void to_node(int fate) {
    travel(to_node_, fate, [this](const wire::Acknowledgement& answer) { hear(answer); });
  }

  /// The faults end. True when all is acknowledged and both sides mean the same past.
  bool drains() {
    for (int i = 0; i < 3000; ++i) {
      ask();
      send();
      while (!to_collector_.empty()) to_collector(arrive);
      while (!to_node_.empty()) to_node(arrive);
      if (is_done()) return true;
      pass(500ms);
    }
    return false;
  }

  static constexpr int arrive = 0, lose = 1, repeat = 2, delay = 3;

 private:
  template <typename T, typename Arrive>
  void travel(std::deque<T>& way, int fate, const Arrive& arrives) {
    if (way.empty()) return;
    const T one = way.front();
    way.pop_front();
    if (fate == lose) return;
    if (fate == delay) {
      way.push_back(one);
      return;
    }
    arrives(one);
    if (fate == repeat) arrives(one);
  }

  void hear(const wire::Acknowledgement& answer) {
    const auto own = [this](const Epoch& epoch, std::uint64_t seq) {
      const PaperEpoch& one = find(epoch);
      return one.known.contains(seq) ? std::optional{one.chain[seq]} : std::nullopt;
    };
    const Heeded heeded = window_.heed(answer, own, moment());
    RC_ASSERT(!std::holds_alternative<RolledBack>(heeded.consequence));
    RC_ASSERT(!std::holds_alternative<GiveUp>(heeded.consequence));
    if (heeded.adopt) {
      RC_ASSERT(*heeded.adopt == find(*answer.epoch).chain[answer.through]);
      find(*answer.epoch).known.insert(answer.through);
    }
    if (const auto* on = std::get_if<MovedOn>(&heeded.consequence)) find(on->epoch).acknowledged = on->through;
    if (const auto* back = std::get_if<TakenBack>(&heeded.consequence)) find(back->epoch).acknowledged = back->through;
  }

  bool is_done() {
    if (!window_.unanswered().empty()) return false;
    for (const PaperEpoch& one : epochs_) {
      const Holding& holding = collector_.holdings[one.epoch];
      if (one.acknowledged != one.last() || holding.through != one.last()) return false;
      RC_ASSERT(holding.digest == one.chain.back());
      RC_ASSERT(collector_.stored[one.epoch].size() == one.last());
    }
    return true;
  }

  PaperEpoch& find(const Epoch& epoch) {
    const auto found =
        std::find_if(epochs_.begin(), epochs_.end(), [&](const PaperEpoch& one) { return one.epoch == epoch; });
    RC_ASSERT(found != epochs_.end());
    return *found;
  }
  void set_epochs() {
    std::vector<HeldEpoch> held;
    for (const PaperEpoch& one : epochs_) {
      held.push_back(
          {.epoch = one.epoch, .acknowledged = one.acknowledged, .last = one.last(), .digest = one.chain.back()});
    }
    window_.set_epochs(held);
  }
  Moment moment() const { return {std::chrono::steady_clock::time_point{now_}, 0.3}; }

  std::deque<PaperEpoch> epochs_;
  Window window_;
  PaperCollector collector_;
  std::deque<PaperBatch> to_collector_;
  std::deque<wire::Acknowledgement> to_node_;
  std::chrono::milliseconds now_{0};
  int written_ = 0, starts_ = 0, collectors_ = 1;
};

RC_GTEST_PROP(WindowStory, AnyMixOfFaultsDrains, ()) {
  Story story;
  const auto steps = *rc::gen::resize(120, rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 40)));
  for (const int step : steps) {
    const int fate = *rc::gen::inRange(0, 8);  // half of what travels arrives
    if (step < 8)
      story.write(*rc::gen::inRange(1, 6));
    else if (step < 16)
      story.send();
    else if (step < 23)
      story.to_collector(fate);
    else if (step < 30)
      story.to_node(fate);
    else if (step < 33)
      story.pass(std::chrono::milliseconds{*rc::gen::inRange(0, 5000)});
    else if (step < 35)
      story.ask();
    else if (step == 35)
      story.restart();
    else if (step == 36)
      story.collector_restarts();
    else if (step == 37)
      story.back_up();
    else if (step == 38)
      story.restore();
    else
      story.forget();
  }
  RC_ASSERT(story.drains());
}

}  // namespace
}  // namespace isocenter::outbox
