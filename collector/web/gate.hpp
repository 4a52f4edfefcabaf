#pragma once

#include <optional>

#include "collector/access/access.hpp"
#include "collector/web/message.hpp"
#include "collector/web/received.hpp"
#include "collector/web/route.hpp"

namespace isocenter::web {

/// Who asks, and whether he may. Neither waits nor reads a disk; whom it turns away it tells `access`.
class Gate {
 public:
  Gate(access::Access& access, bool over_tls) : access_{access}, over_tls_{over_tls} {}

  /// Sets `request.person` and `request.session`. The problem where he may not: 401 where nobody is signed in, 403
  /// where the role does not do or the request may come from another site's page.
  std::optional<Response> turn_away(const Route& route, const Received& received, Request& request) const;

  /// Whether who asked at `received` is still let in: a stream outlasts a session.
  bool is_still_welcome(const Route& route, const Received& received) const;

 private:
  struct Caller {
    std::optional<Person> person;
    std::string csrf;  ///< of a session
    bool by_session = false;
  };
  Caller caller_of(const Received& received, bool by_hand) const;
  bool comes_from_elsewhere(const Received& received) const;
  Response refuse(const Route& route, const Received& received, const Caller& caller, std::string_view why,
                  Response answer) const;

  access::Access& access_;
  bool over_tls_;
};

}  // namespace isocenter::web
