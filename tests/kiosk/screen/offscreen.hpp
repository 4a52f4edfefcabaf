#pragma once

#include <imgui.h>

#include "kiosk/widget/canvas.hpp"

/// Drawing without a display: for where things would lie.
namespace isocenter::kiosk {

/// Measures only.
class NoMasks : public Masks {
 public:
  Mask text(const TextRequest&) override { return {}; }
  Mask icon(std::string_view, int) override { return {}; }
};

/// ImGui without a window, for its draw lists.
class Frame {
 public:
  explicit Frame(PanelPixels panel) {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {static_cast<float>(panel.width), static_cast<float>(panel.height)};
    io.Fonts->Build();
    ImGui::NewFrame();
  }
  ~Frame() {
    ImGui::EndFrame();
    ImGui::DestroyContext();
  }
  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;
  ImDrawList& list() { return *ImGui::GetBackgroundDrawList(); }
};

}  // namespace isocenter::kiosk
