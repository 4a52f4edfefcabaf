#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>

#include "tests/simulator/demo/comparison.hpp"
#include "tests/simulator/truth.hpp"

namespace isocenter::simulator {

/// "k1:" and the HMAC-SHA-256 under the site key; the simulator's own, apart from the agent's.
std::string keyed_hash(const std::string& key, const std::string& text);

/// The collector's exams, held against the simulator's.
class ExamsCheck {
 public:
  /// `rows`: of `report exams`. `key`: the site key. `day_ends`: when the modalities stopped.
  ExamsCheck(const nlohmann::json& rows, std::vector<TrueExam> exams, const std::string& key, Instant day_ends);

  /// Every field, start and end to the second, by the modality's own clock; an end that nobody told by rule.
  const Comparison& all() const { return all_; }
  /// Those that the collector ended by rule, and those that it must have.
  Comparison inferred() const;
  std::size_t inferred_count() const;
  /// The rows about what a messy department does; `sharing`: devices that have their AE title with another.
  std::vector<Comparison> mess(const std::set<std::string>& sharing) const;

 private:
  std::string difference(const nlohmann::json& row, const TrueExam& exam) const;
  std::string end_difference(const nlohmann::json& row, const TrueExam& exam) const;
  bool must_be_inferred(const TrueExam& exam) const;
  std::string hash(const std::string& text) const { return keyed_hash(key_, text); }
  template <typename RowFits, typename ExamFits>
  Comparison count(std::string figure, const RowFits& row_fits, const ExamFits& exam_fits) const;

  const nlohmann::json& rows_;
  std::vector<TrueExam> exams_;
  std::string key_;
  Instant day_ends_;
  std::map<std::string, const nlohmann::json*> by_id_;
  Comparison all_;
};

}  // namespace isocenter::simulator
