#include "collector/report/shares.hpp"

#include <algorithm>
#include <numeric>

namespace isocenter::report {

std::vector<std::int64_t> shares_of(std::span<const std::int64_t> parts, std::int64_t whole) {
  __extension__ using Wide = __int128;
  std::vector<std::int64_t> shares(parts.size(), 0);
  const std::int64_t sum = std::reduce(parts.begin(), parts.end(), std::int64_t{0});
  if (sum <= 0) return shares;
  std::vector<std::int64_t> remainders(parts.size(), 0);
  std::int64_t left = whole;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Wide scaled = static_cast<Wide>(parts[i]) * whole;
    shares[i] = static_cast<std::int64_t>(scaled / sum);
    remainders[i] = static_cast<std::int64_t>(scaled % sum);
    left -= shares[i];
  }
  std::vector<std::size_t> by_remainder(parts.size());
  std::iota(by_remainder.begin(), by_remainder.end(), std::size_t{0});
  std::ranges::stable_sort(by_remainder, std::greater{}, [&](std::size_t i) { return remainders[i]; });
  for (std::size_t i = 0; left > 0; ++i, --left) ++shares[by_remainder[i]];
  return shares;
}

}  // namespace isocenter::report
