#include "collector/state/intervals.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace isocenter::collector {
namespace {

/// Which of a list of things last at an instant, while the instants asked for rise.
template <typename Thing, typename PeriodOf>
class Lasting {
 public:
  struct Earlier {
    PeriodOf period;
    bool operator()(const Thing* a, const Thing* b) const {
      return std::make_pair(period(*a).from, a) < std::make_pair(period(*b).from, b);
    }
  };

  /// `things` lie in one vector, sorted by the begin of their periods.
  Lasting(const std::vector<Thing>& things, PeriodOf period)
      : things_{things}, period_{period}, open_{Earlier{period}} {}

  const std::set<const Thing*, Earlier>& at(Instant instant) {
    for (; next_ < things_.size() && period_(things_[next_]).from <= instant; ++next_) open_.insert(&things_[next_]);
    std::erase_if(open_, [&](const Thing* thing) { return period_(*thing).to <= instant; });
    return open_;
  }

 private:
  const std::vector<Thing>& things_;
  PeriodOf period_;
  std::size_t next_ = 0;
  std::set<const Thing*, Earlier> open_;
};

constexpr auto running_of = [](const Exam& exam) { return exam.row.running; };
constexpr auto open_of = [](const Fault& fault) { return Period{fault.row.reported, fault.closed()}; };

/// Goes through the instants at which anything changes, in order.
class Sweep {
 public:
  explicit Sweep(const Facts& facts) : facts_{facts}, exams_{facts.exams, running_of}, faults_{facts.faults, open_of} {}

  Effective at(Instant instant) {
    Situation s;
    look_at_node(instant, s);
    look_at_calendar(instant, s);
    s.declared = facts_.declarations.at(instant, facts_.exam_begins);
    look_at_exams(instant, s);
    look_at_faults(instant, s);
    prove(instant, s);
    Effective effective = effective_state(s);
    if (ends_proof(effective.state)) proof_ = nullptr;
    return effective;
  }

  const Proof* proof() const { return proof_; }

 private:
  void look_at_node(Instant instant, Situation& s) {
    s.answer = &facts_.answers.at(instant);
    const Presence* presence = facts_.presence_at(instant);
    if (presence == nullptr) {
      s.absence = "no_node";
      return;
    }
    const Presence::Stretch& stretch = presence->at(instant);
    s.node_observes = stretch.observes;
    s.absence = stretch.reason;
    s.absence_by = stretch.by;
    const bool starts = stretch.new_epoch && stretch.from == instant;
    const bool takes_over = s.answer->new_observer && s.answer->from == instant;
    if (starts || takes_over) proof_ = nullptr;
  }

  void look_at_calendar(Instant instant, Situation& s) const {
    const Configuration* held = facts_.configurations.at(instant);
    if (held == nullptr) return;
    s.has_hours = held->calendar.has_hours();
    s.within_hours = held->calendar.within(instant);
  }

  void look_at_exams(Instant instant, Situation& s) {
    for (const Exam* exam : exams_.at(instant)) (exam->is_patients() ? s.exam : s.phantom) = exam;
  }

  void look_at_faults(Instant instant, Situation& s) {
    for (const Fault* fault : faults_.at(instant)) {
      const bool down = fault->row.effect == Effect::down;
      if (fault->row.effect == Effect::none) continue;
      const Fault*& first =
          fault->by_person ? (down ? s.person_down : s.person_limited) : (down ? s.source_down : s.source_limited);
      if (first == nullptr) first = fault;
      if (down && fault->by_person) s.last_person_down = fault->row.reported;
    }
  }

  void prove(Instant instant, Situation& s) {
    for (; next_proof_ < facts_.proofs.size() && facts_.proofs[next_proof_].at <= instant; ++next_proof_) {
      const Proof& proof = facts_.proofs[next_proof_];
      if (proof_ == nullptr || proof.grade <= proof_->grade) proof_ = &proof;
    }
    s.proof = proof_;
  }

  const Facts& facts_;
  Lasting<Exam, decltype(running_of)> exams_;
  Lasting<Fault, decltype(open_of)> faults_;
  std::size_t next_proof_ = 0;
  const Proof* proof_ = nullptr;
};

void add_hours(const Configurations& configurations, Period period, std::vector<Instant>& edges) {
  const auto& all = configurations.all();
  for (std::size_t index = 0; index < all.size(); ++index) {
    const Period holds{index == 0 ? Instant::min() : all[index].from,
                       index + 1 < all.size() ? all[index + 1].from : end_of_time};
    const auto part = overlap(holds, period);
    if (!part) continue;
    const auto changes = all[index].calendar.changes(*part);
    edges.insert(edges.end(), changes.begin(), changes.end());
  }
}

/// The instants of `period`, its begin included, at which anything may change.
std::vector<Instant> edges_of(const Facts& facts, Period period) {
  std::vector<Instant> edges{period.from};
  for (const Exam& exam : facts.exams) edges.insert(edges.end(), {exam.row.running.from, exam.row.running.to});
  for (const Fault& fault : facts.faults) edges.insert(edges.end(), {fault.row.reported, fault.closed()});
  for (const Declaration& declaration : facts.declarations.all()) {
    edges.push_back(declaration.from);
    if (declaration.until) edges.push_back(*declaration.until);
  }
  for (const Proof& proof : facts.proofs) edges.push_back(proof.at);
  for (const Configuration& configuration : facts.configurations.all()) edges.push_back(configuration.from);
  for (const Answers::Answer& answer : facts.answers.all()) edges.push_back(answer.from);
  for (const auto& [node, presence] : facts.presence) {
    for (const Presence::Stretch& stretch : presence.stretches()) edges.push_back(stretch.from);
  }
  add_hours(facts.configurations, period, edges);
  std::erase_if(edges, [&](Instant edge) { return !period.contains(edge); });
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  return edges;
}

/// Where the sweep has to begin: what is proven at `from` may have been proven before.
Instant first_proof(const Facts& facts, Instant from) {
  return facts.proofs.empty() ? from : std::min(from, facts.proofs.front().at);
}

StateInterval interval_of(const DeviceName& device, Effective effective, Instant from) {
  return {.device = device,
          .state = effective.state,
          .period = {from, end_of_time},
          .cause = effective.cause,
          .grade = effective.grade,
          .reason = std::move(effective.reason),
          .source = std::move(effective.source),
          .exam = std::move(effective.exam),
          .began_by = std::move(effective.began_by)};
}

}  // namespace

std::vector<StateInterval> work_out_intervals(const DeviceName& device, const Facts& facts, Period window) {
  std::vector<StateInterval> intervals;
  if (window.empty()) return intervals;
  Sweep sweep{facts};
  Effective last;
  auto edges = edges_of(facts, {first_proof(facts, window.from), window.to});
  if (!std::binary_search(edges.begin(), edges.end(), window.from)) {
    edges.insert(std::upper_bound(edges.begin(), edges.end(), window.from), window.from);
  }
  for (const Instant edge : edges) {
    Effective now = sweep.at(edge);
    if (edge < window.from) continue;
    if (!intervals.empty() && now == last) continue;
    if (!intervals.empty()) intervals.back().period.to = edge;
    last = now;
    intervals.push_back(interval_of(device, std::move(now), edge));
  }
  return intervals;
}

std::optional<Proof> proof_before(const Facts& facts, Instant instant) {
  const Instant begin = first_proof(facts, instant);
  if (begin >= instant) return std::nullopt;
  Sweep sweep{facts};
  for (const Instant edge : edges_of(facts, {begin, instant})) sweep.at(edge);
  return sweep.proof() == nullptr ? std::nullopt : std::optional{*sweep.proof()};
}

}  // namespace isocenter::collector
