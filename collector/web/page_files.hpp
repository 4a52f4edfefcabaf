#pragma once

#include <span>
#include <string_view>

namespace isocenter::web {

/// A file of the web page, built into the program (collector/web/page/).
struct PageFile {
  std::string_view path;  ///< "/index.html", the shell that every page's address answers; "/assets/page-3f….js", whose
                          ///< name changes with its bytes
  std::string_view content_type;
  std::string_view bytes;
  std::string_view gzipped;  ///< the same by RFC 1952; empty where that saves little
};

/// All of them, the shell first.
std::span<const PageFile> page_files();

}  // namespace isocenter::web
