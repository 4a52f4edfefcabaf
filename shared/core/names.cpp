#include "shared/core/names.hpp"

#include <algorithm>

namespace isocenter {

bool is_valid_name(std::string_view text) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !text.empty() && text.size() <= 32 && std::all_of(text.begin(), text.end(), allowed);
}

NodeName collector_node() { return *NodeName::parse("collector"); }

}  // namespace isocenter
