#include "layouts/workspace/LayoutFiles.h"

#include "layouts/workspace/Answers.h"

#include <fmt/format.h>

#include <algorithm>
#include <pthread.h>

namespace qd::workspace {
namespace {

constexpr std::uint64_t kLargestFile = 4U << 20U;

Result<Layout, LayoutCode> readLayout(const std::filesystem::path& file) {
    const auto bytes = readFile(file, kLargestFile);
    if (!bytes) return fail(LayoutCode::Unreadable, bytes.error().detail);
    return parseLayout({reinterpret_cast<const char*>(bytes->data()), bytes->size()}, file.string());
}

} // namespace

FileSaver::FileSaver() {
    m_thread = std::thread([this] { run(); });
}

FileSaver::~FileSaver() {
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void FileSaver::save(const std::filesystem::path& file, std::string text) {
    {
        const std::scoped_lock lock(m_mutex);
        m_waiting[file] = std::move(text);
    }
    m_wake.notify_one();
}

void FileSaver::flush() {
    std::unique_lock lock(m_mutex);
    m_idle.wait(lock, [this] { return m_waiting.empty() && !m_busy; });
}

std::string FileSaver::problem() const {
    const std::scoped_lock lock(m_mutex);
    return m_problem;
}

void FileSaver::run() {
    pthread_setname_np(pthread_self(), "qd-files");
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_stop || !m_waiting.empty(); });
        if (m_waiting.empty()) return;
        auto [file, text] = *m_waiting.begin();
        m_waiting.erase(m_waiting.begin());
        m_busy = true;
        lock.unlock();
        auto written = makeFolder(file.parent_path());
        if (written) written = writeFileAtomically(file, std::as_bytes(std::span(text)));
        lock.lock();
        m_busy = false;
        m_problem = written ? std::string() : written.error().detail;
        if (m_waiting.empty()) m_idle.notify_all();
    }
}

LayoutFiles::LayoutFiles(std::filesystem::path folder, FileSaver& saver) : m_folder(std::move(folder)), m_saver(saver) {
    std::error_code error;
    for (std::filesystem::directory_iterator it(m_folder / "named", error), end; !error && it != end;
         it.increment(error)) {
        const std::string name = it->path().stem().string();
        if (it->path().extension() == ".toml" && validName(name)) m_names.push_back(name);
    }
    std::ranges::sort(m_names);
}

/// Moves a saved layout that is not used to where it can be had again: under a name when it is a layout, else beside
/// it.
QString LayoutFiles::setAside(bool readable) {
    std::error_code error;
    const std::filesystem::path current = m_folder / "current.toml";
    for (int i = 1; i < 1'000; ++i) {
        const std::string name = i == 1 ? "set-aside" : fmt::format("set-aside-{}", i);
        const std::filesystem::path to = readable ? namedFile(name) : m_folder / (name + ".toml");
        if (std::filesystem::exists(to, error)) continue;
        if (readable) {
            (void)makeFolder(to.parent_path()); // if it cannot be made, the file stays where it is
            m_names.push_back(name);
        }
        std::filesystem::rename(current, to, error);
        return readable ? tr("LAYOUT %1 brings it back.").arg(shown(name))
                        : tr("It was kept as %1.").arg(shown(to.string()));
    }
    return tr("It was left where it is.");
}

LayoutFiles::Start LayoutFiles::begin() {
    Start start;
    const std::filesystem::path current = m_folder / "current.toml";
    const std::filesystem::path marker = m_folder / "starting";
    std::error_code error;
    const bool crashed = std::filesystem::exists(marker, error);
    if (std::filesystem::exists(current, error)) {
        auto layout = readLayout(current);
        if (!layout)
            start.notice = tr("The saved layout is not used. %1. ").arg(shown(layout.error().detail)) + setAside(false);
        else if (crashed)
            start.notice =
                tr("The last start did not come through with the saved layout, so it is not used. ") + setAside(true);
        else
            start.layout = std::move(*layout);
    }
    if (auto made = makeFolder(m_folder); made)
        (void)writeFileAtomically(marker, {}); // without it a crash is only not noticed
    return start;
}

void LayoutFiles::started() {
    std::error_code error;
    std::filesystem::remove(m_folder / "starting", error);
}

std::filesystem::path LayoutFiles::namedFile(const std::string& name) const {
    return m_folder / "named" / (name + ".toml");
}

void LayoutFiles::saveCurrent(const Layout& layout) { m_saver.save(m_folder / "current.toml", writeLayout(layout)); }

void LayoutFiles::saveNamed(const std::string& name, const Layout& layout) {
    m_saver.save(namedFile(name), writeLayout(layout));
    if (std::ranges::find(m_names, name) == m_names.end()) {
        m_names.push_back(name);
        std::ranges::sort(m_names);
    }
}

Result<Layout, LayoutCode> LayoutFiles::loadNamed(const std::string& name) const {
    if (!validName(name))
        return fail(LayoutCode::Unreadable, tr("\"%1\" is no name of a layout").arg(shown(name)).toStdString());
    m_saver.flush(); // it may have been saved a moment ago
    return readLayout(namedFile(name));
}

std::vector<std::string> LayoutFiles::names() const { return m_names; }

void LayoutFiles::removeNamed(const std::string& name) {
    std::erase(m_names, name);
    std::error_code error;
    if (validName(name)) std::filesystem::remove(namedFile(name), error);
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
