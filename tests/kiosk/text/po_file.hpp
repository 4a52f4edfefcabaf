#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace isocenter::kiosk {

struct PoEntry {
  std::string plural{};              ///< msgid_plural
  std::vector<std::string> texts{};  ///< msgstr, or msgstr[0], [1] …
  bool fuzzy = false;
};

/// A .po or .pot file by msgid, as much of the format as ours have; the header is left out, as are obsolete entries.
inline std::map<std::string, PoEntry> read_po(std::istream& file) {
  std::map<std::string, PoEntry> entries;
  std::string id, *into = nullptr;
  PoEntry entry;
  const auto end = [&] {
    if (!id.empty()) entries[id] = entry;
    id.clear();
    entry = {};
    into = nullptr;
  };
  const auto unquoted = [](const std::string& line) {
    std::string text;
    for (std::size_t i = line.find('"') + 1; i < line.rfind('"'); ++i) {
      if (line[i] != '\\') {
        text += line[i];
      } else {
        ++i;
        text += line[i] == 'n' ? '\n' : line[i];
      }
    }
    return text;
  };
  for (std::string line; std::getline(file, line);) {
    if (line.empty()) end();
    if (line.starts_with("#,") && line.find("fuzzy") != std::string::npos) entry.fuzzy = true;
    if (line.empty() || line.starts_with("#")) continue;
    if (line.starts_with("msgid_plural")) {
      into = &entry.plural;
    } else if (line.starts_with("msgid")) {
      into = &id;
    } else if (line.starts_with("msgstr")) {
      into = &entry.texts.emplace_back();
    }
    if (into != nullptr) *into += unquoted(line);
  }
  end();
  return entries;
}

inline std::map<std::string, PoEntry> read_po(const std::filesystem::path& path) {
  std::ifstream file{path};
  return read_po(file);
}

/// The names in braces.
inline std::multiset<std::string> places_of(const std::string& text) {
  std::multiset<std::string> places;
  for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
    places.insert(text.substr(open, text.find('}', open) - open + 1));
  }
  return places;
}

}  // namespace isocenter::kiosk
