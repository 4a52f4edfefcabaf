#include "agent/observer_memories.hpp"

namespace isocenter::agent {

std::map<DeviceName, ObserverMemory> read_observer_memories(sqlite::Database& database) {
  database.execute(R"(CREATE TABLE IF NOT EXISTS observed(
                        device TEXT PRIMARY KEY,
                        activity TEXT NOT NULL,
                        exam TEXT,              -- keyed hash of the exam under way
                        exam_seen_ms INTEGER,   -- when its start was known, Unix time
                        CHECK ((exam IS NULL) = (exam_seen_ms IS NULL))) STRICT)");
  std::map<DeviceName, ObserverMemory> memories;
  sqlite::Statement rows{database, "SELECT device, activity, exam, exam_seen_ms FROM observed"};
  while (rows.step()) {
    const auto device = DeviceName::parse(rows.text_view(0));
    if (!device) continue;
    ObserverMemory memory{from_word<Activity>(rows.text_view(1)).value_or(Activity::unknown), std::nullopt};
    if (!rows.is_null(2)) memory.open = OpenExam{rows.text(2), from_unix_ms(rows.integer(3))};
    memories.emplace(*device, std::move(memory));
  }
  return memories;
}

void write_observer_memory(sqlite::Database& database, const DeviceName& device, const ObserverMemory& memory) {
  sqlite::Statement write{
      database, "INSERT OR REPLACE INTO observed(device, activity, exam, exam_seen_ms) VALUES(?1, ?2, ?3, ?4)"};
  write.bind(1, device.text()).bind(2, word(memory.activity));
  if (memory.open) {
    write.bind(3, memory.open->exam).bind(4, to_unix_ms(memory.open->seen));
  } else {
    write.bind_null(3).bind_null(4);
  }
  write.run();
}

}  // namespace isocenter::agent
