#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/core/event.hpp"
#include "shared/wire/batch.hpp"

namespace isocenter::wire {

/// The bytes of an event as they go into the outbox and stay for ever: {"seq":…,"t":…,"type":…,"device":…,"data":{…}}.
std::string format_event(std::uint64_t seq, const NewEvent& event);

/// The same event under a new number after a rollback; `was` is the name it was born under.
/// `bytes` must be what format_event once made.
std::string rename_event(std::string_view bytes, std::uint64_t seq, const BirthName& was);

/// Stands for events `seq` to `to`; `digest` is the chain's at `to`.
std::string format_gap(std::uint64_t seq, std::uint64_t to, Instant t, std::string_view reason, const Digest& digest);

/// Reads the whole event: envelope and data. An unknown type gives UnknownEvent. ErrorKind::malformed for what is no
/// event, ::invalid where the data breaks its type's rules; `where` is the field, e.g. "data.status".
Result<NewEvent> parse_event(std::string_view bytes);

}  // namespace isocenter::wire
