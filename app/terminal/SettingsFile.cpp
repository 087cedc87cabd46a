#include "app/terminal/SettingsFile.h"

#include "core/base/File.h"
#include "layouts/workspace/KeptAside.h"

#include <QFile>

namespace qd::terminal {
namespace {

constexpr std::uint64_t kLargestFile = 1U << 20U;
constexpr int kSaveAfterMillis = 500;

} // namespace

SettingsFile::SettingsFile(std::filesystem::path file, ui::Settings& settings, workspace::FileSaver& saver)
    : m_file(std::move(file))
    , m_settings(settings)
    , m_saver(saver) {
    read();
    m_later.setSingleShot(true);
    m_later.setInterval(kSaveAfterMillis);
    connect(&m_later, &QTimer::timeout, this, &SettingsFile::saveNow);
    connect(&m_settings, &ui::Settings::changed, &m_later, [this] { m_later.start(); });
}

void SettingsFile::read() {
    const auto bytes = readFile(m_file, kLargestFile);
    if (!bytes && bytes.error().code == FileCode::NotFound) return;
    std::string problem = bytes ? std::string() : bytes.error().detail;
    if (bytes) {
        std::vector<std::string> unknown;
        const std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
        if (auto read = m_settings.read(text, m_file.string(), &unknown); !read) problem = read.error().detail;
        if (problem.empty() && !unknown.empty())
            m_notice = tr("%1 names a setting that does not exist: %2.")
                           .arg(QString::fromStdString(m_file.string()), QString::fromStdString(unknown.front()));
    }
    if (problem.empty()) return;
    m_notice = tr("The settings are not used: %1. ").arg(QString::fromStdString(problem)) +
               workspace::keepAside(m_file, m_saver);
}

void SettingsFile::saveNow() {
    m_later.stop();
    m_saver.save(m_file, m_settings.write());
}

ui::Theme chosenTheme(const ui::Settings& settings) {
    const std::string& name = settings.text(ui::setting::kTheme);
    QFile file(QStringLiteral(":/themes/%1.toml").arg(QString::fromStdString(name)));
    if (!file.open(QIODevice::ReadOnly)) qFatal("the theme %s is not in the program", name.c_str());
    const QByteArray text = file.readAll();
    auto theme = ui::Theme::parse({text.data(), static_cast<std::size_t>(text.size())}, name);
    if (!theme) qFatal("%s", theme.error().detail.c_str()); // shipped with the program
    theme->setColourBlind(settings.flag(ui::setting::kColourBlind));
    theme->setFontScale(settings.real(ui::setting::kFontScale));
    return *theme;
}

} // namespace qd::terminal
