#pragma once

#include <string>
#include <utility>

#include "shared/config/common.hpp"
#include "shared/mqtt/client.hpp"

namespace isocenter::config {

/// What a client is made with, by [broker].
inline mqtt::ClientOptions client_options(const Broker& broker, std::string client_id) {
  return {.url = broker.url,
          .client_id = std::move(client_id),
          .user = broker.user,
          .ca = broker.ca,
          .certificate = broker.certificate,
          .key = broker.key};
}

}  // namespace isocenter::config
