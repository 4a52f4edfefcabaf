#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "shared/core/digest.hpp"
#include "shared/core/equipment_state.hpp"
#include "shared/core/names.hpp"
#include "shared/core/time.hpp"
#include "shared/wire/json_limits.hpp"

namespace isocenter::wire::json {

/// Appends `text` as a JSON string that every reader takes, so that an event never gets lost over its text: bytes that
/// are not UTF-8 become U+FFFD, control characters become spaces, and what does not fit into `max_bytes` is cut off.
void append_text(std::string& out, std::string_view text, std::size_t max_bytes = max_text_bytes);

/// Writes one object member by member, in the order of the calls; `}` comes with its end of life.
/// What is absent is left out: nothing is written for an empty optional.
class ObjectWriter {
 public:
  explicit ObjectWriter(std::string& out) : out_{out} { out_ += '{'; }
  ~ObjectWriter() { out_ += '}'; }
  ObjectWriter(const ObjectWriter&) = delete;
  ObjectWriter& operator=(const ObjectWriter&) = delete;

  ObjectWriter& add(std::string_view name, std::string_view text, std::size_t max_bytes = max_text_bytes);
  ObjectWriter& add(std::string_view name, const char* text) { return add(name, std::string_view{text}); }
  ObjectWriter& add(std::string_view name, const std::string& text) { return add(name, std::string_view{text}); }
  ObjectWriter& add(std::string_view name, Instant instant);
  ObjectWriter& add(std::string_view name, double value);  ///< null where it is not finite: no reader takes that

  template <std::same_as<bool> Flag>
  ObjectWriter& add(std::string_view name, Flag value) {
    return raw(name, value ? "true" : "false");
  }
  template <std::integral Number>
  requires(!std::same_as<Number, bool>) ObjectWriter& add(std::string_view name, Number value) {
    return raw(name, std::to_string(value));
  }
  template <typename Enum>
  requires std::is_enum_v<Enum> ObjectWriter& add(std::string_view name, Enum value) { return add(name, word(value)); }
  template <typename Kind>
  ObjectWriter& add(std::string_view name, const Hex128<Kind>& value) {
    return add(name, to_string(value));
  }
  template <typename Kind>
  ObjectWriter& add(std::string_view name, const Name<Kind>& value) {
    return add(name, value.text());
  }
  template <typename T>
  ObjectWriter& add(std::string_view name, const std::optional<T>& value) {
    return value ? add(name, *value) : *this;
  }
  ObjectWriter& add_unless_empty(std::string_view name, std::string_view text) {
    return text.empty() ? *this : add(name, text);
  }

  /// The object `name`: fill(ObjectWriter&) writes its members.
  template <typename Fill>
  ObjectWriter& object(std::string_view name, Fill fill) {
    begin(name);
    ObjectWriter inner{out_};
    fill(inner);
    return *this;
  }
  /// A list of objects: fill(ObjectWriter&, item) for each.
  template <typename Items, typename Fill>
  ObjectWriter& list(std::string_view name, const Items& items, Fill fill) {
    begin(name);
    out_ += '[';
    const char* separator = "";
    for (const auto& item : items) {
      out_ += separator;
      separator = ",";
      ObjectWriter inner{out_};
      fill(inner, item);
    }
    out_ += ']';
    return *this;
  }
  /// A list of texts; `text` makes one of an item.
  template <typename Items, typename Text>
  ObjectWriter& texts(std::string_view name, const Items& items, Text text) {
    begin(name);
    out_ += '[';
    const char* separator = "";
    for (const auto& item : items) {
      out_ += separator;
      separator = ",";
      append_text(out_, text(item));
    }
    out_ += ']';
    return *this;
  }
  template <typename Items>
  ObjectWriter& texts(std::string_view name, const Items& items) {
    return texts(name, items, [](const std::string& item) -> std::string_view { return item; });
  }
  /// `value` as it is; it must be JSON.
  ObjectWriter& raw(std::string_view name, std::string_view value);

 private:
  void begin(std::string_view name);

  std::string& out_;
  bool first_ = true;
};

}  // namespace isocenter::wire::json
