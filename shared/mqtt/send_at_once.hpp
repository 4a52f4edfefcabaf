#pragma once

namespace isocenter::mqtt {

/// Sets TCP_NODELAY on this program's connections to `port` of any host, which Paho neither does nor lets us do by the
/// socket's number. Without it each small packet behind another waits up to 40 ms for the broker's kernel to
/// acknowledge the first. Where it cannot be set, all works as before, but slower.
void send_at_once(int port);

}  // namespace isocenter::mqtt
