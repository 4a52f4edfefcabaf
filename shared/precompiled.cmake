# Headers that nearly every file reads, compiled once: half of a clean build was reading them again and again.
# `dev lint` compiles without them (CMAKE_DISABLE_PRECOMPILE_HEADERS), so no file can lean on what it does not include.

# precompiled(NAME HEADERS...): a target whose headers others take by `target_precompile_headers(... REUSE_FROM NAME)`.
function(precompiled name)
  set(source "${CMAKE_BINARY_DIR}/precompiled/${name}.cpp")
  file(CONFIGURE OUTPUT "${source}" CONTENT "")
  add_library(${name} OBJECT "${source}")
  target_link_libraries(${name} PRIVATE isocenter_build)
  target_precompile_headers(${name} PRIVATE ${ARGN})
endfunction()

set(standard_headers
    <algorithm> <array> <chrono> <cstdint> <filesystem> <fstream> <functional> <map> <memory> <mutex> <optional> <set>
    <span> <sstream> <string> <string_view> <utility> <variant> <vector> <fmt/format.h> <tl/expected.hpp>)
precompiled(isocenter_headers ${standard_headers})
if(ISOCENTER_TESTS)
  precompiled(isocenter_test_headers ${standard_headers} <gtest/gtest.h> <rapidcheck/gtest.h>)
  # Tests are compiled more often than they run: not optimised, they take two thirds of the time. What they test is.
  set(test_speed $<$<CONFIG:Release>:-O0>)
  target_compile_options(isocenter_test_headers PRIVATE ${test_speed})
  target_link_libraries(isocenter_test_headers PRIVATE GTest::gtest rapidcheck rapidcheck_gtest)
endif()
