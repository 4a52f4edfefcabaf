#pragma once

#include "shared/wire/snapshot.hpp"
#include "shared/wire/status.hpp"

namespace isocenter::kiosk {

/// While no collector works the states out: `last`, its last word, as the agent's own word has moved it since. Only
/// what an agent can see moves; what people declared, and limits and faults they reported, stand. Unconfirmed.
wire::DeviceSnapshot moved_by_agent(wire::DeviceSnapshot last, const wire::ObservedDevice& observed);

/// The same where the agent is away: what needs somebody who sees the device is not known any more (docs/kpi.md).
wire::DeviceSnapshot without_agent(wire::DeviceSnapshot last, Instant since);

}  // namespace isocenter::kiosk
