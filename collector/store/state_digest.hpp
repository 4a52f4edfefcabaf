#pragma once

#include <memory>

#include "collector/state/derive.hpp"
#include "shared/core/digest.hpp"

namespace isocenter::collector {

/// One digest over what is derived. Give it the devices in the order of their names.
class StateDigest {
 public:
  StateDigest();
  ~StateDigest();
  StateDigest(const StateDigest&) = delete;
  StateDigest& operator=(const StateDigest&) = delete;

  void add(const DeviceName& device, const Derived& derived);
  Digest finish();

 private:
  struct Hash;
  std::unique_ptr<Hash> hash_;
};

/// The rows as text, one a line, fields between tabs: what is hashed, and what people compare where digests differ.
std::string canonical_text(const DeviceName& device, const Derived& derived);

}  // namespace isocenter::collector
