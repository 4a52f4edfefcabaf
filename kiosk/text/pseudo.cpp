#include "kiosk/text/pseudo.hpp"

#include <cctype>

namespace isocenter::kiosk {
namespace {

/// Letters of Latin-1 and Latin Extended-A, which every interface typeface has.
std::string_view accented(char letter) {
  static constexpr std::string_view lower[26]{"á", "b", "ç", "ď", "é", "f", "ğ", "h", "í", "j", "k", "ĺ", "m",
                                              "ñ", "ö", "p", "q", "ř", "š", "ť", "ü", "v", "ŵ", "x", "ý", "ž"};
  static constexpr std::string_view upper[26]{"Å", "B", "Č", "Ď", "É", "F", "Ğ", "H", "Ï", "J", "K", "Ľ", "M",
                                              "Ñ", "Ö", "P", "Q", "Ř", "Š", "Ť", "Ü", "V", "Ŵ", "X", "Ý", "Ž"};
  return letter >= 'a' ? lower[letter - 'a'] : upper[letter - 'A'];
}

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

std::string longer(std::string_view word) {
  std::string out;
  for (const char letter : word) out += accented(letter);
  const std::size_t more = (word.size() * 6 + 9) / 10;
  for (std::size_t i = 0; i < more; ++i) out += accented(word[word.size() - 1 - i % word.size()]);
  return out;
}

}  // namespace

std::string pseudo(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t taken = 1;
    if (text.front() == '{') {
      taken = std::min(text.find('}'), text.size() - 1) + 1;
      out += text.substr(0, taken);
    } else if (is_letter(text.front())) {
      while (taken < text.size() && is_letter(text[taken])) ++taken;
      out += longer(text.substr(0, taken));
    } else {
      out += text.front();
    }
    text.remove_prefix(taken);
  }
  return out;
}

}  // namespace isocenter::kiosk
