#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "collector/report/cell.hpp"

namespace isocenter::report {

/// `text` as a JSON string, quotes included. Bytes that are no UTF-8 become U+FFFD, so the answer always parses.
std::string json_string(std::string_view text);

/// The cell as a JSON value.
std::string to_json(const Cell& cell);

/// An array of flat objects, one to a line.
class JsonWriter : public RowSink {
 public:
  explicit JsonWriter(std::ostream& out) : out_{out} {}
  void begin(Columns columns) override;
  void row(const Row& row) override;
  void end() override;

 private:
  std::ostream& out_;
  std::vector<std::string> keys_;  ///< quoted
  bool first_ = true;
};

}  // namespace isocenter::report
