#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/core/digest.hpp"
#include "shared/core/equipment_state.hpp"
#include "shared/core/event.hpp"
#include "shared/core/names.hpp"
#include "shared/core/result.hpp"
#include "shared/core/time.hpp"
#include "shared/wire/json_limits.hpp"

/// Reads JSON (RFC 8259) strictly: valid UTF-8, at most 64 deep, no member twice in an object that is read. Members
/// nobody asks for are tolerated, since newer peers may send them; null stands for nothing. Never throws.
/// Errors name the field and never quote what stands there: a patient may be in it.
namespace isocenter::wire::json {

class Document;

/// One object of a document. The first thing that is wrong is kept in the document with its place; from then on every
/// read gives a default, so that a reader is a list of members and asks once, at the end.
/// A child looks at its parent, so it must not outlive it.
class Fields {
 public:
  bool has(std::string_view name) const;

  std::string text(std::string_view name,
                   std::size_t max_bytes = max_text_bytes);  ///< not empty, no control characters
  std::string text_or_empty(std::string_view name, std::size_t max_bytes = max_text_bytes);
  std::optional<std::string> optional_text(std::string_view name);
  std::vector<std::string> texts(std::string_view name);  ///< empty where absent
  std::vector<KeyedHash> hashes(std::string_view name);   ///< empty where absent

  std::uint64_t number(std::string_view name, std::uint64_t min = 0, std::uint64_t max = max_number);
  std::int64_t integer(std::string_view name, std::int64_t min, std::int64_t max);
  std::optional<std::int64_t> optional_integer(std::string_view name, std::int64_t min, std::int64_t max);
  double real(std::string_view name);
  std::optional<double> optional_real(std::string_view name);
  bool flag(std::string_view name);
  bool flag_or_false(std::string_view name);

  Instant instant(std::string_view name);
  std::optional<Instant> optional_instant(std::string_view name);
  Epoch epoch(std::string_view name);
  std::optional<Epoch> optional_epoch(std::string_view name);
  Digest digest(std::string_view name);
  KeyedHash hash(std::string_view name);
  std::optional<KeyedHash> optional_hash(std::string_view name);

  NodeName node(std::string_view name);
  std::optional<NodeName> optional_node(std::string_view name);
  DeviceName device(std::string_view name);
  std::vector<DeviceName> devices(std::string_view name);  ///< empty where absent

  template <typename Enum>
  Enum word(std::string_view name) {
    const std::string found = text(name);
    const std::optional<Enum> value = from_word<Enum>(found);
    if (!value && !found.empty()) fail(name, "is none of the words this member knows");
    return value.value_or(Enum{});
  }
  template <typename Enum>
  std::optional<Enum> optional_word(std::string_view name) {
    if (!has(name)) return std::nullopt;
    return word<Enum>(name);
  }

  /// The object `name`; what is wrong in it, or that it is absent, is of `kind` (by default of this object's).
  Fields object(std::string_view name, std::optional<ErrorKind> kind = std::nullopt);

  /// read(Fields&) of each object of the list `name`; none where it is absent.
  template <typename T, typename Read>
  std::vector<T> list(std::string_view name, Read read) {
    std::vector<T> items;
    const std::size_t size = size_of(name);
    items.reserve(size);
    Elements elements = elements_of(name);
    for (std::size_t i = 0; i < size; ++i) {
      Fields item = next(elements, name, i);
      items.push_back(read(item));
      if (failed()) return {};
    }
    return items;
  }

  /// Says that `name` is wrong; where something was wrong before, that stays.
  void fail(std::string_view name, std::string what);
  void fail(ErrorKind kind, std::string_view name, std::string what);
  bool failed() const;

 private:
  friend class Document;

  /// An element of the parser's, kept out of this header; all zero for none.
  using Handle = std::array<std::uint64_t, 2>;
  struct Elements {
    Handle next{}, end{};
  };

  Fields(Document& document, const Fields* above, std::string_view name, std::optional<std::size_t> index,
         Handle handle, ErrorKind kind);

  std::optional<Handle> find(std::string_view name) const;
  std::optional<Handle> require(std::string_view name);
  std::optional<std::string_view> string(std::string_view name);
  std::optional<std::string_view> bounded_text(std::string_view name, std::size_t max_bytes);
  std::vector<std::string_view> strings(std::string_view name);
  std::size_t size_of(std::string_view name);
  Elements elements_of(std::string_view name);
  Fields next(Elements& elements, std::string_view name, std::size_t index);
  void refuse_repeated_members();
  std::string path(std::string_view name) const;

  Document* document_;
  const Fields* above_;
  std::string_view name_;
  std::optional<std::size_t> index_;
  Handle handle_;
  ErrorKind kind_;
};

/// One document that is being read, an object. One at a time on a thread: they share the thread's parser.
class Document {
 public:
  /// Longer payloads than `max_bytes` are malformed.
  Document(std::string_view bytes, std::size_t max_bytes);
  ~Document();
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  Fields root();
  /// Where each object of the list `name` of the root lies in the bytes, from `{` to `}`. Call last.
  std::vector<std::string_view> spans(std::string_view name);

  bool failed() const { return error_.has_value(); }
  /// What was read, or what was wrong first.
  template <typename T>
  Result<T> result(T value) {
    if (error_) return tl::unexpected<Error>{std::move(*error_)};
    return value;
  }

 private:
  friend class Fields;
  struct Padded;

  std::unique_ptr<Padded> padded_;
  Fields::Handle root_{};
  std::optional<Error> error_;
};

/// "k", the key's number, ":" and 64 lower-case hexadecimal characters.
bool is_keyed_hash(std::string_view text);

}  // namespace isocenter::wire::json
