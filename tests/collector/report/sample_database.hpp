#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "collector/report/request.hpp"
#include "collector/store/migrations.hpp"
#include "shared/sqlite/database.hpp"
#include "tests/fakes/temporary_folder.hpp"

/// A collector's database made from the migration itself and filled by hand.
namespace isocenter::report {

inline Instant at(const std::string& text) { return parse_rfc3339(text).value(); }
inline std::int64_t ms(const std::string& text) { return to_unix_ms(at(text)); }

class SampleDatabase {
 public:
  SampleDatabase() {
    writer_.emplace(path());
    collector::migrate(*writer_);
  }

  std::filesystem::path path() const { return folder_ / "isocenter.db"; }
  sqlite::Database& writer() { return *writer_; }
  sqlite::Database reader() const { return sqlite::Database{path(), sqlite::Database::Mode::read_only}; }

  void interval(const std::string& device, const std::string& state, const std::string& from,
                const std::optional<std::string>& to, const std::string& grade = "A",
                const std::optional<std::string>& exam = std::nullopt) {
    sqlite::Statement insert{*writer_,
                             "INSERT INTO interval (device, from_ms, to_ms, state, cause, grade, reason, source, exam)"
                             " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'why', 'agent-ct1', ?7)"};
    insert.bind(1, std::string_view{device}).bind(2, ms(from));
    to ? insert.bind(3, ms(*to)) : insert.bind_null(3);
    insert.bind(4, std::string_view{state});
    state == "down" ? insert.bind(5, std::string_view{"equipment"}) : insert.bind_null(5);
    insert.bind(6, std::string_view{grade});
    exam ? insert.bind(7, std::string_view{*exam}) : insert.bind_null(7);
    insert.run();
  }

  void exam(const std::string& exam, const std::string& device, const std::string& started,
            const std::optional<std::string>& ended, const std::string& procedure = "CT CHEST",
            const std::string& orders = R"(["k1:aa"])") {
    sqlite::Statement insert{*writer_,
                             "INSERT INTO exam (exam, device, orders, modality, procedure, subject, status, reason,"
                             " inferred, started, ended, started_seen, ended_seen, running_from, running_to)"
                             " VALUES (?1, ?2, ?3, 'CT', ?4, 'patient', ?5, '', 0, ?6, ?7, ?6, ?7, ?6, ?7)"};
    insert.bind(1, std::string_view{exam}).bind(2, std::string_view{device}).bind(3, std::string_view{orders});
    insert.bind(4, std::string_view{procedure}).bind(5, std::string_view{ended ? "completed" : "in_progress"});
    insert.bind(6, ms(started));
    ended ? insert.bind(7, ms(*ended)) : insert.bind_null(7);
    insert.run();
  }

  /// An event of node agent-ct1 with the next number.
  void event(const std::string& type, const std::optional<std::string>& device, const std::string& t,
             const std::string& received, const std::optional<std::string>& bytes, const std::string& fate = "stored",
             std::int64_t numbers = 1) {
    writer_->execute(
        "INSERT OR IGNORE INTO node VALUES (1, 'agent-ct1');"
        "INSERT OR IGNORE INTO epoch VALUES (1, 1, x'000102030405060708090a0b0c0d0e0f', 0, zeroblob(16), 0)");
    sqlite::Statement insert{
        *writer_,
        "INSERT INTO event (epoch, seq, last, digest, fate, why, t, received, difference_ms, shift_ms, when_ms, type,"
        " device, bytes) VALUES (1, ?1, ?2, x'ff00000000000000000000000000000a', ?3, ?4, ?5, ?6, 0, 0, ?5, ?7, ?8, "
        "?9)"};
    insert.bind(1, next_seq_).bind(2, next_seq_ + numbers - 1).bind(3, std::string_view{fate});
    fate == "stored" ? insert.bind_null(4) : insert.bind(4, std::string_view{"forgotten"});
    insert.bind(5, ms(t)).bind(6, ms(received)).bind(7, std::string_view{type});
    device ? insert.bind(8, std::string_view{*device}) : insert.bind_null(8);
    bytes ? insert.bind(9, std::string_view{*bytes}) : insert.bind_null(9);
    insert.run();
    next_seq_ += numbers;
  }

  void derived_until(const std::string& instant) {
    sqlite::Statement insert{*writer_, "INSERT OR REPLACE INTO fact VALUES ('derived_until', ?1)"};
    insert.bind(1, std::string_view{std::to_string(ms(instant))}).run();
  }

 private:
  fakes::TemporaryFolder folder_;
  std::optional<sqlite::Database> writer_;
  std::int64_t next_seq_ = 1;
};

/// Two devices, ct1 and mr1, in New York.
inline Site sample_site() {
  Site site{.zone = "America/New_York", .devices = {}};
  const auto device = [&](const char* name, const char* title, const char* modality) {
    site.devices.push_back(ConfiguredDevice{.name = DeviceName::parse(name).value(),
                                            .title = title,
                                            .room = "1.204",
                                            .modality = modality,
                                            .node = NodeName::parse("agent-ct1").value(),
                                            .hours = {},
                                            .order = 0,
                                            .manufacturer = {},
                                            .model = {},
                                            .serial = {},
                                            .asset_tag = {},
                                            .installed = {},
                                            .end_of_support = {}});
  };
  device("ct1", "CT 1, \"new\" wing", "CT");
  device("mr1", "MR 1", "MR");
  return site;
}

}  // namespace isocenter::report
