#include "widgets/history/HistoryPane.h"

#include <QComboBox>
#include <QLineEdit>
#include <QTabBar>

/// What is typed after HISTORY.
namespace qd::ui {
namespace {

QString wrongWords() {
    return HistoryPane::tr("HISTORY wants ORDERS, FILLS, FUNDING, LIQUIDATIONS or LEDGER (also TRANSFERS), a market or "
                           "ALL, and then EXPORT and a file.");
}

} // namespace

int HistoryPane::tabNamed(std::string_view typed) const {
    const std::string wanted = ports::toUpper(typed);
    for (std::size_t i = 0; i < m_lists.size(); ++i) {
        const HistoryList::Words& words = m_lists[i]->words();
        if (wanted == ports::toUpper(words.name.toStdString()) || wanted == ports::toUpper(words.title.toStdString()))
            return static_cast<int>(i);
    }
    return -1;
}

std::optional<QString> HistoryPane::applyWords(const ports::ActionWords& words) {
    const auto file = choose(words);
    if (!file) return wrongWords();
    if (!file->isEmpty()) exportTo(*file);
    return std::nullopt;
}

void HistoryPane::runWords(const ports::ActionWords& words, const ports::ActionDone& done) {
    const auto file = choose(words);
    if (!file) return done(fail(ports::ActionCode::BadArguments, wrongWords().toStdString()));
    if (file->isEmpty()) return done(std::string());
    exportTo(*file, done);
}

std::optional<QString> HistoryPane::choose(const ports::ActionWords& words) {
    int tab = m_tabs->currentIndex();
    std::optional<int> market;
    bool all = false;
    QString file;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string word = ports::toUpper(words[i]);
        if (const int named = tabNamed(word); named >= 0) {
            tab = named;
        } else if (word == "ALL") {
            all = true;
        } else if (word == "EXPORT" && i + 2 == words.size()) {
            file = QString::fromStdString(words[++i]);
        } else if (const auto id = context().marketNamed(words[i])) {
            market = id->value();
        } else {
            return std::nullopt;
        }
    }
    if (words.empty()) return file;
    m_filling = true;
    if (all) {
        for (QComboBox* box : {m_account, m_market, m_side, m_posting}) box->setCurrentIndex(0);
        m_from->clear();
        m_until->clear();
    }
    m_tabs->setCurrentIndex(tab);
    m_filling = true;
    if (market) m_market->setCurrentIndex(m_market->findData(*market));
    m_filling = false;
    apply();
    return file;
}

} // namespace qd::ui
