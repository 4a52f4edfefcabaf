#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/widget/canvas.hpp"
#include "kiosk/window/pointer_event.hpp"
#include "shared/core/result.hpp"

struct ImDrawList;

namespace isocenter::kiosk {

struct WindowOptions {
  std::string title{};
  std::optional<PanelPixels> size{};  ///< none: the whole first screen
};

/// The one window: GLFW and OpenGL 3. All of it belongs to the main thread but `wake`.
class Window {
 public:
  /// ErrorKind::unavailable with the mend where there is no display or no OpenGL 3.
  static Result<std::unique_ptr<Window>> open(const WindowOptions& options, const TextRaster& raster);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  PanelPixels size() const;
  bool is_closed() const;  ///< somebody closed it
  Masks& masks();

  /// Waits until something happens, somebody calls `wake`, or `patience` is over. Then every press and release since
  /// the last call, oldest first: none is lost however long a frame took.
  std::vector<PointerEvent> wait(std::chrono::milliseconds patience);
  /// The window must be drawn again whatever the screens say: it was uncovered or has another size.
  bool take_damage();
  /// From any thread: ends a `wait`.
  static void wake();

  using Paint = std::function<void(ImDrawList&)>;
  /// One frame.
  void draw(const Paint& paint);
  /// A frame that nobody sees: only where things lie.
  void lay_out(const Paint& paint);
  /// One frame, kept as PNG as well. ErrorKind::unavailable where the file cannot be written.
  Result<void> draw_to_png(const Paint& paint, const std::filesystem::path& file);

 private:
  struct State;
  void begin_frame();
  void render(const Paint& paint);
  explicit Window(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace isocenter::kiosk
