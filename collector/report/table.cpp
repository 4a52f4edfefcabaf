#include "collector/report/table.hpp"

#include <algorithm>
#include <ostream>

namespace isocenter::report {
namespace {

constexpr std::size_t rows_that_set_the_widths = 1000;

std::string shown(const Cell& cell) {
  std::string text = to_text(cell);
  for (char& character : text) {
    if (static_cast<unsigned char>(character) < 0x20 || character == 0x7f) character = ' ';
  }
  return text;
}

/// How many characters: UTF-8 bytes that are no continuation.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

bool is_number(const Cell& cell) {
  return std::holds_alternative<std::int64_t>(cell) || std::holds_alternative<Decimal>(cell);
}

}  // namespace

void TableWriter::begin(Columns columns) {
  widths_.assign(columns.size(), 0);
  held_back_.push_back(Line{.fields = {columns.begin(), columns.end()}, .to_the_right = {}});
  held_back_.front().to_the_right.assign(columns.size(), false);
}

void TableWriter::row(const Row& row) {
  Line line;
  for (const Cell& cell : row) {
    line.fields.push_back(shown(cell));
    line.to_the_right.push_back(is_number(cell));
  }
  if (flowing_) {
    write(line);
    return;
  }
  held_back_.push_back(std::move(line));
  if (held_back_.size() > rows_that_set_the_widths) write_held_back();
}

void TableWriter::end() {
  if (!flowing_) write_held_back();
}

void TableWriter::write_held_back() {
  flowing_ = true;
  for (const Line& line : held_back_) {
    for (std::size_t i = 0; i < line.fields.size(); ++i) widths_[i] = std::max(widths_[i], width_of(line.fields[i]));
  }
  if (held_back_.size() > 1) held_back_.front().to_the_right = held_back_[1].to_the_right;  // heads over their numbers
  for (const Line& line : held_back_) write(line);
  held_back_.clear();
}

void TableWriter::write(const Line& line) {
  std::string text;
  for (std::size_t i = 0; i < line.fields.size(); ++i) {
    const std::size_t width = width_of(line.fields[i]);
    const std::string padding(widths_[i] > width ? widths_[i] - width : 0, ' ');
    if (i > 0) text += "  ";
    text += line.to_the_right[i] ? padding + line.fields[i] : line.fields[i] + padding;
  }
  text.erase(text.find_last_not_of(' ') + 1);
  out_ << text << '\n';
}

}  // namespace isocenter::report
