#pragma once

#include <cstddef>
#include <string_view>

namespace isocenter::web {

/// Looks at a request's header as it arrives for what two programs might read differently, and so might be used to hide
/// a request in another (RFC 9112, section 11.2): bare LF or CR, control characters, folded lines, blanks around a
/// name, Content-Length twice or no number, Transfer-Encoding that is not "chunked" or stands beside a length. Pure.
class HeadCheck {
 public:
  enum class Found { more, whole, fault };
  /// `bytes` begin with the request's first and grow from call to call. What lies behind the header is not looked at.
  Found look(std::string_view bytes);

  std::size_t size() const { return at_; }           ///< of the whole header, with the empty line
  std::string_view fault() const { return fault_; }  ///< what is wrong, with the mend

 private:
  Found refuse(std::string_view fault);
  Found end_of_line(std::string_view line);
  Found check_field(std::string_view line);
  Found check_framing(std::string_view name, std::string_view value);

  std::size_t at_ = 0;  ///< all before it was looked at
  std::size_t line_begin_ = 0;
  bool is_first_line_ = true;
  bool is_http_1_0_ = false;
  bool has_length_ = false, has_encoding_ = false;
  std::string_view fault_;
};

}  // namespace isocenter::web
