#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "shared/core/result.hpp"

namespace isocenter {

/// Whether `text` may name a site, node or device: [a-z0-9-]{1,32}.
bool is_valid_name(std::string_view text);

/// A name of one kind; `Kind` keeps a node's from being taken for a device's. Always valid once made.
template <typename Kind>
class Name {
 public:
  /// ErrorKind::invalid where the text is not [a-z0-9-]{1,32}.
  static Result<Name> parse(std::string_view text) {
    if (is_valid_name(text)) return Name{std::string{text}};
    return fail(
        ErrorKind::invalid, "",
        "\"" + std::string{text.substr(0, 40)} + "\" is no " + Kind::noun + " name; use 1 to 32 of a-z, 0-9 and -");
  }

  const std::string& text() const { return text_; }
  auto operator<=>(const Name&) const = default;

 private:
  explicit Name(std::string text) : text_{std::move(text)} {}
  std::string text_;
};

struct SiteKind {
  static constexpr const char* noun = "site";
};
struct NodeKind {
  static constexpr const char* noun = "node";
};
struct DeviceKind {
  static constexpr const char* noun = "device";
};

using SiteName = Name<SiteKind>;
using NodeName = Name<NodeKind>;  ///< an agent, a kiosk, or "collector"
using DeviceName = Name<DeviceKind>;

/// The node under which the collector writes its own events; no other node may bear the name.
NodeName collector_node();

}  // namespace isocenter

template <typename Kind>
struct std::hash<isocenter::Name<Kind>> {
  std::size_t operator()(const isocenter::Name<Kind>& name) const noexcept {
    return std::hash<std::string>{}(name.text());
  }
};
