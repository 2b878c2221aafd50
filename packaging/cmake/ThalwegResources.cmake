# Files carried inside the core library, found by name at run time (core/base/resources.h).
#   thalweg_resources(FOLDER resources/data OUT var)
function(thalweg_resources)
  cmake_parse_arguments(arg "" "FOLDER;OUT" "PATTERNS" ${ARGN})
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${arg_FOLDER}/*.csv)
  list(SORT files)
  set(blobs "")
  set(rows "")
  set(declare "")
  set(n 0)
  foreach(file IN LISTS files)
    get_filename_component(name ${file} NAME)
    string(APPEND blobs "asm(\".section .rodata\\n.global thalweg_resource_${n}\\n.global thalweg_resource_${n}_end\\n\"
    \"thalweg_resource_${n}:\\n.incbin \\\"${file}\\\"\\nthalweg_resource_${n}_end:\\n.byte 0\\n.previous\\n\");\n")
    string(APPEND declare "extern const char thalweg_resource_${n}[];\nextern const char thalweg_resource_${n}_end[];\n")
    string(APPEND rows "      {\"${name}\", {thalweg_resource_${n}, std::size_t(thalweg_resource_${n}_end - thalweg_resource_${n})}},\n")
    math(EXPR n "${n}+1")
  endforeach()
  set(out ${CMAKE_BINARY_DIR}/generated/resources.cpp)
  file(CONFIGURE OUTPUT ${out} @ONLY CONTENT
"// Generated from the files in ${arg_FOLDER}.
#include \"core/base/resources.h\"

${blobs}
extern \"C\" {
${declare}}

namespace thalweg {

const std::vector<Resource>& resources() {
  static const std::vector<Resource> rows{
${rows}  };
  return rows;
}

}  // namespace thalweg
")
  set_source_files_properties(${out} PROPERTIES OBJECT_DEPENDS "${files}" COMPILE_OPTIONS "-Wno-pedantic")
  set(${arg_OUT} ${out} PARENT_SCOPE)
endfunction()
