#include "agent/observe/log_lines.hpp"

#include <algorithm>

namespace isocenter::agent {
namespace {

void add(std::string_view line, LineBatch& batch) {
  if (line.size() > max_line_bytes) {
    batch.cut += line.size() - max_line_bytes;
    line = line.substr(0, max_line_bytes);
  }
  while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  if (!line.empty()) batch.lines.push_back(line);
}

/// Past the rest of a line that was too long, as far as it goes.
void skip(std::string_view bytes, LineBatch& batch) {
  const std::size_t end = bytes.find('\n');
  batch.skipping = end == std::string_view::npos;
  batch.cut += batch.skipping ? bytes.size() : end;
  batch.consumed = batch.skipping ? bytes.size() : end + 1;
}

/// What stands behind the last line end; waits for its own, unless it is too long to wait or nothing more will come.
void take_rest(std::string_view rest, bool is_final, LineBatch& batch) {
  batch.skipping = rest.size() > max_line_bytes;
  if (!batch.skipping && !is_final) return;
  add(rest, batch);
  batch.consumed += rest.size();
}

}  // namespace

LineBatch split_lines(std::string_view bytes, bool skipping, std::size_t max_lines, bool is_final) {
  LineBatch batch;
  if (skipping) skip(bytes, batch);
  while (!batch.skipping && batch.lines.size() < max_lines && batch.consumed < bytes.size()) {
    const std::string_view rest = bytes.substr(batch.consumed);
    const std::size_t gap = std::min(rest.find_first_not_of('\0'), rest.size());
    const std::size_t end = rest.find('\n', gap);
    batch.consumed += gap;
    if (end == std::string_view::npos) {
      take_rest(rest.substr(gap), is_final, batch);
      break;
    }
    add(rest.substr(gap, end - gap), batch);
    batch.consumed += end - gap + 1;
  }
  return batch;
}

}  // namespace isocenter::agent
