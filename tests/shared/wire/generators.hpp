#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <variant>

#include "shared/core/event.hpp"
#include "shared/wire/batch.hpp"
#include "shared/wire/snapshot.hpp"
#include "shared/wire/status.hpp"

/// Arbitrary values that keep the protocol's rules, drawn by rapidcheck; call within a property. A library of its own,
/// since it takes long to compile.
namespace isocenter::wire::generate {

std::array<std::uint8_t, 16> sixteen_bytes();
template <typename Hex>
Hex hex() {
  return Hex{sixteen_bytes()};
}

std::string text();
std::uint64_t number(std::uint64_t min = 0);

inline constexpr std::size_t body_count = std::variant_size_v<EventBody>;
/// An event with the body of that index, or any.
NewEvent event(std::size_t index);
NewEvent event();
WireEvent wire_event(std::uint64_t seq, const NewEvent& from);

Batch batch();
Acknowledgement acknowledgement();
NodeStatus node_status();
CollectorStatus collector_status();
NodeAbout node_about();
ObservedDevice observed_device();
DeviceSnapshot device_snapshot();
Alert alert();

}  // namespace isocenter::wire::generate
