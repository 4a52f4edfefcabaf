#pragma once

#include <optional>
#include <string>

/// A running collector, asked over HTTP as anybody would.
namespace isocenter::fakes {

/// GET http://127.0.0.1:port/path; empty where nobody answers with 200.
std::string http_get(int port, const std::string& path);

/// How many events the collector knows to be still in the nodes' outboxes (its /metrics); nothing where it does not
/// answer or knows no node.
std::optional<double> waiting_events(int port);

}  // namespace isocenter::fakes
