#include "widgets/sizing/SizingPane.h"

#include "core/base/Decimal.h"
#include "widgets/base/FormLine.h"
#include "widgets/base/Format.h"
#include "widgets/ticket/ReadFacts.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QVBoxLayout>

#include <utility>

namespace qd::ui {
namespace {

constexpr int kPercent = 0;
constexpr int kQuote = 1;
constexpr int kRiskDecimals = 9;
constexpr std::size_t kLongestText = 25;
constexpr const char* kUnitKey = "unit";

Typed typedIn(const DecimalEdit& edit) { return {edit.text().isEmpty(), edit.raw()}; }

QLabel* sentences(const QString& name, const QString& accessible, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(name);
    label->setAccessibleName(accessible);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

SizingPane::SizingPane(PaneContext& context) : Pane(context, QStringLiteral("CALC"), tr("Position sizing"), true) {
    setBody(makeBody());
    for (const auto& [name, edit] : fields()) {
        connect(edit, &DecimalEdit::valueChanged, this, [this] {
            m_changed = true;
            if (isVisible()) refresh();
        });
    }
    connect(m_unit, &QComboBox::currentIndexChanged, this, [this] {
        m_changed = true;
        if (isVisible()) refresh();
    });
    connect(m_copy, &QPushButton::clicked, this, &SizingPane::copyCommand);
    auto* copy =
        new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return), this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(copy, &QShortcut::activated, m_copy, &QPushButton::click);
    m_account = context.accounts.onChanged([this] { m_changed = true; });
    themeChanged();
}

QWidget* SizingPane::makeBody() {
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("sizingScroll"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* body = new QWidget(scroll);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(2, 4, 2, 8);
    column->setSpacing(4);
    column->addWidget(makeForm());
    makeFoot(*column);
    column->addStretch(1);
    scroll->setWidget(body);
    scroll->setFocusProxy(m_stop);
    return scroll;
}

FormLine* SizingPane::makeForm() {
    auto* form = new FormLine(context().themes, QStringLiteral("sizingForm"), {}, this);
    m_entry = form->addDecimal(
        {QStringLiteral("entry"), tr("Entry"), tr("Where it is opened; empty: the best opposite price of now")},
        Price::kDecimals, 10);
    m_stop = form->addDecimal({QStringLiteral("stop"), tr("Stop"),
                               tr("Where it is closed at a loss: below the entry for a long, above it for a short")},
                              Price::kDecimals, 10);
    m_risk = form->addDecimal({QStringLiteral("risk"), tr("Risk"), tr("What may be lost at the stop, fees included")},
                              kRiskDecimals, 8);
    m_unit = form->addChoice(
        {QStringLiteral("riskUnit"), tr("in"), tr("Whether the risk is a part of the equity or a sum of USDC")});
    setChoices(*m_unit, {{tr("% of equity"), kPercent}, {tr("USDC"), kQuote}});
    m_leverage = form->addDecimal(
        {QStringLiteral("leverage"), tr("Leverage at most"), tr("Whole; empty: what the account and the market allow")},
        0, 4);
    m_entry->setPlaceholderText(tr("live"));
    m_leverage->setPlaceholderText(tr("own"));
    m_risk->setText(QStringLiteral("1"));
    return form;
}

FormLine* SizingPane::makeTargets() {
    auto* form = new FormLine(context().themes, QStringLiteral("sizingTargets"), tr("Targets"), this);
    for (std::size_t i = 0; i < m_targets.size(); ++i) {
        const QString number = QString::number(i + 1);
        m_targets[i] = form->addDecimal({QStringLiteral("t") + number, number,
                                         tr("Where profit is taken; empty: %1 times the way to the stop").arg(number)},
                                        Price::kDecimals, 9);
    }
    return form;
}

void SizingPane::makeFoot(QVBoxLayout& column) {
    const auto measured = [this](const std::function<void()>& paint) {
        const PaintScope scope(*this, 0);
        paint();
    };
    m_headline = sentences(QStringLiteral("headline"), tr("Result"), this);
    m_headline->setTextFormat(Qt::PlainText);
    m_headline->setContentsMargins(6, 4, 6, 0);
    m_messages = sentences(QStringLiteral("messages"), tr("What to know"), this);
    m_messages->setContentsMargins(6, 0, 6, 0);
    m_rows = new ConsequencesView(context().themes, measured, this);
    m_rows->setObjectName(QStringLiteral("figures"));
    m_rows->setFewestRows(0); // always the same number
    m_rows->setAccessibleName(tr("Figures of the position"));
    m_targetRows = new ConsequencesView(context().themes, measured, this);
    m_targetRows->setObjectName(QStringLiteral("targetFigures"));
    m_targetRows->setFewestRows(kSizingTargets);
    m_targetRows->setAccessibleName(tr("Figures of the targets"));
    m_copy = new QPushButton(tr("Copy as a command"), this);
    m_copy->setObjectName(QStringLiteral("copy"));
    m_copy->setAccessibleName(m_copy->text());
    m_copy->setAutoDefault(false);
    column.addWidget(m_headline);
    column.addWidget(m_messages);
    auto* rows = new QVBoxLayout;
    rows->setContentsMargins(6, 0, 6, 0);
    rows->addWidget(m_rows);
    column.addLayout(rows);
    column.addWidget(makeTargets());
    auto* targets = new QVBoxLayout;
    targets->setContentsMargins(6, 0, 6, 0);
    targets->addWidget(m_targetRows);
    targets->addWidget(m_copy, 0, Qt::AlignLeft);
    column.addLayout(targets);
}

std::map<std::string, DecimalEdit*> SizingPane::fields() const {
    return {{"entry", m_entry},   {"stop", m_stop},     {"risk", m_risk},    {"lev", m_leverage},
            {"t1", m_targets[0]}, {"t2", m_targets[1]}, {"t3", m_targets[2]}};
}

SizingInputs SizingPane::inputs() const {
    SizingInputs in;
    in.entry = typedIn(*m_entry);
    in.stop = typedIn(*m_stop);
    in.risk = typedIn(*m_risk);
    in.riskInPercent = chosenNumber(*m_unit) == kPercent;
    in.leverage = typedIn(*m_leverage);
    for (std::size_t i = 0; i < m_targets.size(); ++i) in.targets[i] = typedIn(*m_targets[i]);
    return in;
}

void SizingPane::refresh() {
    m_changed = false;
    m_facts = readFacts(context(), market());
    const SizingInputs in = inputs();
    m_sizing = sizingOf(in, m_facts);
    const DataStatus status = m_facts.ticker.status;
    const bool doubtful = !m_facts.running || status == DataStatus::Stale || status == DataStatus::Gap;
    m_rows->setRows(rowsOf(m_sizing, m_facts), doubtful);
    const MarketParams* params = m_facts.params();
    m_targetRows->setRows(params != nullptr ? targetRows(m_sizing, *params) : std::vector<ConsequenceRow>(), doubtful);
    const QString line = params != nullptr ? headline(m_sizing, *params) : QString();
    m_headline->setVisible(!line.isEmpty());
    if (m_headline->text() != line) m_headline->setText(line);
    showHeadlineColour();
    const QString command = params != nullptr ? commandOf(m_sizing, in, *params) : QString();
    m_copy->setEnabled(!command.isEmpty());
    m_copy->setToolTip(command.isEmpty() ? tr("There is no order yet.")
                                         : tr("To be pasted into the command bar, where Enter sends it (Ctrl+Enter "
                                              "copies):\n%1")
                                               .arg(command));
    setWrong(*m_entry, m_sizing.code == TicketCode::PriceUnreadable);
    setWrong(*m_stop, m_sizing.code == TicketCode::StopUnreadable || m_sizing.code == TicketCode::StopWrongSide);
    setWrong(*m_risk, m_sizing.code == TicketCode::SizeUnreadable);
    setWrong(*m_leverage, m_sizing.code == TicketCode::LeverageUnreadable);
    showMessages();
}

void SizingPane::showHeadlineColour() {
    // The size stands in the sheet: a new sheet forgets the font.
    const QString sheet = QStringLiteral("color: %1; font-size: %2pt; font-weight: 500;")
                              .arg(theme().color(m_sizing.side == Side::Sell ? Token::Down : Token::Up).name())
                              .arg(theme().font(FontRole::Large).pointSizeF());
    if (m_headline->styleSheet() != sheet) m_headline->setStyleSheet(sheet);
}

void SizingPane::showMessages() {
    QStringList lines;
    for (const TicketMessage& m : messagesOf(m_sizing, m_facts))
        lines << QStringLiteral("<span style=\"color:%1\">%2</span>")
                     .arg(theme().color(m.token).name(), m.text.toHtmlEscaped());
    const DataStatus status = m_facts.ticker.status;
    if (market() && (status == DataStatus::Stale || status == DataStatus::Gap))
        lines << QStringLiteral("<span style=\"color:%1\">%2</span>")
                     .arg(theme().color(Token::Warn).name(),
                          tr("Prices are stale: these figures are of the last ones."));
    const QString text = lines.join(QStringLiteral("<br>"));
    m_messages->setVisible(!text.isEmpty());
    if (m_messages->text() != text) m_messages->setText(text);
}

void SizingPane::copyCommand() {
    const MarketParams* params = m_facts.params();
    const QString command = params != nullptr ? commandOf(m_sizing, inputs(), *params) : QString();
    if (!command.isEmpty()) QApplication::clipboard()->setText(command);
}

void SizingPane::onFrame(const Frame& frame) {
    Pane::onFrame(frame);
    if (!market()) return refresh();
    const Ticker ticker = context().market.ticker(*market());
    const bool same = !m_changed && ticker.ts == m_facts.ticker.ts && ticker.status == m_facts.ticker.status &&
                      ticker.prices == m_facts.ticker.prices && context().market.book(*market()) == m_facts.book &&
                      context().accounts.account() == m_facts.account &&
                      accepting(context().venue.health()) == m_facts.running;
    if (!same) refresh();
}

void SizingPane::watch() {
    if (isVisible() && market())
        m_watch = context().market.watchBook(*market());
    else
        m_watch.cancel();
}

void SizingPane::showEvent(QShowEvent* event) {
    watch();
    Pane::showEvent(event);
}

void SizingPane::hideEvent(QHideEvent* event) {
    Pane::hideEvent(event);
    watch();
}

/// Prices of another market say nothing about this one.
void SizingPane::marketChanged() {
    const MarketInfo* info = context().info(*market());
    const bool another = m_facts.market && *m_facts.market != *market();
    if (another) {
        for (const auto& [name, edit] : fields()) {
            if (name != "risk" && name != "lev") edit->clear();
        }
    }
    if (info != nullptr) {
        for (DecimalEdit* edit : {m_entry, m_stop, m_targets[0], m_targets[1], m_targets[2]})
            edit->setUnit(info->params.tick.raw());
    }
    m_risk->setUnit(100'000'000); // 0.1
    m_changed = true;
    watch();
    if (isVisible()) refresh();
}

void SizingPane::themeChanged() {
    showHeadlineColour();
    m_messages->setFont(theme().font(FontRole::Interface));
    m_copy->setFont(theme().font(FontRole::Interface));
    m_changed = true;
}

PaneState SizingPane::state() const {
    PaneState state = Pane::state();
    for (const auto& [name, edit] : fields()) {
        if (!edit->text().isEmpty()) state[name] = edit->text().toStdString();
    }
    state[kUnitKey] = chosenNumber(*m_unit) == kQuote ? "usdc" : "percent";
    return state;
}

void SizingPane::restore(const PaneState& state) {
    Pane::restore(state); // chooses the market, whose prices these are
    const auto unit = state.find(kUnitKey);
    if (unit == state.end()) return; // nothing of this pane is kept
    m_unit->setCurrentIndex(unit->second == "usdc" ? kQuote : kPercent);
    for (const auto& [name, edit] : fields()) {
        const auto found = state.find(name);
        const bool good =
            found != state.end() && found->second.size() <= kLongestText && parseDecimal(found->second, kRiskDecimals);
        edit->setText(good ? QString::fromStdString(found->second) : QString());
    }
}

std::optional<QString> SizingPane::applyWords(const ports::ActionWords& words) {
    const QString usage = tr("CALC wants ENTRY, STOP, RISK, LEV, T1, T2 or T3, each with a number or NONE; a risk with "
                             "% is a part of the equity.");
    auto all = fields();
    for (std::size_t i = 0; i < words.size(); i += 2) {
        std::string name = ports::toUpper(words[i]);
        for (char& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        const auto field = all.find(name);
        if (field == all.end() || i + 1 == words.size()) return usage;
        std::string value = words[i + 1];
        const bool none = ports::toUpper(value) == "NONE";
        const bool percent = name == "risk" && value.ends_with('%');
        if (percent) value.pop_back();
        if (!none && (value.size() > kLongestText || !parseDecimal(value, kRiskDecimals))) return usage;
        field->second->setText(none ? QString() : QString::fromStdString(value));
        if (name == "risk" && !none) m_unit->setCurrentIndex(percent ? kPercent : kQuote);
    }
    return std::nullopt;
}

} // namespace qd::ui
