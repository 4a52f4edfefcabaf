#include "collector/usual_lengths.hpp"

#include <algorithm>

namespace isocenter::collector {

std::optional<UsualLengths> usual_lengths(std::vector<Milliseconds> lengths) {
  constexpr std::size_t fewest = 10;
  if (lengths.size() < fewest) return std::nullopt;
  std::sort(lengths.begin(), lengths.end());
  const auto percentile = [&](std::size_t percent) {
    const std::size_t rank = (lengths.size() * percent + 99) / 100;
    return lengths[rank - 1];
  };
  return UsualLengths{percentile(50), percentile(90), lengths.size()};
}

}  // namespace isocenter::collector
