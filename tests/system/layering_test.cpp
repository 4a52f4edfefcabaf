#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

/// Includes point inward only, and a library that reaches outside is included in one folder (docs/architecture.md).
namespace {

struct Include {
  std::string file;  ///< relative to the root
  std::string included;
};

const std::filesystem::path& root() {
  static const std::filesystem::path path = std::filesystem::path{ISOCENTER_TESTS_DIR}.parent_path();
  return path;
}

std::vector<Include> includes_below(std::string_view folder) {
  static const std::regex line_of_include{R"(^\s*#include\s+["<]([^">]+)[">])"};
  std::vector<Include> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{root() / folder}) {
    if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") continue;
    std::ifstream file{entry.path()};
    for (std::string line; std::getline(file, line);) {
      std::smatch match;
      if (!std::regex_search(line, match, line_of_include)) continue;
      found.push_back({std::filesystem::relative(entry.path(), root()).string(), match[1]});
    }
  }
  return found;
}

struct Allowed {
  std::string_view folder;
  std::vector<std::string_view> own;  ///< prefixes of our own folders it may include
};

const std::vector<Allowed>& rules() {
  static const std::vector<Allowed> all{
      {"shared/core", {"shared/core/"}},
      {"shared/wire", {"shared/core/", "shared/wire/"}},
      {"shared/sqlite", {"shared/core/", "shared/sqlite/"}},
      {"shared/mqtt", {"shared/core/", "shared/mqtt/", "shared/logging/"}},
      {"shared/outbox", {"shared/core/", "shared/wire/", "shared/sqlite/", "shared/outbox/"}},
      {"shared", {"shared/"}},
      {"collector/state", {"shared/core/", "collector/state/"}},
      {"collector/contract", {"shared/core/", "shared/config/", "collector/state/", "collector/contract/"}},
      {"collector/statement", {"shared/core/", "collector/state/", "collector/contract/", "collector/statement/"}},
      {"collector/access", {"shared/core/", "shared/sqlite/", "collector/access/"}},
      {"collector/analytics", {"shared/core/", "collector/state/", "collector/analytics/"}},
      {"collector/ingest",
       {"shared/core/", "shared/wire/", "collector/state/", "collector/analytics/", "collector/ingest/"}},
      {"agent/observe", {"shared/core/", "shared/wire/", "shared/config/", "agent/observe/"}},
      {"kiosk/text", {"shared/core/", "kiosk/text/"}},
      {"kiosk/model", {"shared/core/", "shared/wire/", "kiosk/model/", "kiosk/text/"}},
      {"agent", {"shared/", "agent/"}},
      {"collector", {"shared/", "collector/"}},
      {"kiosk", {"shared/", "kiosk/"}},
  };
  return all;
}

bool is_ours(std::string_view included) {
  static constexpr std::array<std::string_view, 5> tops{"shared/", "agent/", "collector/", "kiosk/", "tests/"};
  return std::any_of(tops.begin(), tops.end(), [&](std::string_view top) { return included.starts_with(top); });
}

TEST(Layering, IncludesPointInward) {
  for (const Allowed& rule : rules()) {
    const auto includes = includes_below(rule.folder);
    EXPECT_FALSE(includes.empty()) << rule.folder << " is empty or has moved";
    for (const Include& include : includes) {
      if (!is_ours(include.included)) continue;
      const bool allowed = std::any_of(rule.own.begin(), rule.own.end(),
                                       [&](std::string_view prefix) { return include.included.starts_with(prefix); });
      EXPECT_TRUE(allowed) << include.file << " includes " << include.included;
    }
  }
}

TEST(Layering, OneFolderIncludesALibraryThatReachesOutside) {
  struct Edge {
    std::string_view library;
    std::string_view folder;
    std::string_view also = "none";
  };
  static constexpr std::array edges{Edge{"mqtt/async_client.h", "shared/mqtt/"},
                                    Edge{"MQTTAsync.h", "shared/mqtt/"},
                                    Edge{"sqlite3.h", "shared/sqlite/"},
                                    Edge{"dcmtk/", "agent/dicom/"},
                                    Edge{"boost/locale", "kiosk/text/"},
                                    Edge{"boost/multiprecision", "collector/contract/"},
                                    Edge{"boost/math", "collector/fleet/"},
                                    Edge{"boost/", "collector/web/"},
                                    Edge{"openssl/", "collector/web/"},
                                    Edge{"csv.h", "collector/contract/"},
                                    Edge{"prometheus/", "collector/web/"},
                                    Edge{"GLFW/", "kiosk/window/"},
                                    Edge{"GL/", "kiosk/window/"},
                                    Edge{"pango/", "kiosk/raster/", "collector/filing/"},
                                    Edge{"librsvg/", "kiosk/raster/"}};
  for (const std::string_view top : {"shared", "agent", "collector", "kiosk"}) {
    for (const Include& include : includes_below(top)) {
      const auto* const edge = std::find_if(
          edges.begin(), edges.end(), [&](const Edge& each) { return include.included.starts_with(each.library); });
      if (edge == edges.end()) continue;
      EXPECT_TRUE(include.file.starts_with(edge->folder) || include.file.starts_with(edge->also))
          << include.file << " includes " << include.included;
    }
  }
}

}  // namespace
