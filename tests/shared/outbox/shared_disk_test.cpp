#include "shared/outbox/shared_disk.hpp"

#include <gtest/gtest.h>

#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::outbox {
namespace {

TEST(SharedDisk, KnowsNetworkFileSystemsByTheirMagic) {
  EXPECT_EQ(shared_file_system(0x6969), "NFS");
  EXPECT_EQ(shared_file_system(0xffffffffff534d42), "CIFS");
  EXPECT_EQ(shared_file_system(0xfe534d42), "CIFS");
  EXPECT_EQ(shared_file_system(0x65735546), "FUSE");
  for (const std::uint64_t local : {0xef53u, 0x58465342u, 0x01021994u, 0x9123683eu}) {
    EXPECT_EQ(shared_file_system(local), "") << std::hex << local;
  }
}

TEST(SharedDisk, LetsALocalFolderPass) {
  const fakes::TemporaryFolder folder;
  EXPECT_FALSE(fault_in_disk_of(folder / "node.outbox").has_value());
  EXPECT_FALSE(fault_in_disk_of(folder / "absent" / "node.outbox").has_value());
}

}  // namespace
}  // namespace isocenter::outbox
