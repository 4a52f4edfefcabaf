#pragma once

#include <map>

#include "agent/observe/observer.hpp"
#include "shared/sqlite/database.hpp"

/// What the observers remember over a restart: table `observed` in the outbox's file, so that it commits together with
/// the events that follow from it. All throw sqlite::StoreError.
namespace isocenter::agent {

/// Makes the table where it is not there, and reads it.
std::map<DeviceName, ObserverMemory> read_observer_memories(sqlite::Database& database);
void write_observer_memory(sqlite::Database& database, const DeviceName& device, const ObserverMemory& memory);

}  // namespace isocenter::agent
