#include "widgets/notes/NoteWriting.h"

#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <ranges>

namespace qd::notes {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::notes", text); }

/// Digits that any program reads.
QString plain(const QString& number) { return ui::plainText(number); }

QString positionFact(const PositionView& view, const MarketParams& market, bool doubtful) {
    const bool isLong = view.position.base.raw() > 0;
    const int decimals = ui::decimalsOf(market.tick);
    const Quantity size(isLong ? view.position.base.raw() : -view.position.base.raw());
    const QString line =
        (isLong ? tr("long %1 from %2, mark %3, unrealised %4 USDC")
                : tr("short %1 from %2, mark %3, unrealised %4 USDC"))
            .arg(plain(ui::text(size, ui::decimalsOf(market.step))), plain(ui::knownText(view.entryPrice, decimals)),
                 plain(ui::knownText(view.mark, decimals)), plain(ui::signedText(view.unrealised)));
    return doubtful ? tr("%1 (in doubt)").arg(line) : line;
}

/// What it is worth stands on a mark that cannot be trusted now.
bool isDoubtful(const ui::PaneContext& context, const PositionView& view) {
    return view.markEstimated || context.standsStill() || ui::isDoubtful(context.market.ticker(view.market).status);
}

} // namespace

QString factsOf(const ui::PaneContext& context, MarketId market) {
    const auto account = context.accounts.account();
    const MarketInfo* info = context.info(market);
    if (account == nullptr || info == nullptr) return {};
    QStringList facts;
    const auto position = std::ranges::find(account->positions, market, &PositionView::market);
    if (position != account->positions.end() && !position->position.base.isZero())
        facts << positionFact(*position, info->params, isDoubtful(context, *position));
    const auto& fills = context.accounts.fills();
    const auto newest = std::views::reverse(fills);
    const auto fill = std::ranges::find(newest, market, [](const FillView& f) { return f.fill.market; });
    if (fill != newest.end())
        facts << tr("last fill %1 %2 at %3, %4 UTC")
                     .arg(ui::word(fill->fill.side),
                          plain(ui::text(fill->fill.size, ui::decimalsOf(info->params.step))),
                          plain(ui::text(fill->fill.price, ui::decimalsOf(info->params.tick))),
                          ui::dateTimeText(fill->ts));
    return facts.join(QStringLiteral("; "));
}

std::expected<std::int64_t, QString> writeNote(const ui::PaneContext& context, NoteBook& book,
                                               std::optional<MarketId> market, const QString& typed) {
    Note note;
    const MarketInfo* info = market ? context.info(*market) : nullptr;
    // Before the venue has started there is no market time.
    note.at = context.market.now().value() > 0 ? context.market.now() : context.clock.now();
    note.text = tidied(typed);
    if (info != nullptr) {
        note.symbol = info->params.symbol;
        note.facts = factsOf(context, *market).toStdString();
    }
    return book.add(std::move(note));
}

QString keptSentence(const NoteBook& book, const Note& note) {
    const bool safe = book.trouble().isEmpty();
    if (note.symbol.empty()) {
        const QString sentence = safe ? tr("Note %1 is kept.") : tr("Note %1 is in the journal.");
        return withTrouble(book, sentence.arg(note.number));
    }
    const QString sentence = safe ? tr("Note %1 about %2 is kept.") : tr("Note %1 about %2 is in the journal.");
    return withTrouble(book, sentence.arg(QString::number(note.number), QString::fromStdString(note.symbol)));
}

QString withTrouble(const NoteBook& book, const QString& sentence) {
    if (book.trouble().isEmpty()) return sentence;
    return sentence + QLatin1Char(' ') +
           tr("It is lost when the terminal ends, for the journal cannot be saved: %1.").arg(book.trouble());
}

} // namespace qd::notes
