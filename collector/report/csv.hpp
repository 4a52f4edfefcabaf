#pragma once

#include <iosfwd>

#include "collector/report/cell.hpp"

namespace isocenter::report {

/// RFC 4180: a header line, CRLF line ends, quotes where a comma, quote or line end asks for them. UTF-8, no BOM.
class CsvWriter : public RowSink {
 public:
  explicit CsvWriter(std::ostream& out) : out_{out} {}
  void begin(Columns columns) override;
  void row(const Row& row) override;
  void end() override {}

 private:
  std::ostream& out_;
};

}  // namespace isocenter::report
