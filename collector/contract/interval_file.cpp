#include "collector/contract/interval_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "collector/contract/csv_rows.hpp"
#include "shared/config/config.hpp"

namespace isocenter::contract {
namespace {

constexpr std::size_t most_errors = 20;
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";  // spreadsheets begin their files with it

struct Line {
  std::size_t number;
  StateTime time;
};

/// Reads row after row and keeps what was wrong with which line.
class Reader {
 public:
  explicit Reader(std::string named) : named_{std::move(named)} {}

  void take(std::size_t line, const std::vector<std::string>& fields) {
    if (!columns_) return read_header(line, fields);
    if (fields.size() != width_) {
      return refuse(line, fmt::format("has {} fields, the header {}", fields.size(), width_));
    }
    read_row(line, fields);
  }

  void refuse(std::size_t line, const std::string& what) {
    ++refused_;
    if (refused_ <= most_errors) errors_ += fmt::format("{}{}:{}: {}", errors_.empty() ? "" : "\n", named_, line, what);
  }

  Result<IntervalsByDevice> end() {
    if (!columns_ && refused_ == 0) refuse(1, "is empty; it needs the header device,state,from,to");
    IntervalsByDevice all;
    for (auto& [device, lines] : lines_) all.emplace(device, in_order(lines));
    if (refused_ > most_errors) errors_ += fmt::format("\n… and {} more", refused_ - most_errors);
    if (refused_ > 0) return fail(ErrorKind::malformed, "", errors_);
    return all;
  }

 private:
  struct Columns {
    std::size_t device, state, from, to;
    std::optional<std::size_t> cause;
  };

  void read_header(std::size_t line, const std::vector<std::string>& fields) {
    const auto place_of = [&](std::string_view name) -> std::optional<std::size_t> {
      const auto found = std::find(fields.begin(), fields.end(), name);
      if (found == fields.end()) return std::nullopt;
      if (std::find(found + 1, fields.end(), name) != fields.end()) {
        refuse(line, fmt::format("the header names the column `{}` twice; which one counts?", name));
      }
      return static_cast<std::size_t>(found - fields.begin());
    };
    width_ = fields.size();
    columns_ = Columns{0, 0, 0, 0, place_of("cause")};
    for (const auto& [name, column] : {std::pair{"device", &Columns::device},
                                       {"state", &Columns::state},
                                       {"from", &Columns::from},
                                       {"to", &Columns::to}}) {
      const auto place = place_of(name);
      if (!place) refuse(line, fmt::format("the header names no column `{}`; it needs device,state,from,to", name));
      (*columns_).*column = place.value_or(0);
    }
    is_sound_ = refused_ == 0;
  }

  void read_row(std::size_t line, const std::vector<std::string>& fields) {
    if (!is_sound_) return;  // the header says enough
    const auto device = DeviceName::parse(fields[columns_->device]);
    if (!device) return refuse(line, "device: " + device.error().what);
    const auto state = from_word<EquipmentState>(fields[columns_->state]);
    if (!state) return refuse(line, no_word("state", fields[columns_->state], equipment_states));
    const auto from = parse_rfc3339(fields[columns_->from]), to = parse_rfc3339(fields[columns_->to]);
    if (!from) return refuse(line, "from: " + from.error().what);
    if (!to) return refuse(line, "to: " + to.error().what);
    if (*from >= *to) return refuse(line, "does not end after it begins");
    StateTime time{{*from, *to}, *state};
    if (columns_->cause && !fields[*columns_->cause].empty()) {
      time.cause = from_word<Cause>(fields[*columns_->cause]);
      if (!time.cause) return refuse(line, no_word("cause", fields[*columns_->cause], causes));
    }
    lines_[*device].push_back({line, time});
  }

  template <typename Known>
  static std::string no_word(std::string_view what, std::string_view text, const Known& known) {
    std::string all;
    for (const auto& value : known) all += fmt::format("{}{}", all.empty() ? "" : ", ", word(value));
    return fmt::format("\"{}\" is no {}; there are {}", text.substr(0, 40), what, all);
  }

  std::vector<StateTime> in_order(std::vector<Line>& lines) {
    std::stable_sort(lines.begin(), lines.end(),
                     [](const Line& a, const Line& b) { return a.time.when.from < b.time.when.from; });
    std::vector<StateTime> times;
    const Line* before = nullptr;
    for (const Line& line : lines) {
      if (before != nullptr && line.time.when.from < before->time.when.to) {
        refuse(
            std::max(line.number, before->number),
            fmt::format("overlaps line {}; a device is in one state at a time", std::min(line.number, before->number)));
      }
      if (before == nullptr || line.time.when.to > before->time.when.to) before = &line;
      times.push_back(line.time);
    }
    return times;
  }

  std::string named_, errors_;
  std::size_t refused_ = 0, width_ = 0;
  std::optional<Columns> columns_;
  bool is_sound_ = false;
  std::map<DeviceName, std::vector<Line>> lines_;
};

}  // namespace

Result<IntervalsByDevice> parse_intervals(std::string_view csv, const std::string& named) {
  if (csv.starts_with(byte_order_mark)) csv.remove_prefix(byte_order_mark.size());
  Reader reader{named};
  const auto torn =
      each_csv_row(csv, [&](std::size_t line, const std::vector<std::string>& fields) { reader.take(line, fields); });
  if (torn)
    reader.refuse(*torn,
                  "a quote stands in the wrong place; what begins with one ends with one, and doubles those within");
  return reader.end();
}

Result<IntervalsByDevice> read_interval_file(const std::filesystem::path& path) {
  const auto text = config::read_file(path);
  if (!text)
    return fail(ErrorKind::unavailable, path.string(), "cannot be read; is it there, and may this user read it?");
  return parse_intervals(*text, path.string());
}

}  // namespace isocenter::contract
