#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "tests/agent/probe/log_support.hpp"

/// A writer, a rotation and an agent that is killed, in any order, against a model of what was written.
namespace isocenter::agent {
namespace {

namespace fs = std::filesystem;

enum class Step {
  write,
  write_part,          ///< the beginning of a line; its end is written by the next `write` or rotation
  rename,              ///< as logrotate does it, or the writer itself
  rename_late,         ///< the writer goes on in the renamed file for one more line
  rename_within_line,  ///< the writer opens the log anew between two parts of a line
  copy_truncate,
  truncate,        ///< what was not read before is lost; here all was
  delete_rotated,  ///< frees file numbers, which the next file may get
  kill,
  fail_commit,
  look,
};

void showValue(Step step, std::ostream& out) {
  static const std::vector<const char*> words{
      "write",          "write_part", "rename",      "rename_late", "rename_within_line", "copy_truncate", "truncate",
      "delete_rotated", "kill",       "fail_commit", "look"};
  out << words.at(static_cast<std::size_t>(step));
}

/// One life of a log. The expected numbers are those of all whole lines written, but of one that a truncation tore.
class Life : public test::LogFileTest {
 public:
  void TestBody() override {}

  void run(const std::vector<Step>& steps) {
    look();
    for (const Step step : steps) take(step);
    finish_part();
    settle();
  }
  const std::vector<int>& expected() const { return expected_; }
  std::vector<int> told() { return sink.told(); }

 private:
  void take(Step step) {
    switch (step) {
      case Step::write: return write_line();
      case Step::write_part: return write_part();
      case Step::rename: finish_part(); return rename();
      case Step::rename_late: return rename_late();
      case Step::rename_within_line: return rename_within_line();
      case Step::copy_truncate: return copy_truncate();
      case Step::truncate: return truncate();
      case Step::delete_rotated: return delete_rotated();
      case Step::kill: return kill_and_start();
      case Step::fail_commit: ++sink.fails; return;
      case Step::look: return try_look();
    }
  }

  void try_look() {
    try {
      look();
    } catch (const sqlite::StoreError&) {
      return;  // tried again by a later look
    }
  }

  /// Only an agent that has seen the file knows that a copy was made of it, and that a torn line goes on.
  void see() {
    sink.fails = 0;
    look();
  }

  /// Until the agent has read all there is: more quiet looks than it waits for anything.
  void settle() {
    sink.fails = 0;
    look(8);
  }

  std::string next_line() {
    ++number_;
    return test::line(number_, static_cast<std::size_t>(number_ * 37 % 90));
  }

  void write_line() {
    if (!part_.empty()) return finish_part();
    writer.write(next_line());
    expected_.push_back(number_);
  }

  void write_part() {
    if (!part_.empty()) return;
    const std::string whole = next_line();
    const std::size_t cut = 1 + static_cast<std::size_t>(number_) * 13 % (whole.size() - 2);  // ";" is yet to come
    writer.write(whole.substr(0, cut));
    part_ = whole.substr(cut);
  }

  void finish_part() {
    if (part_.empty()) return;
    writer.write(part_);
    part_.clear();
    is_torn_ = false;
    expected_.push_back(number_);
  }

  void make_room() {
    for (int i = files_; i >= 1; --i) {
      if (fs::exists(rotated(i))) fs::rename(rotated(i), rotated(i + 1));
    }
    ++files_;
  }

  void rename() {
    if (!fs::exists(log)) return;
    make_room();
    rename_to(1);
    writer.reopen();
  }

  void rename_late() {
    if (!fs::exists(log) || !writer.is_open()) return;
    make_room();
    rename_to(1);
    try_look();
    finish_part();
    write_line();
    writer.reopen();
  }

  void rename_within_line() {
    if (!fs::exists(log)) return;
    if (is_torn_) finish_part();  // in two, not in three
    make_room();
    rename_to(1);
    writer.reopen();
    try_look();
    finish_part();
  }

  void copy_truncate() {
    if (!fs::exists(log)) return;
    if (!part_.empty()) see();
    is_torn_ = !part_.empty();
    make_room();
    copy_truncate_to(1);
  }

  void truncate() {
    if (!fs::exists(log)) return;
    settle();
    fs::resize_file(log, 0);
    part_.clear();
    is_torn_ = false;
    try_look();
  }

  /// Only what was read, a torn line too: what is deleted unread is gone.
  void delete_rotated() {
    if (!part_.empty()) return;
    settle();
    for (int i = files_; i >= 1; --i) fs::remove(rotated(i));
    files_ = 0;
  }

  int number_ = 0;
  int files_ = 0;
  std::string part_;      ///< still to be written of the last line
  bool is_torn_ = false;  ///< a rotation came before its rest
  std::vector<int> expected_;
};

rc::Gen<std::vector<Step>> any_steps() {
  const auto step = rc::gen::weightedElement<Step>({{8, Step::write},
                                                    {3, Step::write_part},
                                                    {2, Step::rename},
                                                    {1, Step::rename_late},
                                                    {1, Step::rename_within_line},
                                                    {2, Step::copy_truncate},
                                                    {1, Step::truncate},
                                                    {1, Step::delete_rotated},
                                                    {3, Step::kill},
                                                    {1, Step::fail_commit},
                                                    {6, Step::look}});
  return rc::gen::resize(40, rc::gen::container<std::vector<Step>>(step));
}

RC_GTEST_PROP(LogRotation, EachLineIsReadOnceAndInOrder, ()) {
  const auto steps = *any_steps();
  Life life;
  life.run(steps);
  RC_ASSERT(life.told() == life.expected());
}

/// Each kind of rotation, with the agent killed before or after, within a line or between two.
TEST(LogRotation, EachKindWithAKillAndAPartialLine) {
  for (const Step rotation :
       {Step::rename, Step::rename_late, Step::rename_within_line, Step::copy_truncate, Step::truncate}) {
    for (const bool in_line : {false, true}) {
      for (int kills = 0; kills < 8; ++kills) {
        std::vector<Step> steps{Step::write, Step::look, Step::write};
        if (in_line) steps.push_back(Step::write_part);
        if ((kills & 1) != 0) steps.push_back(Step::kill);
        steps.push_back(rotation);
        if ((kills & 2) != 0) steps.push_back(Step::kill);
        steps.push_back(Step::look);
        if ((kills & 4) != 0) steps.push_back(Step::kill);
        steps.insert(steps.end(), {Step::write, Step::look, Step::write});
        Life life;
        life.run(steps);
        EXPECT_EQ(life.told(), life.expected()) << static_cast<int>(rotation) << in_line << kills;
      }
    }
  }
}

}  // namespace
}  // namespace isocenter::agent
