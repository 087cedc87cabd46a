#include "widgets/twap/TwapPane.h"

#include "widgets/base/Inputs.h"
#include "widgets/base/PaneHeader.h"
#include "widgets/base/Words.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QShortcut>

#include <algorithm>

namespace qd::ui {
namespace {

constexpr int at(TwapColumn column) { return static_cast<int>(column); }

} // namespace

TwapPane::TwapPane(PaneContext& context)
    : TablePane(context, QStringLiteral("TWAP"), tr("TWAP"), QStringLiteral("twaps"))
    , m_model(twapColumns(links()),
              [](const TwapRow& r) { return std::pair(r.order().id.value(), r.order().terms.clientId.value()); })
    , m_view(new Segmented({tr("Running"), tr("All")}, QStringLiteral("twapView"), this)) {
    table().setRowsModel(&m_model);
    setMarketColumn(at(TwapColumn::Market));
    using C = TwapColumn;
    table().setFoldOrder({at(C::State), at(C::Mark), at(C::Ends), at(C::Children), at(C::Better), at(C::Average)});
    m_view->setAccessibleName(tr("TWAPs shown"));
    m_view->setCurrent(0);
    connect(m_view, &Segmented::chosen, this, [this] { invalidate(); });
    controls()->addWidget(m_view);
    connect(&table(), &Table::rowMenuRequested, this, &TwapPane::openRowMenu);
    connect(&table(), &Table::rowActivated, this, [this](int row) {
        const TwapRow& twap = m_model.row(row);
        if (!twap.isFinished()) pause(twap, !twap.isPaused());
    });
    auto* remove = new QShortcut(QKeySequence(Qt::Key_Delete), &table(), nullptr, nullptr, Qt::WidgetShortcut);
    connect(remove, &QShortcut::activated, this, [this] {
        if (const int row = table().currentSourceRow(); row >= 0) cancel(TwapRow(m_model.row(row)));
    });
}

std::vector<CellLink<TwapRow>> TwapPane::links() {
    const auto working = [](const TwapRow& r) { return !r.isFinished(); };
    return {{tr("Pause"),
             [this](const TwapRow& r) { pause(r, true); },
             [](const TwapRow& r) { return !r.isFinished() && !r.isPaused(); },
             {}},
            {tr("Resume"), [this](const TwapRow& r) { pause(r, false); },
             [](const TwapRow& r) { return !r.isFinished() && r.isPaused(); },
             [this](const TwapRow&) { return context().gate.armed(); }},
            {tr("Cancel"), [this](const TwapRow& r) { cancel(r); }, working, {}}};
}

void TwapPane::pause(const TwapRow& row, bool paused) {
    if (row.isFinished()) return;
    const auto sent = context().gate.pauseTwap(row.order(), paused, Intent::OneClick);
    if (!sent) return say(QString::fromStdString(sent.error().detail), Token::Warn);
    m_asked.insert(row.order().id);
}

void TwapPane::cancel(const TwapRow& row) {
    if (!row.isFinished()) context().gate.cancel(row.reference());
}

void TwapPane::pauseAll(bool paused) {
    for (int i = 0; i < m_model.rowCount(); ++i) {
        const TwapRow row = m_model.row(i);
        if (!row.isFinished() && row.isPaused() != paused) pause(row, paused);
    }
}

void TwapPane::tellRefusals(const std::vector<TwapRow>& rows) {
    std::erase_if(m_asked, [&](OrderId id) {
        const auto row = std::ranges::find(rows, id, [](const TwapRow& r) { return r.order().id; });
        if (row == rows.end() || row->isFinished()) return true;
        if (row->tracked.pendingAmend) return false;
        if (row->tracked.rejectCode != RejectCode::None)
            say(tr("%1: not changed. %2").arg(row->symbol, sentence(row->tracked.rejectCode)), Token::Danger);
        return true;
    });
}

void TwapPane::read(const Frame& frame) {
    const std::vector<TwapRow> rows = twapRows(context(), m_view->current() == 1);
    m_running = static_cast<int>(std::ranges::count_if(rows, [](const TwapRow& r) { return !r.isFinished(); }));
    tellRefusals(rows);
    m_model.setRows(rows, frame.nanos);
    setSubtitle(tr("%n running", nullptr, m_running));
    table().setEmptyText(tr("No TWAP is running."),
                         tr("ORDER BUY 20 SOL-PERP TWAP 10m EVERY 30s starts one, or the ticket's kind TWAP."));
}

void TwapPane::openRowMenu(int index, const QPoint& global) {
    const TwapRow row = m_model.row(index);
    QMenu* menu = popupMenu(this);
    if (!row.isFinished()) {
        const bool paused = row.isPaused();
        menu->addAction(paused ? tr("Resume") : tr("Pause"), this, [this, row, paused] { pause(row, !paused); });
        menu->addAction(tr("Cancel"), this, [this, row] { cancel(row); });
        menu->addSeparator();
    }
    menu->addAction(tr("Show %1").arg(row.symbol), this, [this, row] { showMarket(row.order().terms.market); });
    menu->addAction(tr("Copy rows"), &table(), &Table::copySelection);
    menu->popup(global);
}

void TwapPane::addMenuEntries(QMenu& menu) {
    menu.addAction(tr("Pause all"), this, [this] { pauseAll(true); });
    menu.addAction(tr("Resume all"), this, [this] { pauseAll(false); });
    menu.addSeparator();
    menu.addAction(tr("Copy all rows"), this, &TwapPane::copyAll);
}

void TwapPane::showAll(bool all) {
    m_view->setCurrent(all ? 1 : 0);
    invalidate();
}

PaneState TwapPane::state() const {
    PaneState state = TablePane::state();
    if (m_view->current() == 1) state["view"] = "all";
    return state;
}

void TwapPane::restore(const PaneState& state) {
    TablePane::restore(state);
    const auto view = state.find("view");
    showAll(view != state.end() && view->second == "all");
}

std::optional<QString> TwapPane::applyWords(const ports::ActionWords& words) {
    if (words.empty()) return std::nullopt;
    const std::string word = ports::toUpper(words.front());
    if (words.size() > 1 || (word != "RUNNING" && word != "ALL")) return tr("TWAP wants RUNNING, ALL or nothing.");
    showAll(word == "ALL");
    return std::nullopt;
}

} // namespace qd::ui
