#include <spdlog/spdlog.h>

#include <algorithm>

#include "shared/node/node_state.hpp"

namespace isocenter::node {
namespace {

constexpr std::size_t envelope_bytes = 512;
constexpr std::size_t most_questions = 32;  // a heartbeat's; the others have their turn when these are answered

}  // namespace

outbox::Moment Node::State::moment(const Now& now) {
  return {now.monotonic, std::uniform_real_distribution<double>{0.0, 1.0}(random)};
}

const outbox::HeldEpoch* Node::State::held(const Epoch& epoch) const {
  const auto& epochs = outbox.epochs();
  const auto found =
      std::find_if(epochs.rbegin(), epochs.rend(), [&](const outbox::HeldEpoch& one) { return one.epoch == epoch; });
  return found != epochs.rend() ? &*found : nullptr;
}

void Node::State::heed(const wire::Acknowledgement& answer, const Now& now) {
  const bool obeyed = with_store([&] {
    const auto own_digest = [this](const Epoch& epoch, std::uint64_t seq) { return outbox.digest_at(epoch, seq); };
    obey(window.heed(answer, own_digest, moment(now)), answer, now);
  });
  if (!obeyed) begin_window_again(now);
}

void Node::State::obey(const outbox::Heeded& heeded, const wire::Acknowledgement& answer, const Now& now) {
  if (heeded.adopt) outbox.adopt_digest(*answer.epoch, answer.through, *heeded.adopt);
  if (const auto* moved = std::get_if<outbox::MovedOn>(&heeded.consequence)) {
    acknowledged[moved->epoch] = moved->through;
  } else if (const auto* back = std::get_if<outbox::TakenBack>(&heeded.consequence)) {
    acknowledged[back->epoch] = back->through;
    outbox.unacknowledge(back->epoch, back->through);
  } else if (const auto* rolled = std::get_if<outbox::RolledBack>(&heeded.consequence)) {
    acknowledged.clear();
    const std::uint64_t renamed = outbox.rename_after_rollback(rolled->epoch, now.wall);
    spdlog::error(
        "the collector knows another past of ours: this node was put back to an earlier point or copied. "
        "{} events go again in a new epoch under their birth names",
        renamed);
    window.set_epochs(outbox.epochs());
    beat_at.reset();
    publish_status();
  } else if (const auto* given_up = std::get_if<outbox::GiveUp>(&heeded.consequence)) {
    spdlog::error("event {} of epoch {} could not be read by the collector; it is given up and kept in outbox_damaged",
                  given_up->seq, to_string(given_up->epoch));
    outbox.give_up_on(given_up->epoch, given_up->seq, now.wall);
  }
}

/// Many acknowledgements of one turn are one transaction; one that is not written down is heard again after a restart.
void Node::State::note_acknowledged() {
  for (const auto& [epoch, through] : acknowledged) {
    if (!with_store([&] { outbox.acknowledge(epoch, through, wall); })) return;
  }
  acknowledged.clear();
}

/// After an error of the store nobody knows what it came to: forget what was heard, read what is on disk, ask again.
void Node::State::begin_window_again(const Now& now) {
  acknowledged.clear();
  window = {};
  window.set_epochs(outbox.epochs());
  look_at_collector(now);
}

void Node::State::send(const Now& now) {
  window.time_out(moment(now));
  with_store([&] {
    while (const auto errand = window.next(moment(now))) {
      if (!send_batch(*errand, now)) return;
    }
  });
}

bool Node::State::send_batch(const outbox::Errand& errand, const Now& now) {
  const std::optional<Digest> after = outbox.digest_at(errand.epoch, errand.first - 1);
  const outbox::HeldEpoch* of = held(errand.epoch);
  if (of == nullptr || !instance) return false;
  if (!after) {
    ask_for_digest(*of, now);
    return false;
  }
  wire::Batch batch{.from = *instance,
                    .epoch = errand.epoch,
                    .first = errand.first,
                    .after = *after,
                    .last = of->last,
                    .sent = now.wall,
                    .events = outbox.read(errand.epoch, errand.first, errand.most_events,
                                          wire::max_batch_bytes - envelope_bytes, now.wall)};
  if (batch.events.empty()) return false;
  client.publish(events_topic, wire::format_batch(batch));
  window.sent(errand, batch.events.back().to, moment(now));
  if (errand.epoch == outbox.epoch()) sent_at = now.monotonic;
  return true;
}

void Node::State::ask(const outbox::HeldEpoch& of, const Now& now) {
  const std::optional<Digest> after = outbox.digest_at(of.epoch, of.acknowledged);
  client.publish(events_topic, wire::format_batch({.from = *instance,
                                                   .epoch = of.epoch,
                                                   .first = of.acknowledged + 1,
                                                   .after = after.value_or(Digest{}),
                                                   .last = of.last,
                                                   .sent = now.wall,
                                                   .events = {}}));
}

/// The chain's digest before what is to be sent is not here any more; the collector's answer brings it.
void Node::State::ask_for_digest(const outbox::HeldEpoch& of, const Now& now) {
  if (asked_for_digest_at && now.monotonic - *asked_for_digest_at < options.heartbeat) return;
  asked_for_digest_at = now.monotonic;
  ask(of, now);
}

/// A heartbeat: an empty batch for each epoch the collector has not answered for, and for the present one.
void Node::State::ask_all(const Now& now) {
  if (!window.has_collector()) return;
  with_store([&] {
    std::size_t asked = 0;
    bool has_asked_present = sent_at && now.monotonic - *sent_at < options.heartbeat;
    for (const Epoch& epoch : window.unanswered()) {
      const outbox::HeldEpoch* of = held(epoch);
      if (of == nullptr || asked++ >= most_questions) continue;
      ask(*of, now);
      has_asked_present = has_asked_present || epoch == outbox.epoch();
    }
    if (!has_asked_present) ask(outbox.epochs().back(), now);
  });
}

}  // namespace isocenter::node
