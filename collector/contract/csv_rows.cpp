#include "collector/contract/csv_rows.hpp"

#include <csv.h>

#include <algorithm>
#include <memory>

namespace isocenter::contract {
namespace {

struct Rows {
  const std::function<void(std::size_t, std::vector<std::string>)>& take;
  std::size_t line = 1;
  std::vector<std::string> fields{};
};

void on_field(void* text, std::size_t size, void* rows) {
  static_cast<Rows*>(rows)->fields.emplace_back(static_cast<const char*>(text), size);
}

void on_row(int, void* rows) {
  auto& all = *static_cast<Rows*>(rows);
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

bool each_csv_row(std::string_view csv, const std::function<void(std::size_t line, std::vector<std::string>)>& take) {
  const std::unique_ptr<csv_parser, FreeParser> parser{new csv_parser{}};
  if (csv_init(parser.get(), CSV_STRICT | CSV_STRICT_FINI) != 0) return false;
  Rows rows{take};
  // Line by line, since the library tells no line numbers; a quoted line break goes on in the next piece.
  while (!csv.empty()) {
    const std::string_view line = csv.substr(0, std::min(csv.find('\n'), csv.size() - 1) + 1);
    if (csv_parse(parser.get(), line.data(), line.size(), on_field, on_row, &rows) != line.size()) return false;
    csv.remove_prefix(line.size());
    ++rows.line;
  }
  return csv_fini(parser.get(), on_field, on_row, &rows) == 0;
}

}  // namespace isocenter::contract
