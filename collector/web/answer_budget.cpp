#include "collector/web/answer_budget.hpp"

namespace isocenter::web {

bool AnswerBudget::begin_waiting(const Peer& peer) {
  Share& share = shares_[peer.address];
  if (!peer.loopback && share.waiting >= limits_.waiting_of_address) return false;
  ++share.waiting;
  return true;
}

void AnswerBudget::end_waiting(const Peer& peer) {
  --shares_[peer.address].waiting;
  forget_empty(peer);
}

bool AnswerBudget::take(const Peer& peer, std::size_t bytes) {
  Share& share = shares_[peer.address];
  const bool fits = bytes_ + bytes <= limits_.answer_bytes &&
                    (peer.loopback || share.bytes + bytes <= limits_.answer_bytes_of_address);
  const bool granted = fits || bytes <= limits_.small_answer_bytes;
  if (granted) {
    bytes_ += bytes;
    share.bytes += bytes;
  }
  forget_empty(peer);
  return granted;
}

void AnswerBudget::give_back(const Peer& peer, std::size_t bytes) {
  bytes_ -= bytes;
  shares_[peer.address].bytes -= bytes;
  forget_empty(peer);
}

void AnswerBudget::forget_empty(const Peer& peer) {
  const auto share = shares_.find(peer.address);
  if (share != shares_.end() && share->second.bytes == 0 && share->second.waiting == 0) shares_.erase(share);
}

}  // namespace isocenter::web
