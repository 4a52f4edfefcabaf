#include "shared/config/config.hpp"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

namespace isocenter::config {

struct Document::State {
  std::filesystem::path path;
  toml::table root;
  std::vector<Error> errors;
  std::set<const toml::node*> told;  ///< values whose kind is wrong: that is to be mended before anything else of them
  std::vector<std::shared_ptr<Table::Node>> tables;  ///< every table that was asked for, to look for unknown keys
};

/// A table that was asked for; `table` is null where the file has none.
struct Table::Node {
  std::shared_ptr<Document::State> document;
  const toml::table* table = nullptr;
  std::string name;  ///< for messages, e.g. "broker" or "device"; empty for the root
  std::size_t line = 0;
  std::set<std::string, std::less<>> asked;

  const toml::node* find(std::string_view key) {
    asked.insert(std::string{key});
    return table != nullptr ? table->get(key) : nullptr;
  }
  std::string place(std::size_t at_line) const {
    return at_line == 0 ? document->path.string() : fmt::format("{}:{}", document->path.string(), at_line);
  }
  std::string full(std::string_view key) const {
    return name.empty() ? std::string{key} : fmt::format("{}.{}", name, key);
  }
  /// Of a value that cannot be read at all.
  void note(const toml::node* at, std::string what) {
    if (at != nullptr) document->told.insert(at);
    reject(at, std::move(what));
  }
  void reject(const toml::node* at, std::string what) {
    const std::size_t at_line = at != nullptr ? at->source().begin.line : line;
    document->errors.push_back(Error{ErrorKind::invalid, place(at_line), std::move(what)});
  }
};

namespace {

/// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b` (optimal string alignment).
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      const std::size_t replaced = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  }
  return cost[a.size()][b.size()];
}

}  // namespace

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known) {
  const std::size_t patience = std::max<std::size_t>(2, word.size() / 3);
  std::optional<std::string> best;
  std::size_t least = patience + 1;
  for (const std::string& candidate : known) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

std::optional<std::string> read_file(const std::filesystem::path& path) {
  try {
    std::ifstream file{path, std::ios::binary};
    if (!file) return std::nullopt;
    return std::string{std::istreambuf_iterator<char>{file}, {}};
  } catch (const std::ios_base::failure&) {  // a folder, or a disk that fails
    return std::nullopt;
  }
}

std::string to_string(const std::vector<Error>& errors) {
  std::string text;
  for (const Error& error : errors) {
    if (!text.empty()) text += '\n';
    text += isocenter::to_string(error);
  }
  return text;
}

std::string Table::text(std::string_view key, std::string_view example) {
  const toml::node* node = node_->find(key);
  if (node == nullptr) {
    node_->note(nullptr, fmt::format("`{}` is missing; add {} = \"{}\"", node_->full(key), key, example));
    return {};
  }
  if (const auto value = node->value_exact<std::string>()) return *value;
  node_->note(node, fmt::format("`{}` must be text in quotes: {} = \"{}\"", node_->full(key), key, example));
  return {};
}

std::string Table::text_or(std::string_view key, std::string fallback) {
  if (node_->find(key) == nullptr) return fallback;
  return text(key);
}

std::optional<std::string> Table::optional_text(std::string_view key) {
  if (node_->find(key) == nullptr) return std::nullopt;
  return text(key);
}

std::int64_t Table::integer(std::string_view key, std::int64_t least, std::int64_t most) {
  const toml::node* node = node_->find(key);
  if (node == nullptr) {
    node_->note(nullptr,
                fmt::format("`{}` is missing; give a whole number from {} to {}", node_->full(key), least, most));
    return least;
  }
  const auto value = node->value_exact<std::int64_t>();
  if (value && *value >= least && *value <= most) return *value;
  node_->note(node, fmt::format("`{}` must be a whole number from {} to {}", node_->full(key), least, most));
  return least;
}

std::int64_t Table::integer_or(std::string_view key, std::int64_t fallback, std::int64_t least, std::int64_t most) {
  if (node_->find(key) == nullptr) return fallback;
  return integer(key, least, most);
}

std::optional<double> Table::optional_number(std::string_view key) {
  const toml::node* node = node_->find(key);
  if (node == nullptr) return std::nullopt;
  if (node->is_number()) return node->value<double>();
  node_->note(node, fmt::format("`{}` must be a number", node_->full(key)));
  return std::nullopt;
}

bool Table::flag_or(std::string_view key, bool fallback) {
  const toml::node* node = node_->find(key);
  if (node == nullptr) return fallback;
  if (const auto value = node->value_exact<bool>()) return *value;
  node_->note(node, fmt::format("`{}` must be true or false", node_->full(key)));
  return fallback;
}

std::vector<std::string> Table::texts_or(std::string_view key, std::vector<std::string> fallback) {
  const toml::node* node = node_->find(key);
  if (node == nullptr) return fallback;
  std::vector<std::string> texts;
  if (const toml::array* list = node->as_array()) {
    for (const toml::node& element : *list) {
      const auto value = element.value_exact<std::string>();
      if (!value) node_->note(&element, fmt::format("`{}` must hold only texts in quotes", node_->full(key)));
      if (value) texts.push_back(*value);
    }
    return texts;
  }
  node_->note(node, fmt::format("`{}` must be a list of texts, e.g. [\"…\"]", node_->full(key)));
  return fallback;
}

namespace {

std::chrono::year_month_day day_of(const toml::date& date) {
  return std::chrono::year{date.year} / std::chrono::month{date.month} / std::chrono::day{date.day};
}

}  // namespace

std::chrono::year_month_day Table::date(std::string_view key) {
  const toml::node* node = node_->find(key);
  if (node == nullptr) {
    node_->note(nullptr, fmt::format("`{0}` is missing; add {0} = 2026-12-31", node_->full(key)));
    return {};
  }
  if (const auto value = node->value_exact<toml::date>()) return day_of(*value);
  node_->note(node, fmt::format("`{}` must be a date without quotes, e.g. 2026-12-31", node_->full(key)));
  return {};
}

std::vector<std::chrono::year_month_day> Table::dates_or(std::string_view key,
                                                         std::vector<std::chrono::year_month_day> fallback) {
  const toml::node* node = node_->find(key);
  if (node == nullptr) return fallback;
  std::vector<std::chrono::year_month_day> dates;
  const toml::array* list = node->as_array();
  if (list == nullptr) node_->note(node, fmt::format("`{}` must be a list of dates", node_->full(key)));
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const auto value = list->get(i)->value_exact<toml::date>();
    if (value) dates.push_back(day_of(*value));
    if (!value) node_->note(list->get(i), fmt::format("`{}` must hold only dates, e.g. 2026-12-25", node_->full(key)));
  }
  return dates;
}

std::vector<double> Table::numbers_or(std::string_view key, std::vector<double> fallback) {
  const toml::node* node = node_->find(key);
  if (node == nullptr) return fallback;
  if (const toml::array* list = node->as_array()) {
    std::vector<double> numbers;
    for (const toml::node& element : *list) {
      if (!element.is_number()) node_->note(&element, fmt::format("`{}` must hold only numbers", node_->full(key)));
      numbers.push_back(element.value<double>().value_or(0));
    }
    return numbers;
  }
  node_->note(node, fmt::format("`{}` must be a list of numbers", node_->full(key)));
  return fallback;
}

std::filesystem::path Table::path(std::string_view key) {
  const std::string given = text(key);
  const toml::node* node = node_->find(key);
  if (given.empty() && node != nullptr && !node_->document->told.contains(node)) {
    node_->note(node, fmt::format("`{}` must not be empty", node_->full(key)));
  }
  return given.empty() ? std::filesystem::path{} : node_->document->path.parent_path() / given;
}

std::optional<std::filesystem::path> Table::optional_path(std::string_view key) {
  if (node_->find(key) == nullptr) return std::nullopt;
  return path(key);
}

bool Table::has(std::string_view key) const { return node_->find(key) != nullptr; }

std::optional<Table> Table::optional_table(std::string_view key) {
  const toml::node* node = node_->find(key);
  if (node == nullptr) return std::nullopt;
  return table(key);
}

Table Table::table(std::string_view key) {
  const toml::node* node = node_->find(key);
  const toml::table* found = node != nullptr ? node->as_table() : nullptr;
  if (node != nullptr && found == nullptr)
    node_->note(node, fmt::format("`{0}` must be a table: [{0}]", node_->full(key)));
  Table made;
  made.node_ = std::make_shared<Node>(
      Node{node_->document, found, node_->full(key), node != nullptr ? node->source().begin.line : 0, {}});
  node_->document->tables.push_back(made.node_);
  return made;
}

std::vector<Table> Table::tables(std::string_view key) {
  const toml::node* node = node_->find(key);
  if (node == nullptr) return {};
  std::vector<Table> found;
  const toml::array* list = node->as_array();
  if (list == nullptr) {
    node_->note(node, fmt::format("`{0}` must be written as [[{0}]]", node_->full(key)));
    return {};
  }
  for (const toml::node& element : *list) {
    const toml::table* entry = element.as_table();
    if (entry == nullptr) {
      node_->note(&element, fmt::format("`{0}` must be written as [[{0}]]", node_->full(key)));
      continue;
    }
    Table made;
    made.node_ = std::make_shared<Node>(Node{node_->document, entry, node_->full(key), entry->source().begin.line, {}});
    node_->document->tables.push_back(made.node_);
    found.push_back(made);
  }
  return found;
}

std::vector<std::string> Table::keys() const {
  std::vector<std::string> found;
  if (node_->table == nullptr) return found;
  for (const auto& entry : *node_->table) found.emplace_back(entry.first.str());
  return found;
}

void Table::reject(std::string_view key, std::string what) {
  const toml::node* node = key.empty() ? nullptr : node_->find(key);
  if (node != nullptr && node_->document->told.contains(node)) return;
  node_->reject(node,
                key.empty() || node == nullptr ? std::move(what) : fmt::format("`{}`: {}", node_->full(key), what));
}

std::string Table::where(std::string_view key) const {
  const toml::node* node = node_->table != nullptr && !key.empty() ? node_->table->get(key) : nullptr;
  return node_->place(node != nullptr ? node->source().begin.line : node_->line);
}

Result<Document> Document::read(const std::filesystem::path& path) {
  if (const auto content = read_file(path)) return parse(*content, path);
  return fail(ErrorKind::unavailable, path.string(), "cannot be read; name an existing file that this user may read");
}

Result<Document> Document::parse(std::string_view text, const std::filesystem::path& named) {
  Document document;
  document.state_ = std::make_shared<State>();
  document.state_->path = named;
  try {
    document.state_->root = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return fail(ErrorKind::malformed, fmt::format("{}:{}", named.string(), error.source().begin.line),
                fmt::format("is no TOML: {}", error.description()));
  }
  return document;
}

Table Document::root() {
  Table made;
  made.node_ = std::make_shared<Table::Node>(Table::Node{state_, &state_->root, "", 0, {}});
  state_->tables.push_back(made.node_);
  return made;
}

std::vector<Error> Document::finish() {
  for (const auto& table : state_->tables) {
    if (table->table == nullptr) continue;
    const std::vector<std::string> known{table->asked.begin(), table->asked.end()};
    for (const auto& [key, node] : *table->table) {
      if (table->asked.contains(key.str())) continue;
      const auto near = nearest(key.str(), known);
      table->note(&node,
                  near ? fmt::format("unknown key `{}`; did you mean `{}`?", table->full(key.str()), table->full(*near))
                       : fmt::format("unknown key `{}`; remove it", table->full(key.str())));
    }
  }
  state_->tables.clear();
  std::vector<Error> errors = std::move(state_->errors);
  state_->errors.clear();
  return errors;
}

}  // namespace isocenter::config
