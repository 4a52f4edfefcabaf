#include "collector/ingest/fate.hpp"

namespace isocenter::collector {

std::string_view word(Fate fate) {
  switch (fate) {
    case Fate::stored: return "stored";
    case Fate::gap: return "gap";
    case Fate::rejected: return "rejected";
    case Fate::not_allowed: return "not_allowed";
    case Fate::repeated: return "repeated";
  }
  return "rejected";
}

std::optional<Fate> fate_from_word(std::string_view text) {
  for (const Fate fate : {Fate::stored, Fate::gap, Fate::rejected, Fate::not_allowed, Fate::repeated}) {
    if (word(fate) == text) return fate;
  }
  return std::nullopt;
}

}  // namespace isocenter::collector
