#include "collector/contract/csv_rows.hpp"

#include <csv.h>

#include <algorithm>
#include <memory>
#include <new>

namespace isocenter::contract {
namespace {

struct Rows {
  const std::function<void(std::size_t, std::vector<std::string>)>& take;
  std::size_t line = 0;
  bool is_open = false;  ///< a row has begun that this line did not end
  std::vector<std::string> fields{};
};

void on_field(void* text, std::size_t size, void* rows) {
  static_cast<Rows*>(rows)->fields.emplace_back(static_cast<const char*>(text), size);
}

void on_row(int, void* rows) {
  auto& all = *static_cast<Rows*>(rows);
  all.is_open = false;
  all.take(all.line, std::move(all.fields));
  all.fields.clear();
}

struct FreeParser {
  void operator()(csv_parser* parser) const {
    csv_free(parser);
    delete parser;
  }
};

}  // namespace

std::optional<std::size_t> each_csv_row(std::string_view csv,
                                        const std::function<void(std::size_t line, std::vector<std::string>)>& take) {
  const std::unique_ptr<csv_parser, FreeParser> parser{new csv_parser{}};
  if (csv_init(parser.get(), CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc{};
  Rows rows{take};
  std::size_t began = 1;
  // Line by line, since the library tells no line numbers; a quoted line break goes on in the next piece.
  while (!csv.empty()) {
    const std::string_view line = csv.substr(0, std::min(csv.find('\n'), csv.size() - 1) + 1);
    ++rows.line;
    if (!rows.is_open) began = rows.line;
    rows.is_open = line.find_first_not_of(" \t\r\n") != line.npos;
    if (csv_parse(parser.get(), line.data(), line.size(), on_field, on_row, &rows) != line.size()) return began;
    csv.remove_prefix(line.size());
  }
  if (csv_fini(parser.get(), on_field, on_row, &rows) != 0) return began;
  return std::nullopt;
}

}  // namespace isocenter::contract
