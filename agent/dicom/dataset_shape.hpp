#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "shared/core/result.hpp"

namespace isocenter::agent {

/// How a dataset's bytes are to be read.
enum class Encoding { implicit_little_endian, explicit_little_endian };

inline constexpr int deepest_nesting = 16;

/// Walks a dataset's elements before DCMTK reads them: DCMTK recurses once per nested sequence, and 1 MiB can nest so
/// deep that its stack ends. Nothing where all lengths add up and sequences nest at most `deepest_nesting` deep, else
/// ErrorKind::malformed with the byte. A value that begins like an item counts as a sequence.
std::optional<Error> fault_in_shape(std::span<const std::uint8_t> dataset, Encoding encoding);

}  // namespace isocenter::agent
