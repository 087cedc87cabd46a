#include "widgets/quotes/QuotePane.h"

#include "widgets/base/Format.h"
#include "widgets/base/PaneHeader.h"
#include "widgets/quotes/Boards.h"
#include "widgets/quotes/QuoteDelegates.h"

#include <QHeaderView>
#include <QMenu>
#include <QPointer>
#include <QToolTip>

#include <array>

namespace qd::ui::quotes {
namespace {

constexpr std::size_t kSeedBars = 60;
constexpr std::int64_t kAskAgainAfter = 5 * kNanosPerSecond;

/// What a row can be opened in; only those that exist are offered.
struct Opening {
    const char* mnemonic;
    const char* says;
};
constexpr std::array<Opening, 4> kOpenings{{
    {"CHART", QT_TRANSLATE_NOOP("qd::ui::quotes::QuotePane", "Chart")},
    {"ORDERBOOK", QT_TRANSLATE_NOOP("qd::ui::quotes::QuotePane", "Order book")},
    {"TAPE", QT_TRANSLATE_NOOP("qd::ui::quotes::QuotePane", "Time and sales")},
    {"ORDER", QT_TRANSLATE_NOOP("qd::ui::quotes::QuotePane", "Order ticket")},
}};

} // namespace

/// The table, measured as a pane's painting is.
class QuotePane::Board final : public Table {
  public:
    explicit Board(QuotePane& pane)
        : Table(pane.context().themes, pane.context().settings, QStringLiteral("quoteTable"), &pane)
        , m_pane(pane) {
        setAccessibleName(QuotePane::tr("Quotes of all markets"));
    }

  protected:
    void paintEvent(QPaintEvent* event) override {
        const PaintScope scope(m_pane, m_pane.takeArrival());
        Table::paintEvent(event);
    }

  private:
    QuotePane& m_pane;
};

QuotePane::QuotePane(PaneContext& context)
    : Pane(context, QStringLiteral("QM"), tr("Quote board"), false)
    , m_model(quoteColumns(), [](const QuoteRow& row) { return row.id; }) {
    createTable();
    createBoards();
    m_marketsWatch = context.market.onMarketsChanged([this] { forgetMarkets(); });
}

QuotePane::~QuotePane() = default;

Table& QuotePane::table() { return *m_table; }

void QuotePane::createTable() {
    m_table = new Board(*this);
    setDayHeadings(m_model, true);
    m_table->setRowsModel(&m_model);
    const auto rowOf = [this](const QModelIndex& index) -> const QuoteRow& {
        return m_model.row(m_table->sourceRow(index));
    };
    const auto marketLook = [this, rowOf](const QModelIndex& index) {
        const QuoteRow& row = rowOf(index);
        const qsizetype bright = row.symbol.startsWith(row.base) ? row.base.size() : row.symbol.size();
        return MarketDelegate::Look{row.symbol.left(bright), row.symbol.mid(bright), m_shown == row.id};
    };
    const auto sparkLook = [this, rowOf](const QModelIndex& index) {
        const QuoteRow& row = rowOf(index);
        return SparkDelegate::Look{m_sparks[row.id].spark.points(), isCurrent(row.ticker.status)};
    };
    m_table->setItemDelegateForColumn(static_cast<int>(QuoteColumn::Market),
                                      new MarketDelegate(context().themes, marketLook, m_table));
    m_table->setItemDelegateForColumn(static_cast<int>(QuoteColumn::Trend),
                                      new SparkDelegate(context().themes, sparkLook, m_table));
    connect(m_table, &Table::rowActivated, this, [this](int row) {
        if (row >= 0) chooseMarket(m_model.row(row).id);
    });
    connect(m_table, &Table::rowMenuRequested, this, &QuotePane::openRowMenu);
    m_table->horizontalHeader()->moveSection(static_cast<int>(QuoteColumn::Trend), kTrendPlace);
    m_table->resizeColumnsToContents();
    setBody(m_table);
}

PaneState QuotePane::state() const {
    PaneState state = Pane::state();
    state.erase("market"); // the group's panes know it; a board must not tell them an old one
    state["columns"] = m_table->columnState();
    if (!m_board.empty()) state["board"] = m_board;
    return state;
}

void QuotePane::restore(const PaneState& state) {
    Pane::restore(state);
    const auto board = state.find("board");
    const MarketList* known = board == state.end() ? nullptr : findBoard(m_boards, board->second);
    showBoard(known == nullptr ? std::string() : known->name);
    const auto columns = state.find("columns");
    if (columns == state.end()) return;
    m_table->restoreColumnState(columns->second);
    m_fitted = m_table->columnState() == columns->second;
}

void QuotePane::forgetMarkets() {
    m_sparks.clear();
    m_newest = 0;
}

std::optional<MarketId> QuotePane::shownMarket() const {
    return group() == kNoGroup ? market() : context().links.market(group());
}

std::vector<QuoteRow> QuotePane::readRows(std::int64_t nanos) {
    std::vector<QuoteRow> rows;
    for (const MarketInfo* info : shownMarkets()) {
        const MarketParams& p = info->params;
        QuoteRow row{p.id,
                     QString::fromStdString(p.symbol),
                     QString::fromStdString(p.baseAsset),
                     decimalsOf(p.tick),
                     decimalsOf(p.step),
                     context().market.ticker(p.id),
                     0,
                     {}};
        if (const auto standing = context().market.standing(p.id)) row.openInterest = standing->openInterest;
        const std::int64_t received = row.ticker.receivedNanos;
        if (received != 0) row.age = nanos - received;
        if (received > m_newest) m_arrival = m_newest = received;
        follow(row.ticker, nanos);
        rows.push_back(std::move(row));
    }
    return rows;
}

void QuotePane::follow(const Ticker& ticker, std::int64_t nanos) {
    const UnixNanos now = context().market.now();
    if (now == UnixNanos()) return;
    SparkState& state = m_sparks[ticker.market];
    const bool current = isCurrent(ticker.status);
    // At the beginning, and after every time in which nobody looked or the market ran faster than samples are taken.
    if (state.askedAt == 0 || current) state.wanted = state.wanted || state.spark.wantsHistory(now);
    if (current) state.spark.sample(now, ticker.last);
    if (!state.wanted || (state.askedAt != 0 && nanos - state.askedAt < kAskAgainAfter)) return;
    state.wanted = false;
    state.askedAt = nanos;
    askHistory(ticker.market);
}

void QuotePane::askHistory(MarketId id) {
    const UnixNanos now = context().market.now();
    const QPointer<QuotePane> alive(this);
    context().history.candles(id, Interval::M1, now, kSeedBars,
                              [alive, id, now](Result<ports::CandleSeries, ports::HistoryCode> series) {
                                  // Without history the line begins with what is seen from here on.
                                  if (alive && series) alive->m_sparks[id].spark.seed(series->bars, now);
                              });
}

void QuotePane::onFrame(const Frame& frame) {
    Pane::onFrame(frame);
    const std::vector<QuoteRow> rows = readRows(frame.nanos);
    const bool known =
        std::ranges::all_of(rows, [](const QuoteRow& r) { return r.ticker.dayComplete || r.ticker.dayOpen.isZero(); });
    setDayHeadings(m_model, known);
    m_model.setRows(rows, frame.nanos);
    if (!m_fitted && std::ranges::any_of(rows, [](const QuoteRow& r) { return !r.ticker.last.isZero(); })) {
        m_table->resizeColumnsToContents();
        m_fitted = true;
    }
    QString told = rows.empty() ? QString() : rows.size() == 1 ? tr("1 market") : tr("%1 markets").arg(rows.size());
    if (m_absent > 0) told += tr(", %1 not at this venue").arg(m_absent);
    setSubtitle(told);
    showEmpty();
    m_table->fadeFlashes(frame.nanos);
    repaintSparks();
    if (const auto shown = shownMarket(); shown != m_shown) {
        m_shown = shown;
        m_table->viewport()->update();
    }
}

void QuotePane::repaintSparks() {
    const QAbstractItemModel& sorted = *m_table->model();
    for (int r = 0; r < sorted.rowCount(); ++r) {
        const QModelIndex index = sorted.index(r, static_cast<int>(QuoteColumn::Trend));
        SparkState& state = m_sparks[m_model.row(m_table->sourceRow(index)).id];
        if (state.painted == state.spark.version()) continue;
        state.painted = state.spark.version();
        m_table->update(index);
    }
}

void QuotePane::openRowMenu(int row, const QPoint& global) {
    const QuoteRow& quote = m_model.row(row);
    QMenu* menu = popupMenu(this);
    QAction* show = menu->addAction(group() == kNoGroup ? tr("Show in linked panes (this one is not linked)")
                                                        : tr("Show in group %1").arg(QLatin1Char(group())),
                                    this, [this, id = quote.id] { chooseMarket(id); });
    show->setEnabled(group() != kNoGroup);
    menu->addSeparator();
    for (const Opening& opening : kOpenings) {
        if (context().actions.find(opening.mnemonic) == nullptr) continue;
        menu->addAction(tr("%1 of %2").arg(tr(opening.says), quote.symbol), this,
                        [this, &opening, symbol = quote.symbol] { open(opening.mnemonic, symbol); });
    }
    menu->addSeparator();
    addBoardEntries(*menu, quote);
    menu->popup(global);
}

void QuotePane::open(const char* mnemonic, const QString& symbol) {
    const QString line = QStringLiteral("%1 \"%2\"").arg(QLatin1String(mnemonic), QString(symbol).replace('"', "\"\""));
    const QPointer<QuotePane> alive(this);
    context().actions.run(line.toStdString(), [alive](const ports::ActionResult& result) {
        if (!alive || result) return;
        const QPoint at = alive->m_table->viewport()->mapToGlobal(QPoint(12, 12));
        QToolTip::showText(at, QString::fromStdString(result.error().detail), alive->m_table);
    });
}

} // namespace qd::ui::quotes
