#include "collector/fleet/reliability.hpp"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>

#include "collector/analytics/usual_length.hpp"

namespace isocenter::fleet {
namespace {

Milliseconds rounded(double ms) { return Milliseconds{std::llround(ms)}; }

}  // namespace

Reliability reliability(Milliseconds at_risk, std::int64_t failures, std::vector<Milliseconds> repairs) {
  Reliability found{.failures = failures, .repairs = repairs.size()};
  if (failures > 0) {
    const auto n = static_cast<double>(failures);
    const auto twice = 2 * static_cast<double>(at_risk.count());
    using boost::math::chi_squared;
    found.mtbf = rounded(twice / 2 / n);
    found.mtbf_low = rounded(twice / quantile(chi_squared{2 * n + 2}, 0.975));
    found.mtbf_high = rounded(twice / quantile(chi_squared{2 * n}, 0.025));
  }
  if (repairs.empty()) return found;
  std::ranges::sort(repairs);
  found.repair_p50 = analytics::nearest_rank(repairs, 50);
  found.repair_p90 = analytics::nearest_rank(repairs, 90);
  return found;
}

}  // namespace isocenter::fleet
