#include "kiosk/text/words.hpp"

#include <algorithm>
#include <array>
#include <boost/locale/gnu_gettext.hpp>
#include <fstream>
#include <locale>
#include <sstream>
#include <vector>

#include "kiosk/text/mo_file.hpp"
#include "kiosk/text/pseudo.hpp"

namespace isocenter::kiosk {
namespace {

namespace gettext = boost::locale::gnu_gettext;
using Facet = boost::locale::message_format<char>;

constexpr const char* domain_name = "isocenter-kiosk";
constexpr const char* pseudo_language = "en-XA";  // the customary tag of accented English

std::string_view language_part(std::string_view tag) { return tag.substr(0, tag.find('-')); }

/// Places that `values` do not name stay as they are: better seen than lost.
std::string filled(std::string_view text, std::initializer_list<Words::Value> values) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    out += text.substr(0, open);
    if (open == std::string_view::npos) break;
    text.remove_prefix(open);
    const std::size_t close = text.find('}');
    if (close == std::string_view::npos) return out += text;
    const std::string_view name = text.substr(1, close - 1);
    const auto* const value =
        std::find_if(values.begin(), values.end(), [&](const Words::Value& each) { return each.first == name; });
    out += value == values.end() ? text.substr(0, close + 1) : std::string_view{value->second};
    text.remove_prefix(close + 1);
  }
  return out;
}

Result<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  std::ostringstream bytes;
  if (std::filesystem::is_directory(path) || !file || !(bytes << file.rdbuf())) {
    return fail(ErrorKind::invalid, path.string(),
                "cannot be read; build it with msgfmt, or leave its language out of `languages`");
  }
  return bytes.str();
}

bool is_language_tag(std::string_view text) {
  return !text.empty() && text.size() <= 35 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

}  // namespace

struct Words::Catalogue {
  bool is_pseudo = false;
  std::locale locale{};  ///< owns the facet
  const Facet* facet = nullptr;
  int domain = 0;
};

Words Words::english() { return Words{"en", nullptr}; }

Words Words::pseudo() {
  return Words{pseudo_language, std::make_shared<const Catalogue>(Catalogue{.is_pseudo = true})};
}

Result<Words> Words::load(const std::filesystem::path& folder, const std::string& language) {
  if (language == "en") return english();
  if (language == pseudo_language) return pseudo();
  if (!is_language_tag(language)) {
    return fail(ErrorKind::invalid, "", "\"" + language.substr(0, 40) + "\" is no language tag, e.g. \"es\"");
  }
  const auto path = folder / language / "LC_MESSAGES" / (std::string{domain_name} + ".mo");
  const auto bytes = read_file(path);
  if (!bytes) return tl::unexpected{bytes.error()};
  if (const auto checked = check_mo_file(*bytes); !checked) {
    return fail(ErrorKind::invalid, path.string(), checked.error().what);
  }
  gettext::messages_info info;
  info.language = language;
  info.encoding = "UTF-8";
  info.paths = {folder.string()};
  info.domains = {gettext::messages_info::domain{domain_name}};
  info.callback = [&](const std::string&, const std::string&) {
    return std::vector<char>(bytes->begin(), bytes->end());
  };
  try {
    auto catalogue = std::make_shared<Catalogue>();
    const Facet* const facet = gettext::create_messages_facet<char>(info);
    catalogue->locale = std::locale{std::locale::classic(), facet};
    catalogue->facet = facet;
    catalogue->domain = facet->domain(domain_name);
    return Words{language, std::move(catalogue)};
  } catch (const std::exception& error) {  // Boost.Locale's word for a file it cannot use
    return fail(ErrorKind::invalid, path.string(), std::string{error.what()} + "; build it again with msgfmt");
  }
}

std::string Words::say(const char* id) const { return say(id, {}); }

std::string Words::say(const char* id, std::initializer_list<Value> values) const {
  if (!catalogue_) return filled(id, values);
  if (catalogue_->is_pseudo) return filled(kiosk::pseudo(id), values);
  const char* const found = catalogue_->facet->get(catalogue_->domain, nullptr, id);
  return filled(found != nullptr ? found : id, values);
}

std::string Words::plural(const char* one, const char* many, long n) const {
  const std::initializer_list<Value> values{{"n", std::to_string(n)}};
  const char* const english = n == 1 ? one : many;
  if (!catalogue_) return filled(english, values);
  if (catalogue_->is_pseudo) return filled(kiosk::pseudo(english), values);
  const int bounded = static_cast<int>(std::clamp(n, 0L, 1'000'000L));
  const char* const found = catalogue_->facet->get(catalogue_->domain, nullptr, one, bounded);
  return filled(found != nullptr ? found : english, values);
}

bool Words::right_to_left() const {
  static constexpr std::array<std::string_view, 5> languages{"ar", "fa", "he", "ps", "ur"};
  return std::find(languages.begin(), languages.end(), language_part(language_)) != languages.end();
}

std::string own_name(const std::string& language) {
  using Name = std::pair<std::string_view, std::string_view>;
  static constexpr std::array names{
      Name{"ar", "العربية"},  Name{"bn", "বাংলা"},      Name{"de", "Deutsch"},   Name{"en", "English"},
      Name{"es", "Español"},  Name{"fa", "فارسی"},      Name{"fr", "Français"},  Name{"he", "עברית"},
      Name{"hi", "हिन्दी"},    Name{"ht", "Kreyòl"},     Name{"it", "Italiano"},  Name{"ja", "日本語"},
      Name{"ko", "한국어"},   Name{"pl", "Polski"},     Name{"pt", "Português"}, Name{"ru", "Русский"},
      Name{"so", "Soomaali"}, Name{"tl", "Tagalog"},    Name{"tr", "Türkçe"},    Name{"uk", "Українська"},
      Name{"ur", "اردو"},     Name{"vi", "Tiếng Việt"}, Name{"zh", "中文"}};
  if (language == pseudo_language) return kiosk::pseudo("English");
  const auto* const found =
      std::find_if(names.begin(), names.end(), [&](const Name& name) { return name.first == language_part(language); });
  return found == names.end() ? language : std::string{found->second};
}

}  // namespace isocenter::kiosk
