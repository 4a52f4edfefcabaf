#pragma once

#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "shared/core/result.hpp"

namespace isocenter::kiosk {

/// The texts of one language, from a gettext catalogue. English is the msgid itself and needs no file.
/// Message ids carry named places in braces, "usual {from} to {to} min"; a translation may order them otherwise.
class Words {
 public:
  using Value = std::pair<std::string_view, std::string>;

  static Words english();
  /// `folder`/{language}/LC_MESSAGES/isocenter-kiosk.mo. ErrorKind::invalid naming the file where it is absent or torn.
  static Result<Words> load(const std::filesystem::path& folder, const std::string& language);
  /// English, every word 60 % longer and accented: shows where a screen has no room for other languages.
  static Words pseudo();

  std::string say(const char* id) const;
  std::string say(const char* id, std::initializer_list<Value> values) const;
  /// The form for `n`; {n} is filled in.
  std::string plural(const char* one, const char* many, long n) const;

  const std::string& language() const { return language_; }  ///< BCP 47, e.g. "en"
  bool right_to_left() const;

 private:
  struct Catalogue;
  Words(std::string language, std::shared_ptr<const Catalogue> catalogue)
      : language_{std::move(language)}, catalogue_{std::move(catalogue)} {}
  std::string language_;
  std::shared_ptr<const Catalogue> catalogue_;
};

/// Marks a message id that is said later, so that xgettext finds it in a table.
constexpr const char* phrase(const char* id) { return id; }

/// A language's name in itself, "Español"; the tag where we have none.
std::string own_name(const std::string& language);

}  // namespace isocenter::kiosk
