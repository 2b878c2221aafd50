# One file is one row: thalweg_catalog writes the table of everything in a folder from its file names.
#   thalweg_catalog(TYPE OptimizerEntry FUNCTION optimizers NAMESPACE optimizers FOLDER optimizers HEADER core/optimizers/optimizer.h OUT var)
# FOLDER/NAME.cpp must define `TYPE thalweg::NAMESPACE::NAME()`; a file without it fails at link time, by name.
# Files that begin with an underscore hold what rows share and are not rows.
function(thalweg_catalog)
  cmake_parse_arguments(arg "" "TYPE;FUNCTION;NAMESPACE;FOLDER;HEADER;OUT" "" ${ARGN})
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${arg_FOLDER}/*.cpp)
  list(SORT files)
  set(declare "")
  set(rows "")
  set(sources "")
  foreach(file IN LISTS files)
    get_filename_component(id ${file} NAME_WE)
    list(APPEND sources ${file})
    if(id MATCHES "^_")
      continue()
    endif()
    string(APPEND declare "${arg_TYPE} ${id}();\n")
    string(APPEND rows "      ${arg_NAMESPACE}::${id}(),\n")
  endforeach()
  set(out ${CMAKE_BINARY_DIR}/generated/catalog_${arg_FUNCTION}.cpp)
  file(CONFIGURE OUTPUT ${out} @ONLY CONTENT
"// Generated from the file names in core/${arg_FOLDER}.
#include \"core/catalog.h\"

namespace thalweg {
namespace ${arg_NAMESPACE} {
${declare}}  // namespace ${arg_NAMESPACE}

const std::vector<${arg_TYPE}>& ${arg_FUNCTION}() {
  static const std::vector<${arg_TYPE}> rows{
${rows}  };
  return rows;
}

}  // namespace thalweg
")
  set(${arg_OUT} ${sources} ${out} PARENT_SCOPE)
endfunction()
