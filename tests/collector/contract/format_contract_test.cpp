#include "collector/contract/format_contract.hpp"

#include <gtest/gtest.h>

#include "collector/contract/read_contracts.hpp"
#include "tests/collector/contract/random_contract.hpp"

namespace isocenter::contract {
namespace {

std::string text_of(const Contract& contract) {
  std::string text;
  for (const std::string& line : format_contract(contract)) text += line + "\n";
  return text;
}

/// The reader sorts a contract's spans.
void expect_read_back(Contract contract) {
  std::ranges::sort(contract.covered);
  const auto read = parse_contracts(text_of(contract), "terms");
  ASSERT_TRUE(read) << to_string(read.error()) << text_of(contract);
  ASSERT_EQ(read->size(), 1u);
  EXPECT_EQ(read->front(), contract) << text_of(contract);
}

TEST(FormatContract, IsReadBackAsTheSameContract) {
  for (std::uint32_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(seed);
    expect_read_back(testing::Draw{seed}.contract());
  }
}

TEST(FormatContract, KeepsNamesThatTomlWouldTakeForSomethingElse) {
  Contract contract = testing::Draw{1}.contract();
  contract.name = "MR \"2026\" \\ a=b # c";
  contract.vendor = "Größe & Söhne";
  expect_read_back(contract);
}

TEST(ReadContracts, RefusesANameThatNoLineCanShow) {
  std::string text = text_of(testing::Draw{3}.contract());
  text.replace(text.find("vendor = \""), 10, "vendor = \"a\\nb");
  const auto read = parse_contracts(text, "contracts.toml");
  ASSERT_FALSE(read);
  EXPECT_EQ(to_string(read.error()).find("contracts.toml:3: `contract.vendor`"), 0u) << to_string(read.error());
}

TEST(FormatContract, HasNoLineThatAnEventCannotCarry) {
  Contract contract = testing::Draw{2}.contract();
  contract.name = contract.vendor = std::string(100, '"');
  contract.devices.clear();
  for (int device = 100; device < 300; ++device) {
    contract.devices.push_back(DeviceName::parse("a-device-with-a-long-name-no-" + std::to_string(device)).value());
  }
  for (int day = 0; day < 800; ++day) {
    contract.holidays.insert(std::chrono::sys_days{contract.starts} + std::chrono::days{day});
  }
  std::size_t bytes = 0;
  for (const std::string& line : format_contract(contract)) {
    EXPECT_LE(line.size(), 256u);
    bytes += line.size() + 3;
  }
  EXPECT_LT(bytes, 31'000u);
}

}  // namespace
}  // namespace isocenter::contract
