#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/widget/canvas.hpp"
#include "shared/core/event.hpp"

namespace isocenter::kiosk {

/// Keeps events in the kiosk's outbox, in one transaction; nothing where the disk does not take them.
using Record = std::function<std::optional<std::vector<BirthName>>(const std::vector<NewEvent>&)>;

/// One of the three screens joined with its model.
class Show {
 public:
  virtual ~Show() = default;

  /// What it wants to hear from the broker, below "isocenter/1/{site}/".
  virtual std::vector<std::string> subscriptions() const = 0;
  virtual void take(std::string_view topic, std::string_view payload, Instant now) = 0;
  virtual void set_connected(bool is_connected, Instant now) = 0;
  /// How many messages could not be read.
  virtual std::uint64_t ignored() const = 0;

  virtual void touch(std::string_view id, Instant now) = 0;
  /// Time passes. Whether what is to be seen differs from what was drawn last.
  virtual bool prepare(Instant now, PanelPixels panel) = 0;
  virtual void draw(Canvas& canvas) = 0;
  /// What was drawn last on `canvas`, in words: kiosk/show/text_twin.hpp.
  virtual std::string describe(const Canvas& canvas) const = 0;

  virtual const Palette& palette() const = 0;
  virtual std::string language() const = 0;
};

}  // namespace isocenter::kiosk
