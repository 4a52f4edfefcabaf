#include "collector/command/event_names.hpp"

#include <fmt/format.h>

#include <charconv>
#include <sstream>

namespace isocenter::collector {
namespace {

constexpr std::string_view form = "write NODE EPOCH NUMBER, or NODE/EPOCH/NUMBER as the statement prints it";

tl::unexpected<Error> refuse(std::string what) { return fail(ErrorKind::invalid, "event", std::move(what)); }

std::string short_of(std::string_view text) { return std::string{text.substr(0, 80)}; }

/// Between its dots a statement's line is told in plain words.
std::vector<std::string> split(std::span<const std::string> words) {
  std::vector<std::string> parts;
  for (const std::string& word : words) {
    std::istringstream in{word};
    for (std::string part; in >> part;) {
      if (part != "\u00b7") parts.push_back(std::move(part));
    }
  }
  return parts;
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number == 0 || number > INT64_MAX)
    return std::nullopt;
  return number;
}

Result<EventId> parse_id(const std::string& node, const std::string& epoch, const std::string& number) {
  const auto node_name = NodeName::parse(node);
  if (!node_name) return refuse(fmt::format("\"{}\" is no node's name; {}", short_of(node), form));
  const auto life = parse_epoch(epoch);
  if (!life) {
    return refuse(
        fmt::format("\"{}\" is no epoch: it has 32 lower-case hexadecimal characters; copy it whole from the "
                    "statement",
                    short_of(epoch)));
  }
  const auto seq = parse_number(number);
  if (!seq) return refuse(fmt::format("\"{}\" is no number of an event; they count from 1", short_of(number)));
  return EventId{*node_name, *life, *seq};
}

/// Reads one named event after another from a list of words.
class Reader {
 public:
  explicit Reader(std::vector<std::string> words) : words_{std::move(words)} {}

  bool at_end() const { return at_ == words_.size(); }

  Result<NamedEvent> read() {
    auto id = read_id();
    if (!id) return tl::unexpected{id.error()};
    NamedEvent named{.id = *id, .log_row = {}, .digest = {}};
    if (take("log")) {
      const auto row = take("row") && !at_end() ? parse_number(words_[at_++]) : std::nullopt;
      if (!row) return refuse("after \"log\" stands \"row\" and its number; copy the line whole, or the name only");
      named.log_row = static_cast<std::int64_t>(*row);
    }
    if (take("digest")) {
      const auto digest = at_end() ? tl::unexpected{Error{}} : parse_digest(words_[at_++]);
      if (!digest) {
        return refuse(
            "after \"digest\" stand 32 lower-case hexadecimal characters; copy the line whole, or the name "
            "only");
      }
      named.digest = *digest;
    }
    return named;
  }

 private:
  bool take(std::string_view word) {
    const bool is_there = !at_end() && words_[at_] == word;
    at_ += is_there ? 1 : 0;
    return is_there;
  }
  Result<EventId> read_id() {
    const std::string& first = words_[at_];
    if (const auto slash = first.find('/'); slash != std::string::npos) {
      ++at_;
      const auto second = first.find('/', slash + 1);
      if (second == std::string::npos) return refuse(fmt::format("\"{}\" has no number; {}", short_of(first), form));
      return parse_id(first.substr(0, slash), first.substr(slash + 1, second - slash - 1), first.substr(second + 1));
    }
    if (words_.size() - at_ < 3) return refuse(fmt::format("\"{}\" is no whole name; {}", short_of(first), form));
    at_ += 3;
    return parse_id(first, words_[at_ - 2], words_[at_ - 1]);
  }

  std::vector<std::string> words_;
  std::size_t at_ = 0;
};

}  // namespace

Result<std::vector<NamedEvent>> parse_event_names(std::span<const std::string> words) {
  Reader reader{split(words)};
  if (reader.at_end()) return refuse(fmt::format("names no event; {}", form));
  std::vector<NamedEvent> events;
  while (!reader.at_end()) {
    auto named = reader.read();
    if (!named) return tl::unexpected{named.error()};
    events.push_back(std::move(*named));
  }
  return events;
}

}  // namespace isocenter::collector
