#include "collector/report/csv.hpp"

#include <ostream>

namespace isocenter::report {
namespace {

void write_field(std::ostream& out, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out << text;
    return;
  }
  out << '"';
  for (const char character : text) {
    if (character == '"') out << '"';
    out << character;
  }
  out << '"';
}

}  // namespace

void CsvWriter::begin(Columns columns) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) out_ << ',';
    write_field(out_, columns[i]);
  }
  out_ << "\r\n";
}

void CsvWriter::row(const Row& row) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i > 0) out_ << ',';
    write_field(out_, to_text(row[i]));
  }
  out_ << "\r\n";
}

}  // namespace isocenter::report
