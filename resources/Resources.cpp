// The library needs one source file; what it carries is listed in CMakeLists.txt.
namespace qd {
extern const char* const kResourcePrefix;
const char* const kResourcePrefix = ":/";
} // namespace qd
