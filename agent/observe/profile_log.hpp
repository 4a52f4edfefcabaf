#pragma once

#include <string>
#include <string_view>

#include "agent/observe/log_rule.hpp"
#include "agent/observe/profile.hpp"
#include "shared/config/config.hpp"

namespace isocenter::agent {

/// Whether `text` may go into events as it is: 1 to 40 of a-z, 0-9 and _.
bool is_closed_word(std::string_view text);

/// Reads [[log.time]] and [[log.rule]] of a profile whose sensors and procedures are read already. What is wrong is
/// noted in the document, at its line.
LogRules read_log_rules(config::Table& root, const Profile& profile);

}  // namespace isocenter::agent
