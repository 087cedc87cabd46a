#include "widgets/notes/NoteActions.h"

#include <QCoreApplication>

namespace qd::notes {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::notes", text); }

} // namespace

NoteActions::NoteActions(ui::PaneContext& context, NoteBook& book,
                         std::function<std::optional<MarketId>()> activeMarket)
    : m_context(context)
    , m_book(book)
    , m_activeMarket(std::move(activeMarket)) {
    ports::Action note;
    note.name = "NOTE";
    note.group = QCoreApplication::translate("qd::workspace::AlertActions", "Workspace").toStdString();
    note.summary = tr("Writes a note into the journal; without words it opens JOURNAL").toStdString();
    note.usage = "NOTE [market] words";
    note.run = [this](const ports::ActionWords& words, const ports::ActionDone& done) { this->note(words, done); };
    note.complete = [this](const ports::ActionWords& words) {
        std::vector<std::string> symbols;
        for (const MarketInfo& info : m_context.market.markets()) {
            if (words.size() == 1) symbols.push_back(info.params.symbol);
        }
        return symbols;
    };
    m_action = m_context.actions.add(std::move(note));
}

void NoteActions::note(const ports::ActionWords& words, const ports::ActionDone& done) {
    if (words.empty()) return m_context.actions.run("JOURNAL", done);
    auto market = m_activeMarket();
    // Only a whole name: a note may begin with "sol".
    const auto named = m_context.marketNamed(words.front());
    const bool whole = named && words.size() > 1 &&
                       ports::toUpper(m_context.info(*named)->params.symbol) == ports::toUpper(words.front());
    if (whole) market = named;
    QStringList typed;
    for (std::size_t i = whole ? 1 : 0; i < words.size(); ++i) typed << QString::fromStdString(words[i]);
    const auto number = writeNote(m_context, m_book, market, typed.join(QLatin1Char(' ')));
    if (!number) return done(fail(ports::ActionCode::Refused, number.error().toStdString()));
    done(keptSentence(m_book, *m_book.find(*number)).toStdString());
}

} // namespace qd::notes
