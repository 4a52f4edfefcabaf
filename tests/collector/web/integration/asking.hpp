#pragma once

#include <string>
#include <vector>

#include "tests/collector/web/integration/running_server.hpp"
#include "tests/fakes/raw_peer.hpp"

/// Requests byte by byte, and what came back.
namespace isocenter::web {

struct Asked {
  int status = 0;
  std::string head, body;

  /// The value of a header field; empty where it is not there.
  std::string field(const std::string& name) const {
    const std::size_t at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return "";
    const std::size_t begin = at + name.size() + 4;
    return head.substr(begin, head.find("\r\n", begin) - begin);
  }
  /// The text of a member of a JSON body, as simple as the answers here are.
  std::string text(const std::string& member) const {
    const std::size_t at = body.find("\"" + member + "\":\"");
    if (at == std::string::npos) return "";
    const std::size_t begin = at + member.size() + 4;
    return body.substr(begin, body.find('"', begin) - begin);
  }
};

inline Asked parse_answer(const std::string& answer) {
  Asked asked;
  const std::size_t end = answer.find("\r\n\r\n");
  asked.head = answer.substr(0, end);
  if (end != std::string::npos) asked.body = answer.substr(end + 4);
  if (answer.size() > 12) asked.status = std::stoi("0" + answer.substr(9, 3));
  return asked;
}

using Lines = std::vector<std::string>;

/// One request on a connection of its own, with what a program sends and `lines` besides. Of an answer without an end
/// only the header.
inline Asked ask(const RunningServer& running, const std::string& method, const std::string& target,
                 const Lines& lines = {}, const std::string& body = "") {
  std::string text = method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(running.port()) +
                     "\r\nConnection: close\r\n";
  for (const std::string& line : lines) text += line + "\r\n";
  if (!body.empty()) {
    text += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  }
  fakes::RawPeer peer{running.port()};
  peer.send(text + "\r\n" + body);
  std::string answer = peer.receive_until("\r\n\r\n");
  if (answer.find("text/event-stream") == std::string::npos) answer += peer.receive_all();
  return parse_answer(answer);
}

/// What a browser holds once somebody is signed in.
struct BrowserSession {
  std::string cookie, csrf;
  Lines lines() const { return {cookie, csrf}; }
};

inline Asked try_to_sign_in(const RunningServer& running, const std::string& user, const std::string& password,
                            const Lines& lines = {}) {
  return ask(running, "POST", "/api/v1/session", lines,
             "{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}");
}

inline BrowserSession session_of(const Asked& signed_in) {
  const std::string cookie = signed_in.field("Set-Cookie");
  return {.cookie = "Cookie: " + cookie.substr(0, cookie.find(';')), .csrf = "X-CSRF-Token: " + signed_in.text("csrf")};
}

inline BrowserSession sign_in(const RunningServer& running, Role role) {
  return session_of(try_to_sign_in(running, std::string{word(role)}, RunningServer::password));
}

}  // namespace isocenter::web
