#pragma once

#include <string_view>

namespace isocenter::process {

/// Tells systemd (Type=notify) that the program serves: "READY=1" to $NOTIFY_SOCKET. Without that variable nothing.
void notify_ready();
/// The same with any state, e.g. "STOPPING=1" or "STATUS=…". False where there is nobody to tell or it failed.
bool notify(std::string_view state);

}  // namespace isocenter::process
