#include <fmt/format.h>

#include <algorithm>

#include "shared/wire/json_reader.hpp"

/// What a member may mean; all of it made from the few reads of json_reader.cpp.
namespace isocenter::wire::json {

bool is_keyed_hash(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon < 2 || colon > 7 || text[0] != 'k' || text[1] == '0') return false;
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto hex = [&](char c) { return digit(c) || (c >= 'a' && c <= 'f'); };
  const std::string_view number = text.substr(1, colon - 1);
  const std::string_view hash = text.substr(colon + 1);
  return hash.size() == 64 && std::all_of(number.begin(), number.end(), digit) &&
         std::all_of(hash.begin(), hash.end(), hex);
}

std::string Fields::text(std::string_view name, std::size_t max_bytes) {
  const std::optional<std::string_view> found = bounded_text(name, max_bytes);
  if (found && found->empty()) fail(name, "must not be empty");
  return std::string{found.value_or("")};
}

std::string Fields::text_or_empty(std::string_view name, std::size_t max_bytes) {
  if (!has(name)) return {};
  return std::string{bounded_text(name, max_bytes).value_or("")};
}

std::optional<std::string> Fields::optional_text(std::string_view name) {
  if (!has(name)) return std::nullopt;
  return text(name);
}

std::vector<std::string> Fields::texts(std::string_view name) {
  const std::vector<std::string_view> found = strings(name);
  return {found.begin(), found.end()};
}

std::vector<KeyedHash> Fields::hashes(std::string_view name) {
  std::vector<KeyedHash> hashes;
  for (const std::string_view text : strings(name)) {
    if (!is_keyed_hash(text)) fail(fmt::format("{}[{}]", name, hashes.size()), "is no keyed hash (k1: and 64 hex)");
    hashes.emplace_back(text);
  }
  return hashes;
}

std::optional<std::int64_t> Fields::optional_integer(std::string_view name, std::int64_t min, std::int64_t max) {
  if (!has(name)) return std::nullopt;
  return integer(name, min, max);
}

std::optional<double> Fields::optional_real(std::string_view name) {
  if (!has(name)) return std::nullopt;
  return real(name);
}

bool Fields::flag_or_false(std::string_view name) { return has(name) && flag(name); }

Instant Fields::instant(std::string_view name) {
  const std::optional<std::string_view> found = string(name);
  if (!found) return {};
  const Result<Instant> instant = parse_rfc3339(*found);
  if (!instant) fail(name, "is no RFC 3339 time such as 2026-11-24T14:40:04.130Z");
  return instant.value_or(Instant{});
}

std::optional<Instant> Fields::optional_instant(std::string_view name) {
  if (!has(name)) return std::nullopt;
  return instant(name);
}

Epoch Fields::epoch(std::string_view name) {
  const std::optional<std::string_view> found = string(name);
  if (!found) return {};
  const Result<Epoch> epoch = parse_epoch(*found);
  if (!epoch) fail(name, epoch.error().what);
  return epoch.value_or(Epoch{});
}

std::optional<Epoch> Fields::optional_epoch(std::string_view name) {
  if (!has(name)) return std::nullopt;
  return epoch(name);
}

Digest Fields::digest(std::string_view name) {
  const std::optional<std::string_view> found = string(name);
  if (!found) return {};
  const Result<Digest> digest = parse_digest(*found);
  if (!digest) fail(name, digest.error().what);
  return digest.value_or(Digest{});
}

KeyedHash Fields::hash(std::string_view name) {
  const std::optional<std::string_view> found = string(name);
  if (found && !is_keyed_hash(*found)) fail(name, "is no keyed hash (k1: and 64 hex)");
  return std::string{found.value_or("")};
}

std::optional<KeyedHash> Fields::optional_hash(std::string_view name) {
  if (!has(name)) return std::nullopt;
  return hash(name);
}

NodeName Fields::node(std::string_view name) {
  const Result<NodeName> node = NodeName::parse(string(name).value_or(""));
  if (!node) fail(name, "is no node name; use 1 to 32 of a-z, 0-9 and -");
  return node.value_or(collector_node());
}

std::optional<NodeName> Fields::optional_node(std::string_view name) {
  if (!has(name)) return std::nullopt;
  return node(name);
}

DeviceName Fields::device(std::string_view name) {
  const Result<DeviceName> device = DeviceName::parse(string(name).value_or(""));
  if (!device) fail(name, "is no device name; use 1 to 32 of a-z, 0-9 and -");
  return device.value_or(*DeviceName::parse("-"));
}

std::vector<DeviceName> Fields::devices(std::string_view name) {
  std::vector<DeviceName> devices;
  for (const std::string_view text : strings(name)) {
    if (Result<DeviceName> device = DeviceName::parse(text)) {
      devices.push_back(*std::move(device));
    } else {
      fail(fmt::format("{}[{}]", name, devices.size()), "is no device name; use 1 to 32 of a-z, 0-9 and -");
      return {};
    }
  }
  return devices;
}

}  // namespace isocenter::wire::json
