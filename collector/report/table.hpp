#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "collector/report/cell.hpp"

namespace isocenter::report {

/// Columns aligned for reading in a terminal; numbers to the right. Widths follow the first rows, so that a long report
/// begins to show before it ends. Control characters are shown as spaces.
class TableWriter : public RowSink {
 public:
  explicit TableWriter(std::ostream& out) : out_{out} {}
  void begin(Columns columns) override;
  void row(const Row& row) override;
  void end() override;

 private:
  struct Line {
    std::vector<std::string> fields;
    std::vector<bool> to_the_right;
  };
  void write_held_back();
  void write(const Line& line);

  std::ostream& out_;
  std::vector<Line> held_back_;
  std::vector<std::size_t> widths_;
  bool flowing_ = false;  ///< widths are settled
};

}  // namespace isocenter::report
