# One CMake target a room. Every target of ours carries the same warnings, sanitizers and include root.
#   qd_room(NAME SOURCES a.cpp b.h DEPS qd_base fmt::fmt [PRIVATE_DEPS ...] [APART a.cpp])   static library of a room (or a header-only one)
#   qd_program(NAME SOURCES main.cpp DEPS ...)                                  a program in build/<preset>/bin
#   qd_test(NAME SOURCES a.cpp DEPS ... [MAIN m.cpp] [TIMEOUT seconds] [LABELS ...] [SANITIZED_IN_SOAK] [APART a.cpp])
#           one Qt Test executable a room; SANITIZED_IN_SOAK: with sanitizers it is built in the long form alone
#   APART: names of their unnamed namespaces are in other files of the room too: with QD_UNITY they are compiled alone.

add_library(qd_options INTERFACE)
target_include_directories(qd_options INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_features(qd_options INTERFACE cxx_std_23)
target_compile_options(qd_options INTERFACE -march=${QD_ARCH} -Wall -Wextra -Wpedantic -Wshadow -Wconversion
    -Wsign-conversion -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-qual -Wnull-dereference -Wformat=2 -Wundef -Werror
    -Wno-missing-field-initializers) # members have initialisers of their own
# g++ 12 reports false positives of these two at -O3 inside its own library.
target_compile_options(qd_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-null-dereference -Wno-restrict>)
# clang warns of what the library of g++ 12 deprecates and calls itself (std::stable_sort).
target_compile_options(qd_options INTERFACE $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)
if(QD_SANITIZE)
    add_compile_options(-fsanitize=${QD_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${QD_SANITIZE})
    # Sanitizer instrumentation makes g++ warn about code it generated itself.
    target_compile_options(qd_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized -Wno-stringop-overflow>)
endif()
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)

find_program(QD_LLD ld.lld)
if(QD_LLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_link_options(-fuse-ld=lld)
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    add_link_options(-fuse-ld=lld)
endif()
find_program(QD_CCACHE ccache)
if(QD_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${QD_CCACHE}")
endif()

# The headers that nearly every file reads are compiled once for all targets of a kind: for tests always, for everything with
# QD_PCH. Off by default, so that the ordinary build notices an include that is missing in a room. The precompiled header
# belongs to the library that all of the kind are linked with, and is read only where the options of both are the same.
set(QD_COMMON_HEADERS <algorithm> <array> <cstdint> <deque> <expected> <functional> <map> <memory> <optional> <set> <span> <string>
    <string_view> <utility> <variant> <vector>)
set(QD_WIDGET_HEADERS <QApplication> <QMenu> <QMouseEvent> <QObject> <QPainter> <QString> <QTimer> <QWidget>)

# Compiles the given headers with a library; others of its kind read them by qd_precompile_as.
function(qd_precompile NAME)
    target_compile_options(${NAME} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>) # ccache needs it
    target_precompile_headers(${NAME} PRIVATE ${ARGN})
endfunction()

function(qd_precompile_as NAME OWNER)
    target_compile_options(${NAME} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
    target_precompile_headers(${NAME} REUSE_FROM ${OWNER})
endfunction()

# Whether the target that is linked with the given ones sees the headers of Qt's widgets.
function(qd_sees_widgets RESULT)
    set(${RESULT} OFF PARENT_SCOPE)
    foreach(dependency IN LISTS ARGN)
        if(dependency MATCHES "^(qd_(widgets_|workspace$|widget_test|terminal)|Qt6::Widgets)" AND NOT dependency MATCHES "^qd_widgets_(text|sets)$")
            set(${RESULT} ON PARENT_SCOPE)
        endif()
    endforeach()
endfunction()

# What a test and what it shares with other tests are compiled with.
function(qd_test_options NAME)
    # What is tested is optimised, the tests themselves need not be.
    target_compile_options(${NAME} PRIVATE $<$<CONFIG:Release>:-O1> $<$<CONFIG:RelWithDebInfo>:-O0>)
    # Qt defines the folder of each test, which none asks for and which would set their precompiled headers apart.
    target_compile_options(${NAME} PRIVATE -UQT_TESTCASE_BUILDDIR -UQT_TESTCASE_SOURCEDIR)
endfunction()

# With QD_UNITY so many files of a room are compiled as one: what they all include is read once. Where Qt's headers are
# read that is most of the work; elsewhere optimising is, and nothing is gained.
set(QD_FILES_TOGETHER 8)
function(qd_unite NAME)
    if(NOT QD_UNITY)
        return()
    endif()
    set_target_properties(${NAME} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${QD_FILES_TOGETHER})
    # g++ takes a class of an unnamed namespace in a file that is included for one that others include too.
    target_compile_options(${NAME} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
    if(ARGN)
        set_source_files_properties(${ARGN} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    endif()
endfunction()

# moc 6.4 cannot parse the standard library's <concepts>: its include guard is set, so that moc skips it.
function(qd_moc NAME)
    set_target_properties(${NAME} PROPERTIES AUTOMOC ON AUTOMOC_MOC_OPTIONS "-D_GLIBCXX_CONCEPTS")
endfunction()

function(qd_room NAME)
    cmake_parse_arguments(R "" "" "SOURCES;DEPS;PRIVATE_DEPS;APART" ${ARGN})
    set(compiled ${R_SOURCES})
    list(FILTER compiled INCLUDE REGEX "\\.cpp$")
    if(compiled)
        add_library(${NAME} STATIC ${R_SOURCES})
        target_link_libraries(${NAME} PUBLIC qd_options ${R_DEPS} PRIVATE ${R_PRIVATE_DEPS})
        qd_sees_widgets(widgets ${R_DEPS} ${R_PRIVATE_DEPS})
        if(widgets)
            qd_unite(${NAME} ${R_APART})
        endif()
        if(QD_PCH)
            set(qt ${R_DEPS} ${R_PRIVATE_DEPS})
            list(FILTER qt INCLUDE REGEX "^Qt6::")
            if(NAME STREQUAL "qd_widgets_base")
                qd_precompile(${NAME} ${QD_COMMON_HEADERS} ${QD_WIDGET_HEADERS})
                target_compile_options(${NAME} PRIVATE -UQT_SVG_LIB) # that it draws icons sets no other room apart
            elseif(widgets)
                qd_precompile_as(${NAME} qd_widgets_base)
                # With precompiled headers g++ 12 misjudges assignments of short texts.
                target_compile_options(${NAME} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow>)
            elseif(NAME STREQUAL "qd_base")
                qd_precompile(${NAME} ${QD_COMMON_HEADERS})
            elseif(NOT qt) # the few with Qt but without widgets have other options
                qd_precompile_as(${NAME} qd_base)
            endif()
        endif()
    else()
        add_library(${NAME} INTERFACE)
        target_link_libraries(${NAME} INTERFACE qd_options ${R_DEPS})
    endif()
endfunction()

function(qd_program NAME)
    cmake_parse_arguments(R "" "" "SOURCES;DEPS" ${ARGN})
    add_executable(${NAME} ${R_SOURCES})
    target_link_libraries(${NAME} PRIVATE qd_options ${R_DEPS})
endfunction()

function(qd_test NAME)
    cmake_parse_arguments(R "SANITIZED_IN_SOAK" "TIMEOUT;MAIN" "SOURCES;DEPS;LABELS;APART" ${ARGN})
    if(NOT R_MAIN)
        set(R_MAIN "${CMAKE_SOURCE_DIR}/tests/support/CoreMain.cpp")
    endif()
    add_executable(${NAME} ${R_SOURCES} ${R_MAIN})
    qd_moc(${NAME})
    qd_unite(${NAME} ${R_APART})
    set_target_properties(${NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
    target_link_libraries(${NAME} PRIVATE qd_options qd_test_support ${R_DEPS} Qt6::Test)
    qd_test_options(${NAME})
    qd_sees_widgets(widgets ${R_DEPS})
    add_test(NAME ${NAME} COMMAND ${NAME})
    if(widgets)
        qd_precompile_as(${NAME} qd_widget_test_support)
    else()
        qd_precompile_as(${NAME} qd_test_support)
    endif()
    if(NOT widgets AND NOT R_SANITIZED_IN_SOAK)
        list(APPEND R_LABELS core) # these can be built and run alone: core_tests, ctest -L core
        if(NOT TARGET core_tests)
            add_custom_target(core_tests)
        endif()
        add_dependencies(core_tests ${NAME})
    endif()
    if(NOT R_TIMEOUT)
        set(R_TIMEOUT 120)
    endif()
    if(QD_SANITIZE) # several times slower
        math(EXPR R_TIMEOUT "${R_TIMEOUT} * 3")
    endif()
    set_tests_properties(${NAME} PROPERTIES TIMEOUT ${R_TIMEOUT} LABELS "${R_LABELS}"
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QTEST_DISABLE_STACK_DUMP=1;QD_SOURCE_DIR=${CMAKE_SOURCE_DIR};QD_BIN_DIR=${CMAKE_BINARY_DIR}/bin")
endfunction()
