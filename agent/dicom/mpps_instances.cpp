#include "agent/dicom/mpps_instances.hpp"

namespace isocenter::agent {
namespace {

std::optional<std::int64_t> unix_ms(const std::optional<Instant>& instant) {
  if (!instant) return std::nullopt;
  return to_unix_ms(*instant);
}

}  // namespace

void prepare_mpps_instances(sqlite::Database& database) {
  database.execute(
      "CREATE TABLE IF NOT EXISTS mpps_instance("
      "  exam TEXT PRIMARY KEY, device TEXT NOT NULL, status TEXT NOT NULL, utc_offset TEXT NOT NULL,"
      "  ended_ms INTEGER, images INTEGER, changed_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
      "CREATE INDEX IF NOT EXISTS mpps_instance_changed ON mpps_instance(changed_ms)");
}

std::optional<MppsInstance> find_mpps_instance(sqlite::Database& database, const KeyedHash& exam) {
  sqlite::Statement find{database,
                         "SELECT device, status, utc_offset, ended_ms, images, changed_ms FROM mpps_instance "
                         "WHERE exam = ?1"};
  find.bind(1, std::string_view{exam});
  if (!find.step()) return std::nullopt;
  const auto device = DeviceName::parse(find.text(0));
  const auto status = from_word<ExamStatus>(find.text(1));
  if (!device || !status) return std::nullopt;
  MppsInstance instance{
      exam, *device, *status, find.text(2), std::nullopt, std::nullopt, from_unix_ms(find.integer(5))};
  if (!find.is_null(3)) instance.ended = from_unix_ms(find.integer(3));
  if (!find.is_null(4)) instance.images = find.integer(4);
  return instance;
}

void write_mpps_instance(sqlite::Database& database, const MppsInstance& instance) {
  sqlite::Statement write{database,
                          "INSERT OR REPLACE INTO mpps_instance"
                          "(exam, device, status, utc_offset, ended_ms, images, changed_ms)"
                          " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"};
  write.bind(1, std::string_view{instance.exam}).bind(2, std::string_view{instance.device.text()});
  write.bind(3, word(instance.status)).bind(4, std::string_view{instance.utc_offset});
  write.bind_optional(5, unix_ms(instance.ended)).bind_optional(6, instance.images);
  write.bind(7, to_unix_ms(instance.changed));
  write.run();

  // A clock that jumps ahead makes every step look old: one that is under way goes only where very many came later.
  sqlite::Statement forget{database,
                           "DELETE FROM mpps_instance WHERE changed_ms < ?1 AND (status <> ?2 OR exam NOT IN"
                           " (SELECT exam FROM mpps_instance ORDER BY changed_ms DESC LIMIT ?3))"};
  forget.bind(1, to_unix_ms(instance.changed - mpps_instances_are_kept)).bind(2, word(ExamStatus::in_progress));
  forget.bind(3, most_open_instances).run();
}

}  // namespace isocenter::agent
