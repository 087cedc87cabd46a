#include "layouts/workspace/LayoutFiles.h"

#include "core/base/File.h"
#include "layouts/workspace/Answers.h"
#include "layouts/workspace/KeptAside.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

namespace qd::workspace {
namespace {

constexpr std::uint64_t kLargestFile = 4U << 20U;
constexpr std::uint64_t kLargestMarker = 256;
constexpr std::size_t kMostTold = 3; ///< bad layouts by name in the notice

FileResult<std::string> readText(const std::filesystem::path& file, std::uint64_t most) {
    const auto bytes = readFile(file, most);
    if (!bytes) return std::unexpected(bytes.error());
    return std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size());
}

/// The text of a layout that can be read again.
Result<std::string, LayoutCode> checkedText(const Layout& layout, const std::filesystem::path& file) {
    std::string text = writeLayout(layout);
    if (auto again = parseLayout(text, file.string()); !again) return std::unexpected(again.error());
    return text;
}

} // namespace

Result<Layout, LayoutCode> readLayout(const std::filesystem::path& file) {
    const auto text = readText(file, kLargestFile);
    if (!text) return fail(LayoutCode::Unreadable, text.error().detail);
    return parseLayout(*text, file.string());
}

LayoutFiles::LayoutFiles(std::filesystem::path folder, FileSaver& saver) : m_folder(std::move(folder)), m_saver(saver) {
    readNamed();
}

void LayoutFiles::readNamed() {
    std::error_code error;
    std::size_t bad = 0;
    std::vector<std::filesystem::path> files;
    for (std::filesystem::directory_iterator it(m_folder / "named", error), end; !error && it != end;
         it.increment(error)) {
        if (it->path().extension() == ".toml" && validName(it->path().stem().string())) files.push_back(it->path());
    }
    std::ranges::sort(files);
    for (const std::filesystem::path& file : files) {
        const std::string name = file.stem().string();
        auto text = readText(file, kLargestFile);
        const auto layout =
            text ? parseLayout(*text, file.string()) : fail(LayoutCode::Unreadable, text.error().detail);
        if (layout) {
            m_named[name] = std::move(*text);
            continue;
        }
        const QString kept = keepAside(file, m_saver);
        if (++bad > kMostTold) continue;
        m_notice += tr("Layout %1 is not used. %2. %3 ").arg(shown(name), shown(layout.error().detail), kept);
    }
    if (bad > kMostTold) m_notice += tr("It is the same with %1 other layouts.").arg(bad - kMostTold);
    m_notice = m_notice.trimmed();
}

/// Moves a saved layout that is not used, and could be, to a name under which it can be had again.
QString LayoutFiles::nameCurrent() {
    std::error_code error;
    std::string name = "set-aside";
    for (int i = 2; std::filesystem::exists(namedFile(name), error); ++i) name = fmt::format("set-aside-{}", i);
    (void)makeFolder(namedFile(name).parent_path()); // if it cannot be made, the file stays where it is
    std::filesystem::rename(currentFile(), namedFile(name), error);
    if (error) return keepAside(currentFile(), m_saver);
    if (auto text = readText(namedFile(name), kLargestFile)) m_named[name] = std::move(*text);
    return tr("LAYOUT %1 brings it back.").arg(shown(name));
}

/// What the last start, which did not come through, says about this one.
QString LayoutFiles::crashed(const std::string& name, Start& start) {
    const auto culprit = readText(marker(), kLargestMarker);
    if (!culprit || culprit->empty()) {
        if (!start.layout) return {};
        start.layout.reset();
        return tr("The last start did not come through with the saved layout, so it is not used. ") + nameCurrent();
    }
    if (*culprit != name) return {};
    start.skipNamed = true;
    return tr("The last start did not come through with layout %1, so it is not shown now. LAYOUT %1 shows it.")
        .arg(shown(name));
}

LayoutFiles::Start LayoutFiles::begin(const std::string& name) {
    Start start;
    start.notice = m_notice;
    const auto told = [&](const QString& sentence) {
        start.notice += (start.notice.isEmpty() || sentence.isEmpty() ? QString() : QStringLiteral(" ")) + sentence;
    };
    std::error_code error;
    if (std::filesystem::exists(currentFile(), error)) {
        auto layout = readLayout(currentFile());
        if (layout)
            start.layout = std::move(*layout);
        else
            told(tr("The saved layout is not used. %1. ").arg(shown(layout.error().detail)) +
                 keepAside(currentFile(), m_saver));
    }
    if (std::filesystem::exists(marker(), error)) told(crashed(name, start));
    (void)makeFolder(m_folder); // without the marker a crash is only not noticed
    std::ofstream(marker(), std::ios::trunc) << (start.skipNamed ? std::string() : name);
    return start;
}

void LayoutFiles::started() { m_saver.remove(marker()); }

std::filesystem::path LayoutFiles::namedFile(const std::string& name) const {
    return m_folder / "named" / (name + ".toml");
}

Result<void, LayoutCode> LayoutFiles::saveCurrent(const Layout& layout) {
    auto text = checkedText(layout, currentFile());
    if (!text) return std::unexpected(text.error());
    m_saver.save(currentFile(), std::move(*text));
    return {};
}

Result<void, LayoutCode> LayoutFiles::saveNamed(const std::string& name, const Layout& layout) {
    if (!validName(name))
        return fail(LayoutCode::Unreadable, tr("\"%1\" is no name of a layout").arg(shown(name)).toStdString());
    auto text = checkedText(layout, namedFile(name));
    if (!text) return std::unexpected(text.error());
    m_named[name] = *text;
    m_saver.save(namedFile(name), std::move(*text));
    return {};
}

Result<Layout, LayoutCode> LayoutFiles::loadNamed(const std::string& name) const {
    const auto found = m_named.find(name);
    if (found == m_named.end())
        return fail(LayoutCode::Unreadable, tr("there is no layout %1").arg(shown(name)).toStdString());
    return parseLayout(found->second, namedFile(name).string());
}

std::vector<std::string> LayoutFiles::names() const {
    std::vector<std::string> names;
    for (const auto& [name, text] : m_named) names.push_back(name);
    return names;
}

void LayoutFiles::removeNamed(const std::string& name) {
    if (m_named.erase(name) > 0) m_saver.remove(namedFile(name));
}

bool LayoutFiles::validName(const std::string& name) {
    const auto good = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
               c == ' ';
    };
    return !name.empty() && name.size() <= 40 && name.front() != ' ' && name.back() != ' ' &&
           std::ranges::all_of(name, good);
}

} // namespace qd::workspace
