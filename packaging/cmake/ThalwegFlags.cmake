# Flags that every target of the project shares: the interface target thalweg_flags.
include(CheckCXXSourceRuns)

add_library(thalweg_flags INTERFACE)
target_include_directories(thalweg_flags INTERFACE ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/generated)
target_compile_options(thalweg_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
  # The same numbers at every optimisation level: fused products only where the code asks for them.
  -ffp-contract=off)
# Eigen's alignment follows the instruction set; fixed, so that memory may cross between a v3 core and a baseline program.
target_compile_definitions(thalweg_flags INTERFACE EIGEN_MAX_ALIGN_BYTES=32)

if(NOT DEFINED THALWEG_AVX2)
  set(CMAKE_REQUIRED_FLAGS "")
  check_cxx_source_runs("int main() { return __builtin_cpu_supports(\"avx2\") && __builtin_cpu_supports(\"fma\") ? 0 : 1; }"
                        THALWEG_AVX2)
endif()
if(THALWEG_AVX2)
  target_compile_options(thalweg_flags INTERFACE -march=x86-64-v3)
endif()

set(CMAKE_CXX_FLAGS_RELEASE "-O2")
set(CMAKE_C_FLAGS_RELEASE "-O2")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g")
if(THALWEG_SANITIZE)
  target_compile_options(thalweg_flags INTERFACE -fsanitize=${THALWEG_SANITIZE} -fno-omit-frame-pointer
                         -fno-sanitize-recover=all)
  target_link_options(thalweg_flags INTERFACE -fsanitize=${THALWEG_SANITIZE})
endif()

find_program(THALWEG_CCACHE ccache)
if(THALWEG_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${THALWEG_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${THALWEG_CCACHE})
endif()
find_program(THALWEG_MOLD mold)
if(THALWEG_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
