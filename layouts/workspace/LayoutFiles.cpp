#include "layouts/workspace/LayoutFiles.h"

#include "core/base/File.h"
#include "layouts/workspace/Answers.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

namespace qd::workspace {
namespace {

constexpr std::uint64_t kLargestFile = 4U << 20U;
constexpr std::uint64_t kLargestMarker = 256;

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
    for (std::filesystem::directory_iterator it(m_folder / "named", error), end; !error && it != end;
         it.increment(error)) {
        const std::string name = it->path().stem().string();
        if (it->path().extension() != ".toml" || !validName(name)) continue;
        auto text = readText(it->path(), kLargestFile);
        m_named[name] = text ? Named{std::move(*text), {}} : Named{{}, text.error().detail};
    }
}

QString LayoutFiles::moveCurrentTo(const std::filesystem::path& to, const QString& kept) {
    std::error_code error;
    std::filesystem::rename(currentFile(), to, error);
    if (!error) return kept;
    m_keepCurrent = true;
    return tr("It was left where it is, and nothing is saved over it: %1.").arg(shown(error.message()));
}

/// Moves a saved layout that is not used to where it can be had again: under a name when it is a layout, else beside
/// it.
QString LayoutFiles::setAside(bool readable) {
    std::error_code error;
    for (int i = 1;; ++i) {
        const std::string name = i == 1 ? "set-aside" : fmt::format("set-aside-{}", i);
        const std::filesystem::path to = readable ? namedFile(name) : m_folder / (name + ".toml");
        if (std::filesystem::exists(to, error)) continue;
        if (!readable) return moveCurrentTo(to, tr("It was kept as %1.").arg(shown(to.string())));
        (void)makeFolder(to.parent_path()); // if it cannot be made, the file stays where it is
        const QString sentence = moveCurrentTo(to, tr("LAYOUT %1 brings it back.").arg(shown(name)));
        if (auto text = readText(to, kLargestFile)) m_named[name] = {std::move(*text), {}};
        return sentence;
    }
}

/// What the last start, which did not come through, says about this one.
QString LayoutFiles::crashed(const std::string& name, Start& start) {
    const auto culprit = readText(marker(), kLargestMarker);
    if (!culprit || culprit->empty()) {
        if (!start.layout) return {};
        start.layout.reset();
        return tr("The last start did not come through with the saved layout, so it is not used. ") + setAside(true);
    }
    if (*culprit != name) return {};
    start.skipNamed = true;
    return tr("The last start did not come through with layout %1, so it is not shown now. LAYOUT %1 shows it.")
        .arg(shown(name));
}

LayoutFiles::Start LayoutFiles::begin(const std::string& name) {
    Start start;
    std::error_code error;
    if (std::filesystem::exists(currentFile(), error)) {
        auto layout = readLayout(currentFile());
        if (layout)
            start.layout = std::move(*layout);
        else
            start.notice = tr("The saved layout is not used. %1. ").arg(shown(layout.error().detail)) + setAside(false);
    }
    if (std::filesystem::exists(marker(), error)) {
        const QString told = crashed(name, start);
        start.notice += (start.notice.isEmpty() || told.isEmpty() ? QString() : QStringLiteral(" ")) + told;
    }
    (void)makeFolder(m_folder); // without the marker a crash is only not noticed
    std::ofstream(marker(), std::ios::trunc) << (start.skipNamed ? std::string() : name);
    return start;
}

void LayoutFiles::started() { m_saver.remove(marker()); }

std::filesystem::path LayoutFiles::namedFile(const std::string& name) const {
    return m_folder / "named" / (name + ".toml");
}

Result<void, LayoutCode> LayoutFiles::saveCurrent(const Layout& layout) {
    if (m_keepCurrent)
        return fail(
            LayoutCode::Unreadable,
            tr("%1 was not set aside, so nothing is saved over it").arg(shown(currentFile().string())).toStdString());
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
    m_named[name] = {*text, {}};
    m_saver.save(namedFile(name), std::move(*text));
    return {};
}

Result<Layout, LayoutCode> LayoutFiles::loadNamed(const std::string& name) const {
    const auto found = m_named.find(name);
    if (found == m_named.end())
        return fail(LayoutCode::Unreadable, tr("there is no layout %1").arg(shown(name)).toStdString());
    if (!found->second.problem.empty()) return fail(LayoutCode::Unreadable, found->second.problem);
    return parseLayout(found->second.text, namedFile(name).string());
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
