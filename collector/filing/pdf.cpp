#include "collector/filing/pdf.hpp"

#include <fmt/format.h>

#include <set>

#include "collector/filing/canvas.hpp"
#include "collector/filing/ledger.hpp"
#include "collector/filing/wording.hpp"
#include "collector/statement/document.hpp"

namespace isocenter::filing {
namespace {

using statement::Evidence;
using statement::Line;
using statement::Statement;

constexpr Colour ink = colour(0x191c20), second = colour(0x444d5b), third = colour(0x656f7f);
constexpr Colour hairline = colour(0xd5dbe4), raised = colour(0xeef1f5), bad = colour(0xac1916);

constexpr double left = 42, right = Canvas::width - 42, room = right - left;
constexpr double top = 44, bottom = Canvas::height - 58;

/// One style in three sizes; weights say what matters.
constexpr TextStyle body{.size = 8.5, .weight = Weight::regular, .ink = second, .align = Align::left, .most_lines = 0};
constexpr TextStyle strong{.size = 8.5, .weight = Weight::semibold, .ink = ink, .align = Align::left, .most_lines = 0};
constexpr TextStyle small{.size = 7, .weight = Weight::regular, .ink = third, .align = Align::left, .most_lines = 0};

constexpr TextStyle to_the_right(TextStyle style) {
  style.align = Align::right;
  style.most_lines = 1;
  return style;
}
constexpr TextStyle one_line(TextStyle style) {
  style.most_lines = 1;
  return style;
}

/// Columns of the calculation.
constexpr double number_at = left + 4, title_at = left + 22, lasted_at = 270, covered_at = 324, weight_at = 374,
                 recorded_at = 412, corrected_at = 482;
constexpr double figure_room = 71, title_room = lasted_at - title_at - 4;

/// Prints one statement, page by page. `pages`: how many there will be.
class Print {
 public:
  Print(const Statement& statement, const std::optional<Edition>& issue, int pages)
      : statement_{statement}, issue_{issue}, pages_{pages}, canvas_{facts()} {}

  struct Printed {
    std::string bytes;
    int pages = 0;
  };
  Printed run() {
    canvas_.begin_tag("Document");
    put_head();
    put_answer();
    put_facts();
    put_ledger();
    put_terms();
    put_appendix();
    put_foot();
    canvas_.end_tag("Document");
    return {canvas_.finish(), page_};
  }

 private:
  DocumentFacts facts() const {
    const std::string when = format_rfc3339(issue_ ? issue_->at : statement_.log_to);
    return {.title = fmt::format("{}, {}: uptime statement", statement_.device.title,
                                 period_text(statement_.terms, statement_.period)),
            .author = statement_.site,
            .subject = fmt::format("Contract {}, {}", statement_.terms.name, statement_.terms.vendor),
            .created = when};
  }

  void put_foot() {
    const Tag tag{canvas_, "P"};
    canvas_.rule(left, bottom + 14, room, 0.5, hairline);
    canvas_.text(left, bottom + 19, room - 90,
                 "Seconds and percentages are cut off, never rounded; milliseconds are exact and add up.",
                 one_line(small));
    canvas_.text(left, bottom + 29, room - 90,
                 fmt::format("{}{}", statement_id(statement_), issue_ ? "" : " \u00b7 draft, not issued"),
                 one_line(small));
    canvas_.text(right - 90, bottom + 29, 90, fmt::format("Page {} of {}", page_, pages_), to_the_right(small));
  }
  void next_page() {
    put_foot();
    canvas_.next_page();
    ++page_;
    y_ = top;
  }
  /// A page break where less than `high` is left; true where there was one.
  bool need(double high) {
    if (y_ + high <= bottom) return false;
    next_page();
    return true;
  }
  /// Draws at the cursor and moves it on.
  void put(std::string_view text, const TextStyle& style, const char* tag_name, double after = 0) {
    need(canvas_.height_of(text, style, room));
    const Tag tag{canvas_, tag_name};
    y_ += canvas_.text(left, y_, room, text, style) + after;
  }

  void put_head() {
    {
      const Tag tag{canvas_, "P"};
      canvas_.text(left, y_, room / 2, statement_.site, one_line(strong));
      canvas_.text(left + room / 2, y_, room / 2, issue_ ? "Uptime statement" : "Uptime statement, draft",
                   to_the_right(body));
    }
    y_ += 20;
    canvas_.rule(left, y_, room, 0.5, hairline);
    y_ += 14;
    TextStyle title{.size = 20, .weight = Weight::semibold, .ink = ink, .align = Align::left, .most_lines = 2};
    put(fmt::format("{}, {}", statement_.device.title, period_text(statement_.terms, statement_.period)), title, "H1",
        2);
    TextStyle under = body;
    under.size = 10;
    put(fmt::format("Contract {} with {}", statement_.terms.name, statement_.terms.vendor), under, "P", 14);
  }

  void put_answer() {
    const Verdict verdict = verdict_of(statement_);
    const contract::Uptime& uptime = statement_.corrected.uptime;
    const std::string big = short_percent(uptime.uptime);
    TextStyle huge{.size = 34, .weight = Weight::semibold, .ink = ink, .align = Align::left, .most_lines = 1};
    TextStyle beside{.size = 12, .weight = Weight::regular, .ink = second, .align = Align::left, .most_lines = 1};
    const double wide = canvas_.width_of(big, huge);
    {
      const Tag tag{canvas_, "P"};
      canvas_.text(left, y_, room, big, huge);
      canvas_.text(left + wide + 10, y_ + 20, room - wide - 10, promised(), beside);
    }
    y_ += 46;
    TextStyle says{.size = 13, .weight = Weight::semibold, .ink = verdict.is_missed ? bad : ink, .align = Align::left};
    {
      const Tag tag{canvas_, "P"};
      const double first = canvas_.width_of(verdict.margin, says);
      canvas_.text(left, y_, room, verdict.margin, says);
      says.ink = ink;
      canvas_.text(left + first + 5, y_, room - first - 5, verdict.owed, says);
    }
    y_ += 20;
    put(summary(), body, "P", 12);
  }
  std::string promised() const {
    const contract::Contract& terms = statement_.terms;
    if (terms.guaranteed_percent) return fmt::format("of {} guaranteed", rate_text(*terms.guaranteed_percent));
    return fmt::format("{} lost, of {} allowed", length_text(statement_.corrected.uptime.lost_e4),
                       length_text(statement_.corrected.uptime.allowance_e4));
  }
  std::string summary() const {
    std::size_t lost = 0;
    std::set<std::int64_t> corrections;
    for (const Line& line : statement_.lines) {
      lost += is_lost(statement_.terms, line.part) && line.corrected.value_or(0) > 0 ? 1 : 0;
      for (const statement::Correction& each : line.corrections) corrections.insert(each.place.log_row);
    }
    std::string text = fmt::format("{} cost time.", lost == 0   ? "No interval"
                                                    : lost == 1 ? "One interval"
                                                                : fmt::format("{} intervals", lost));
    if (!corrections.empty()) {
      const std::string made =
          corrections.size() == 1 ? "One correction was" : fmt::format("{} corrections were", corrections.size());
      text += fmt::format(" {} made; as recorded uptime is {}", made, short_percent(statement_.recorded.uptime.uptime));
      if (statement_.ended) {
        text += fmt::format(", the credit {} {}", amount_text(statement_.recorded.uptime.credit),
                            statement_.terms.currency);
      }
      text += ".";
    }
    return text;
  }

  void put_pair(double x, double wide, const std::string& name, const std::string& value) {
    canvas_.text(x, y_, 70, name, one_line(small));
    canvas_.text(x + 72, y_ - 1, wide - 78, value, one_line({.size = 8, .weight = Weight::regular, .ink = ink}));
  }
  void put_facts() {
    const statement::DeviceFacts& device = statement_.device;
    std::string machine = device.manufacturer;
    if (!device.model.empty()) machine += (machine.empty() ? "" : " ") + device.model;
    const std::string& zone = statement_.terms.zone;
    std::vector<std::pair<std::string, std::string>> facts{
        {"Device", fmt::format("{} ({})", device.title, device.name)},
        {"Edition", issue_ ? fmt::format("{}", statement_.edition) : "draft"},
        {"Make", machine.empty() ? "not configured" : machine},
        {"Issued", issue_ ? fmt::format("{} by {}", moment_text(zone, issue_->at), issue_->said.by) : "not issued"},
        {"Serial number", device.serial.empty() ? "not configured" : device.serial},
        {"Document", issue_ ? to_string(issue_->said.digest) : "none: a draft"},
        {"Period", fmt::format("{} \u2013 {}", day_text(statement_.period.from), day_text(statement_.period.to))},
        {"Contract", fmt::format("version {}, {}", statement_.version, to_string(statement_.terms_digest))},
        {"Times", fmt::format("{}, rules {}", zone, statement_.tzdata)},
        {"Log", fmt::format("to row {}, {}", statement_.log_row, format_rfc3339(statement_.log_to))}};
    constexpr double first = 0.42;  // so that a digest stands whole in the second column
    canvas_.field(left, y_, room, 5 * 13 + 12, raised);
    y_ += 7;
    const Tag tag{canvas_, "P"};
    for (std::size_t i = 0; i < facts.size(); i += 2) {
      put_pair(left + 10, room * first - 10, facts[i].first, facts[i].second);
      put_pair(left + room * first, room * (1 - first), facts[i + 1].first, facts[i + 1].second);
      y_ += 13;
    }
    y_ += 20;
  }

  void put_ledger_head() {
    const auto head = [&](double x, const char* text) { canvas_.text(x, y_, figure_room, text, to_the_right(small)); };
    const Tag tag{canvas_, "TR"};
    canvas_.text(title_at, y_, title_room, "Line, from \u2013 to (local time)", one_line(small));
    canvas_.text(lasted_at, y_, covered_at - lasted_at - 4, "Lasted", to_the_right(small));
    canvas_.text(covered_at, y_, weight_at - covered_at - 4, "Covered", to_the_right(small));
    canvas_.text(weight_at, y_, recorded_at - weight_at - 4, "Weight", to_the_right(small));
    head(recorded_at - 4, "As recorded");
    head(corrected_at - 4, "As corrected");
    y_ += 12;
    canvas_.rule(left, y_, room, 0.8, ink);
  }

  std::string when_text(const Line& line) const {
    const std::string& zone = statement_.terms.zone;
    if (line.lasts) return fmt::format("{} \u2013 not ended", moment_text(zone, line.when.from));
    return stretch_text(zone, line.when);
  }
  std::vector<std::string> below(const LedgerRow& row) const {
    std::vector<std::string> texts = row.notes;
    if (row.line != nullptr) texts.insert(texts.begin(), when_text(*row.line));
    return texts;
  }
  double below_room(const LedgerRow& row) const {
    return row.line != nullptr ? recorded_at - title_at - 4 : recorded_at - title_at - 12;
  }
  /// Its height with the space around it.
  double height_of(const LedgerRow& row) {
    double high = 8 + canvas_.height_of(row.title, strong, title_room_of(row));
    for (const std::string& text : below(row)) high += canvas_.height_of(text, small, below_room(row));
    return std::max(high, row.recorded_exact.empty() ? 19.0 : 27.0);
  }
  double title_room_of(const LedgerRow& row) const {
    return row.line != nullptr ? title_room : recorded_at - title_at - 12;
  }

  void put_figures(const LedgerRow& row) {
    const bool is_line = row.kind == LedgerRow::Kind::line;
    const auto figure = [&](double x, const std::string& text, const std::string& exact, bool is_main) {
      TextStyle style = to_the_right(is_main ? strong : body);
      if (is_line && is_main) style.weight = Weight::medium;
      canvas_.text(x, y_ + 4, figure_room, text, style);
      TextStyle fine = to_the_right(small);
      fine.size = 6;
      if (!exact.empty()) canvas_.text(x, y_ + 15, figure_room, exact, fine);
    };
    figure(recorded_at - 4, row.recorded, row.recorded_exact, false);
    figure(corrected_at - 4, row.corrected, row.corrected_exact, true);
  }
  void put_row(const LedgerRow& row) {
    const double high = height_of(row);
    if (need(high)) put_ledger_head();
    const Tag tag{canvas_, "TR"};
    if (row.kind == LedgerRow::Kind::band) canvas_.field(left, y_, room, high, raised);
    if (row.kind == LedgerRow::Kind::sum) canvas_.rule(left, y_, room, 0.8, ink);
    put_figures(row);
    double at = y_ + 4;
    TextStyle title = row.kind == LedgerRow::Kind::line ? body : strong;
    title.ink = ink;
    if (row.line != nullptr) {
      canvas_.text(number_at, at, title_at - number_at - 4, fmt::format("{}", row.number), one_line(small));
      put_line_figures(*row.line);
    }
    const double x = row.line != nullptr ? title_at : left + 4;
    at += canvas_.text(x, at, title_room_of(row), row.title, title);
    for (const std::string& text : below(row)) at += canvas_.text(x, at, below_room(row), text, small);
    y_ += high;
    if (row.kind != LedgerRow::Kind::band) canvas_.rule(left, y_, room, 0.4, hairline);
  }
  void put_line_figures(const Line& line) {
    const TextStyle style = to_the_right(body);
    canvas_.text(lasted_at, y_ + 4, covered_at - lasted_at - 4, clock_text(line.when.length().count() * 10'000), style);
    canvas_.text(covered_at, y_ + 4, weight_at - covered_at - 4, clock_text(line.covered.count() * 10'000), style);
    canvas_.text(weight_at, y_ + 4, recorded_at - weight_at - 4, statement::ms_text(line.weight.units), style);
  }

  void put_ledger() {
    put_heading("The calculation", 60);
    put_ledger_head();
    for (const LedgerRow& row : ledger_of(statement_)) put_row(row);
    y_ += 18;
  }

  void put_heading(std::string_view text, double followed_by) {
    TextStyle heading{.size = 11, .weight = Weight::semibold, .ink = ink, .align = Align::left, .most_lines = 1};
    need(18 + followed_by);
    put(text, heading, "H2", 6);
  }

  void put_terms() {
    put_heading("The terms it rests on", 40);
    for (const auto& [name, value] : terms_text(statement_)) {
      const double high = canvas_.height_of(value, body, room - 130) + 5;
      need(high);
      const Tag tag{canvas_, "P"};
      canvas_.text(left, y_, 126, name, one_line(body));
      TextStyle said = body;
      said.ink = ink;
      canvas_.text(left + 130, y_, room - 130, value, said);
      y_ += high;
    }
    y_ += 14;
  }

  /// So that a line's number and its events never part.
  void put_events_of(const LedgerRow& row) {
    need(14 + 24);
    {
      const Tag tag{canvas_, "H3"};
      canvas_.text(left, y_, room, fmt::format("Line {}. {}, {}", row.number, row.title, when_text(*row.line)),
                   one_line({.size = 8, .weight = Weight::semibold, .ink = ink}));
    }
    y_ += 13;
    if (row.line->events.empty()) put("The log has no event of it.", small, "P", 4);
    for (const Evidence& event : row.line->events) put_event(event);
    y_ += 7;
  }
  void put_event(const Evidence& event) {
    const collector::EventId& id = event.place.id;
    const TextStyle what{.size = 7.5, .weight = Weight::regular, .ink = ink, .align = Align::left, .most_lines = 0};
    const TextStyle name{.size = 6.3, .weight = Weight::regular, .ink = third, .align = Align::left, .most_lines = 0};
    const std::string place =
        fmt::format("{}/{}/{} \u00b7 log row {} \u00b7 digest {}", id.node.text(), to_string(id.epoch), id.seq,
                    event.place.log_row, to_string(event.place.digest));
    constexpr double type_at = left + 112, what_at = left + 196;
    const double high = canvas_.height_of(event.what, what, right - what_at);
    const double name_high = canvas_.height_of(place, name, right - type_at);
    need(std::max(high, 10.0) + name_high + 3);
    const Tag tag{canvas_, "P"};
    canvas_.text(left, y_, 110, moment_text(statement_.terms.zone, event.when), one_line(what));
    canvas_.text(type_at, y_, what_at - type_at - 4, event.type, one_line(what));
    canvas_.text(what_at, y_, right - what_at, event.what, what);
    y_ += std::max(high, 10.0);
    canvas_.text(type_at, y_, right - type_at, place, name);
    y_ += name_high + 3;
  }
  void put_appendix() {
    put_heading("Appendix: the events behind each line", 80);
    put("Each event is named by node, epoch and number, for ever; the digest is that of its node\u2019s chain after "
        "it, so that nobody can change an event, or leave one out, unseen. Whoever keeps the log proves one with "
        "isocenter-collector verify --event, followed by its line below.",
        body, "P", 8);
    for (const LedgerRow& row : ledger_of(statement_)) {
      if (row.line != nullptr) put_events_of(row);
    }
  }

  const Statement& statement_;
  const std::optional<Edition>& issue_;
  int pages_;
  int page_ = 1;
  double y_ = top;
  Canvas canvas_;
};

}  // namespace

std::string print_pdf(const Statement& statement, const std::optional<Edition>& issue) {
  const int pages = Print{statement, issue, 0}.run().pages;
  return Print{statement, issue, pages}.run().bytes;
}

}  // namespace isocenter::filing
