#include "collector/analytics/usual_length.hpp"

#include <algorithm>
#include <cassert>

namespace isocenter::analytics {

Milliseconds nearest_rank(std::span<const Milliseconds> sorted, std::size_t percent) {
  assert(!sorted.empty() && percent >= 1 && percent <= 100);
  const std::size_t rank = (sorted.size() * percent + 99) / 100;
  return sorted[rank - 1];
}

std::optional<UsualLength> usual_length(std::vector<Milliseconds> lengths) {
  if (lengths.size() < fewest_lengths) return std::nullopt;
  if (lengths.size() > most_lengths) lengths.resize(most_lengths);
  std::sort(lengths.begin(), lengths.end());
  return UsualLength{nearest_rank(lengths, 50), nearest_rank(lengths, 90), lengths.size()};
}

}  // namespace isocenter::analytics
