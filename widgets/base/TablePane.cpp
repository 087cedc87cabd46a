#include "widgets/base/TablePane.h"

#include <QHBoxLayout>

namespace qd::ui {

TablePane::TablePane(PaneContext& context, const QString& mnemonic, const QString& title, const QString& tableName)
    : Pane(context, mnemonic, title, false)
    , m_table(createTable(tableName))
    , m_notice(new NoticeLine(context.themes, tableName + QStringLiteral("Notice"))) {
    m_table->setAccessibleName(title);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    auto* body = new QWidget(this);
    m_column = new QVBoxLayout(body);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
    m_column->addWidget(m_table, 1);
    m_column->addWidget(m_notice);
    setBody(body);
    body->setFocusProxy(m_table);
    m_changes = context.accounts.onChanged([this] { invalidate(); });
}

void TablePane::setMarketColumn(int column) {
    m_markets = context().market.onMarketsChanged([this, column] { measureSymbols(column); });
    measureSymbols(column);
}

void TablePane::measureSymbols(int column) {
    const QFontMetrics metrics(theme().font(FontRole::DenseStrong));
    QString longest = QStringLiteral("SOL-PERP");
    for (const MarketInfo& info : context().market.markets()) {
        const QString symbol = QString::fromStdString(info.params.symbol);
        if (metrics.horizontalAdvance(symbol) > metrics.horizontalAdvance(longest)) longest = symbol;
    }
    m_table->setSample(column, longest);
}

TableFoot& TablePane::addFoot() {
    m_foot = new TableFoot(context().themes, *m_table, m_table->objectName() + QStringLiteral("Foot"));
    m_column->insertWidget(1, m_foot);
    return *m_foot;
}

QToolButton* TablePane::addHeaderButton(const QString& text, const QString& name, const QString& tip) {
    auto* button = new QToolButton(this);
    button->setText(text);
    button->setObjectName(name);
    button->setAccessibleName(text);
    button->setToolTip(tip);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    controls()->addWidget(button);
    return button;
}

void TablePane::say(const QString& sentence, Token token) {
    m_notice->say(sentence, token, context().clock.monotonicNanos());
}

void TablePane::showMarket(MarketId market) { leadTo(market); }

void TablePane::copyAll() {
    m_table->selectAll();
    m_table->copySelection();
    m_table->clearSelection();
}

void TablePane::onFrame(const Frame& frame) {
    Pane::onFrame(frame);
    const std::int64_t since = frame.nanos - m_readAt;
    const bool aged = showsAges() && since >= kNanosPerSecond / 2;
    if ((m_dirty || aged) && (m_readAt == 0 || since >= readInterval())) {
        m_dirty = false;
        m_readAt = frame.nanos;
        m_fading = true;
        read(frame);
    }
    if (m_fading) m_fading = m_table->fadeFlashes(frame.nanos);
    m_notice->pass(frame.nanos);
}

PaneState TablePane::state() const {
    PaneState state = Pane::state();
    state["columns"] = m_table->columnState();
    return state;
}

void TablePane::restore(const PaneState& state) {
    Pane::restore(state);
    if (const auto columns = state.find("columns"); columns != state.end())
        m_table->restoreColumnState(columns->second);
}

} // namespace qd::ui
