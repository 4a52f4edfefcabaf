#include "kiosk/window/window.hpp"

#include <GL/gl.h>
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_opengl3.h>
#include <fmt/format.h>
#include <imgui.h>

#include <utility>

#include "kiosk/window/png_file.hpp"
#include "kiosk/window/texture_masks.hpp"

namespace isocenter::kiosk {
namespace {

std::string last_glfw_error() {
  const char* text = nullptr;
  glfwGetError(&text);
  return text == nullptr ? "no reason given" : text;
}

}  // namespace

struct Window::State {
  GLFWwindow* window = nullptr;
  double x = 0, y = 0;  ///< the pointer, as the events up to now moved it
  std::vector<PointerEvent> events;
  bool damaged = true;
  std::unique_ptr<TextureMasks> masks;

  static State& of(GLFWwindow* window) { return *static_cast<State*>(glfwGetWindowUserPointer(window)); }

  /// Motions and buttons come in the order in which they happened. Asking for the pointer at a button would tell where
  /// it is by now: when the program was busy, at a place of a later touch.
  static void on_motion(GLFWwindow* window, double x, double y) {
    of(window).x = x;
    of(window).y = y;
  }
  static void on_button(GLFWwindow* window, int button, int action, int) {
    if (button != GLFW_MOUSE_BUTTON_LEFT) return;
    State& state = of(window);
    int wide = 1, tall = 1, wide_px = 1, tall_px = 1;
    glfwGetWindowSize(window, &wide, &tall);
    glfwGetFramebufferSize(window, &wide_px, &tall_px);
    state.events.push_back({.kind = action == GLFW_PRESS ? PointerEvent::Kind::press : PointerEvent::Kind::release,
                            .x = static_cast<float>(state.x * wide_px / std::max(wide, 1)),
                            .y = static_cast<float>(state.y * tall_px / std::max(tall, 1))});
  }

  ~State() {
    masks.reset();
    if (ImGui::GetCurrentContext() != nullptr) {
      ImGui_ImplOpenGL3_Shutdown();
      ImGui::DestroyContext();
    }
    if (window != nullptr) glfwDestroyWindow(window);
    glfwTerminate();
  }
};

Window::Window(std::unique_ptr<State> state) : state_{std::move(state)} {}
Window::~Window() = default;

Result<std::unique_ptr<Window>> Window::open(const WindowOptions& options, const TextRaster& raster) {
  auto state = std::make_unique<State>();
  if (glfwInit() != GLFW_TRUE) {
    return fail(ErrorKind::unavailable, "display",
                fmt::format("no window can be opened ({}); start it in a graphical session, or with DISPLAY set",
                            last_glfw_error()));
  }
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  GLFWmonitor* const monitor = glfwGetPrimaryMonitor();
  const GLFWvidmode* const mode = monitor == nullptr ? nullptr : glfwGetVideoMode(monitor);
  const PanelPixels whole{mode == nullptr ? 1920 : mode->width, mode == nullptr ? 1080 : mode->height};
  const PanelPixels size = options.size.value_or(whole);
  state->window =
      glfwCreateWindow(size.width, size.height, options.title.c_str(), options.size ? nullptr : monitor, nullptr);
  if (state->window == nullptr) {
    return fail(
        ErrorKind::unavailable, "display",
        fmt::format("has no OpenGL 3.3 ({}); install the graphics driver, or libgl1-mesa-dri", last_glfw_error()));
  }
  glfwSetWindowUserPointer(state->window, state.get());
  glfwGetCursorPos(state->window, &state->x, &state->y);
  glfwSetCursorPosCallback(state->window, State::on_motion);
  glfwSetMouseButtonCallback(state->window, State::on_button);
  glfwSetWindowRefreshCallback(state->window, [](GLFWwindow* window) { State::of(window).damaged = true; });
  glfwSetFramebufferSizeCallback(state->window, [](GLFWwindow* window, int, int) { State::of(window).damaged = true; });
  if (!options.size) glfwSetInputMode(state->window, GLFW_CURSOR, GLFW_CURSOR_HIDDEN);
  glfwMakeContextCurrent(state->window);
  glfwSwapInterval(0);  // drawn only when something changed: there is nothing to wait for
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
  ImGui_ImplOpenGL3_Init("#version 330 core");
  state->masks = std::make_unique<TextureMasks>(raster);
  return std::unique_ptr<Window>{new Window{std::move(state)}};
}

PanelPixels Window::size() const {
  PanelPixels size;
  glfwGetFramebufferSize(state_->window, &size.width, &size.height);
  return {std::max(size.width, 1), std::max(size.height, 1)};
}

bool Window::is_closed() const { return glfwWindowShouldClose(state_->window) == GLFW_TRUE; }
Masks& Window::masks() { return *state_->masks; }
bool Window::take_damage() { return std::exchange(state_->damaged, false); }
void Window::wake() { glfwPostEmptyEvent(); }

std::vector<PointerEvent> Window::wait(std::chrono::milliseconds patience) {
  if (patience.count() > 0) {
    glfwWaitEventsTimeout(std::chrono::duration<double>{patience}.count());
  } else {
    glfwPollEvents();
  }
  return std::exchange(state_->events, {});
}

void Window::begin_frame() {
  const PanelPixels panel = size();
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(panel.width), static_cast<float>(panel.height)};
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
}

void Window::render(const Paint& paint) {
  begin_frame();
  paint(*ImGui::GetBackgroundDrawList());
  ImGui::Render();
  const PanelPixels panel = size();
  glViewport(0, 0, panel.width, panel.height);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  state_->masks->end_frame();
}

void Window::lay_out(const Paint& paint) {
  begin_frame();
  paint(*ImGui::GetBackgroundDrawList());
  ImGui::EndFrame();
}

void Window::draw(const Paint& paint) {
  render(paint);
  glfwSwapBuffers(state_->window);
}

Result<void> Window::draw_to_png(const Paint& paint, const std::filesystem::path& file) {
  render(paint);
  const PanelPixels panel = size();
  std::vector<std::uint8_t> rgb(static_cast<std::size_t>(panel.width) * static_cast<std::size_t>(panel.height) * 3);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, panel.width, panel.height, GL_RGB, GL_UNSIGNED_BYTE, rgb.data());
  glfwSwapBuffers(state_->window);
  return write_png(file, panel.width, panel.height, rgb);
}

}  // namespace isocenter::kiosk
