#include "shared/wire/json_reader.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <bit>
#include <cassert>

namespace isocenter::wire::json {
namespace {

constexpr std::size_t max_depth = 64;

static_assert(std::is_trivially_copyable_v<simdjson::dom::element>);

/// A parser keeps its buffers, so each thread has one; a document is read to its end before the next is begun.
simdjson::dom::parser& thread_parser() {
  static thread_local simdjson::dom::parser parser = [] {
    simdjson::dom::parser made;
    const auto code = made.allocate(64 * 1024, max_depth);
    assert(code == simdjson::SUCCESS);
    return made;
  }();
  return parser;
}

simdjson::dom::element element(const std::array<std::uint64_t, 2>& handle) {
  return std::bit_cast<simdjson::dom::element>(handle);
}

std::array<std::uint64_t, 2> handle(const simdjson::dom::element& value) {
  return std::bit_cast<std::array<std::uint64_t, 2>>(value);
}

simdjson::dom::array as_array(const std::array<std::uint64_t, 2>& list) {
  return simdjson::dom::array{element(list).get_array().value_unsafe()};
}

simdjson::dom::object as_object(const std::array<std::uint64_t, 2>& object) {
  return simdjson::dom::object{element(object).get_object().value_unsafe()};
}

bool has_control_characters(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

std::string_view describe(simdjson::error_code code) {
  switch (code) {
    case simdjson::DEPTH_ERROR: return "is nested more than 64 deep";
    case simdjson::UTF8_ERROR: return "is not UTF-8";
    case simdjson::EMPTY: return "is empty";
    case simdjson::NUMBER_ERROR: return "has a number that is none, or is out of range";
    case simdjson::STRING_ERROR: return "has a text with a bad escape";
    case simdjson::UNESCAPED_CHARS: return "has a text with a raw control character";
    case simdjson::UNCLOSED_STRING: return "ends within a text";
    default: return "is not JSON (RFC 8259)";
  }
}

}  // namespace

struct Document::Padded {
  simdjson::padded_string bytes;
};

Document::Document(std::string_view bytes, std::size_t max_bytes) {
  if (bytes.size() > max_bytes) {
    error_ = Error{ErrorKind::malformed, "", fmt::format("is longer than {} bytes", max_bytes)};
    return;
  }
  padded_ = std::make_unique<Padded>(Padded{simdjson::padded_string{bytes}});
  simdjson::dom::element root;
  if (const auto code = thread_parser().parse(padded_->bytes).get(root); code != simdjson::SUCCESS) {
    error_ = Error{ErrorKind::malformed, "", std::string{describe(code)}};
  } else if (!root.is_object()) {
    error_ = Error{ErrorKind::malformed, "", "is no JSON object"};
  } else {
    root_ = handle(root);
  }
}

Document::~Document() = default;

Fields Document::root() { return Fields{*this, nullptr, "", std::nullopt, root_, ErrorKind::malformed}; }

std::vector<std::string_view> Document::spans(std::string_view name) {
  std::vector<std::string_view> found;
  if (failed()) return found;
  const auto read = [&]() -> simdjson::error_code {
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    simdjson::ondemand::array list;
    if (const auto code = parser.iterate(padded_->bytes).get(document)) return code;
    if (const auto code = document.find_field_unordered(name).get_array().get(list)) return code;
    for (auto item : list) {
      simdjson::ondemand::object object;
      std::string_view span;
      if (const auto code = item.get_object().get(object)) return code;
      if (const auto code = object.raw_json().get(span)) return code;
      found.push_back(span.substr(0, span.rfind('}') + 1));  // the span may end with the white space that follows
    }
    return simdjson::SUCCESS;
  };
  if (read() != simdjson::SUCCESS) {
    error_ = Error{ErrorKind::malformed, std::string{name}, "must be a list of objects, its name without escapes"};
    found.clear();
  }
  return found;
}

Fields::Fields(Document& document, const Fields* above, std::string_view name, std::optional<std::size_t> index,
               Handle handle, ErrorKind kind)
    : document_{&document}, above_{above}, name_{name}, index_{index}, handle_{handle}, kind_{kind} {
  refuse_repeated_members();
}

void Fields::refuse_repeated_members() {
  if (handle_ == Handle{}) return;
  std::vector<std::string_view> names;
  for (const auto field : as_object(handle_)) names.push_back(field.key);
  std::sort(names.begin(), names.end());
  if (std::adjacent_find(names.begin(), names.end()) != names.end()) fail("", "has a member twice");
}

bool Fields::failed() const { return document_->failed(); }

std::string Fields::path(std::string_view name) const {
  std::string above = above_ != nullptr ? above_->path(name_) : std::string{name_};
  if (index_) above += fmt::format("[{}]", *index_);
  if (name.empty()) return above;
  return above.empty() ? std::string{name} : above + '.' + std::string{name};
}

void Fields::fail(std::string_view name, std::string what) { fail(kind_, name, std::move(what)); }

void Fields::fail(ErrorKind kind, std::string_view name, std::string what) {
  if (!failed()) document_->error_ = Error{kind, path(name), std::move(what)};
}

std::optional<Fields::Handle> Fields::find(std::string_view name) const {
  if (failed() || handle_ == Handle{}) return std::nullopt;
  simdjson::dom::element found;
  if (element(handle_).at_key(name).get(found) != simdjson::SUCCESS) return std::nullopt;
  return handle(found);
}

std::optional<Fields::Handle> Fields::require(std::string_view name) {
  const std::optional<Handle> found = find(name);
  if (!found) fail(name, "is missing");
  return found;
}

bool Fields::has(std::string_view name) const { return find(name).has_value(); }

std::optional<std::string_view> Fields::string(std::string_view name) {
  const std::optional<Handle> found = require(name);
  if (!found) return std::nullopt;
  std::string_view text;
  if (element(*found).get_string().get(text) == simdjson::SUCCESS) return text;
  fail(name, "must be a text");
  return std::nullopt;
}

std::optional<std::string_view> Fields::bounded_text(std::string_view name, std::size_t max_bytes) {
  const std::optional<std::string_view> found = string(name);
  if (!found) return std::nullopt;
  if (found->size() > max_bytes) {
    fail(name, fmt::format("is longer than {} bytes", max_bytes));
  } else if (has_control_characters(*found)) {
    fail(name, "has control characters");
  } else {
    return found;
  }
  return std::nullopt;
}

std::vector<std::string_view> Fields::strings(std::string_view name) {
  std::vector<std::string_view> found;
  const std::size_t size = size_of(name);
  if (size == 0) return found;
  std::size_t i = 0;
  for (const auto item : as_array(*find(name))) {
    std::string_view text;
    if (item.get_string().get(text) != simdjson::SUCCESS || text.empty() || text.size() > max_text_bytes ||
        has_control_characters(text)) {
      fail(fmt::format("{}[{}]", name, i), fmt::format("must be a text of 1 to {} bytes", max_text_bytes));
      return {};
    }
    found.push_back(text);
    ++i;
  }
  return found;
}

std::uint64_t Fields::number(std::string_view name, std::uint64_t min, std::uint64_t max) {
  const std::optional<Handle> found = require(name);
  if (!found) return min;
  std::uint64_t value = 0;
  if (element(*found).get_uint64().get(value) == simdjson::SUCCESS && value >= min && value <= max) return value;
  fail(name, fmt::format("must be a whole number from {} to {}", min, max));
  return min;
}

std::int64_t Fields::integer(std::string_view name, std::int64_t min, std::int64_t max) {
  const std::optional<Handle> found = require(name);
  if (!found) return min;
  std::int64_t value = 0;
  if (element(*found).get_int64().get(value) == simdjson::SUCCESS && value >= min && value <= max) return value;
  fail(name, fmt::format("must be a whole number from {} to {}", min, max));
  return min;
}

double Fields::real(std::string_view name) {
  const std::optional<Handle> found = require(name);
  double value = 0;
  if (found && element(*found).get_double().get(value) != simdjson::SUCCESS) fail(name, "must be a number");
  return value;
}

bool Fields::flag(std::string_view name) {
  const std::optional<Handle> found = require(name);
  bool value = false;
  if (found && element(*found).get_bool().get(value) != simdjson::SUCCESS) fail(name, "must be true or false");
  return value;
}

Fields Fields::object(std::string_view name, std::optional<ErrorKind> kind) {
  const ErrorKind inner = kind.value_or(kind_);
  const std::optional<Handle> found = find(name);
  if (!found) fail(inner, name, "is missing");
  if (found && !element(*found).is_object()) fail(inner, name, "must be an object");
  return Fields{*document_, this, name, std::nullopt, failed() ? Handle{} : *found, inner};
}

std::size_t Fields::size_of(std::string_view name) {
  const std::optional<Handle> found = find(name);
  if (!found) return 0;
  if (!element(*found).is_array()) {
    fail(name, "must be a list");
    return 0;
  }
  std::size_t size = 0;  // array::size() stops at 2^24 - 1, which no payload holds, but says so only in its comment
  for ([[maybe_unused]] const auto item : as_array(*found)) ++size;
  return size;
}

Fields::Elements Fields::elements_of(std::string_view name) {
  const std::optional<Handle> found = find(name);
  if (!found || !element(*found).is_array()) return {};
  const simdjson::dom::array list = as_array(*found);
  return {std::bit_cast<Handle>(list.begin()), std::bit_cast<Handle>(list.end())};
}

Fields Fields::next(Elements& elements, std::string_view name, std::size_t index) {
  auto iterator = std::bit_cast<simdjson::dom::array::iterator>(elements.next);
  const simdjson::dom::element item = *iterator;
  ++iterator;
  elements.next = std::bit_cast<Handle>(iterator);
  if (!item.is_object()) fail(fmt::format("{}[{}]", name, index), "must be an object");
  return Fields{*document_, this, name, index, failed() ? Handle{} : handle(item), kind_};
}

}  // namespace isocenter::wire::json
