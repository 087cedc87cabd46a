// Size: a table of columns, a row each.
#include "widgets/brackets/BracketPane.h"

#include "core/base/Decimal.h"
#include "widgets/base/ChoiceBox.h"
#include "widgets/base/FlowLayout.h"
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/brackets/RulesForm.h"
#include "widgets/terms/KeptRunning.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpressionValidator>
#include <QScrollArea>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>

namespace qd::ui {
namespace {

using R = BracketRow;

constexpr int kLevelDecimals = 6;

QString shown(const std::string& text) { return QString::fromStdString(text); }

QString distance(const std::optional<PriceOffset>& offset) {
    if (!offset) return unknownText();
    QString text = shown(offsetText(*offset));
    if (offset->unit == PriceOffset::Unit::Ticks) return text.chopped(1) + QStringLiteral(" ticks");
    if (offset->unit == PriceOffset::Unit::Percent) return text.chopped(1) + QStringLiteral(" %");
    return text + QStringLiteral(" USDC");
}

QString exampleOf(const BracketTemplate& bracket, Price mark, const MarketParams& market) {
    const auto levels = mark.isZero() ? std::nullopt : levelsOf(bracket, Side::Buy, mark, market);
    if (!levels) return unknownText();
    const int decimals = decimalsOf(market.tick);
    const auto price = [&](const std::optional<Price>& p) { return p ? text(*p, decimals) : unknownText(); };
    return price(levels->takeProfit) + QStringLiteral(" / ") + price(levels->stop);
}

} // namespace

BracketPane::BracketPane(PaneContext& context)
    : Pane(context, QStringLiteral("BRACKET"), tr("Brackets"), true)
    , m_model(columns(), [](const R& r) { return r.bracket.name; })
    , m_table(new Table(context.themes, context.settings, QStringLiteral("brackets"), this))
    , m_runningModel(runningColumns([this](const RunningRow& r) { endRules(r); }),
                     [](const RunningRow& r) { return r.bracket.entry.value(); })
    , m_running(new Table(context.themes, context.settings, QStringLiteral("bracketsRunning"), this))
    , m_notice(new NoticeLine(context.themes, QStringLiteral("bracketsNotice"), this)) {
    m_table->setRowsModel(&m_model);
    m_table->setFoldOrder({7, 4, 5, 6, 3});
    m_table->setEmptyText(tr("No template is kept."), tr("Name one below, type its distances and save it."));
    m_running->setRowsModel(&m_runningModel);
    m_running->setFoldOrder({5, 2, 3});
    m_running->setAccessibleName(tr("Brackets whose rules are at work"));
    m_running->hide();
    auto* body = new QWidget(this);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_table, 2);
    column->addWidget(m_running, 1);
    column->addWidget(makeForm());
    column->addWidget(m_notice);
    setBody(body);
    applySizes();
    connect(m_table, &Table::rowActivated, this, [this](int row) { edit(m_model.row(row).bracket); });
    auto* del = new QShortcut(QKeySequence(Qt::Key_Delete), m_table, nullptr, nullptr, Qt::WidgetShortcut);
    connect(del, &QShortcut::activated, this, [this] {
        if (const int row = m_table->currentSourceRow(); row >= 0) remove(R(m_model.row(row)));
    });
    connect(&context.settings, &Settings::changed, this, [this](const QString& key) {
        m_dirty = m_dirty || key == QLatin1String(setting::kBrackets) ||
                  key == QLatin1String(setting::kLadderBracket) || key == QLatin1String(setting::kRunning);
    });
    m_accounts = context.accounts.onChanged([this] { m_dirty = true; });
}

/// Distances, and beside them, or below where there is no room, the rules.
QWidget* BracketPane::makeForm() {
    m_scroll = new QScrollArea(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* form = new QWidget(m_scroll);
    form->setObjectName(QStringLiteral("bracketFields"));
    auto* frame = new QVBoxLayout(form);
    frame->setContentsMargins(8, 8, 8, 8);
    auto* parts = new QWidget(form);
    auto* sides = new FlowLayout(16);
    parts->setLayout(sides);
    auto* fields = new QWidget(parts);
    auto* grid = new QGridLayout(fields);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(6);
    grid->setVerticalSpacing(4);
    makeFields(*grid);
    m_rules = new RulesForm(context().themes, parts);
    connect(m_rules, &RulesForm::entered, this, &BracketPane::save);
    sides->addWidget(fields);
    sides->addWidget(m_rules);
    frame->addWidget(parts);
    frame->addStretch(1);
    m_scroll->setWidget(form);
    return m_scroll;
}

void BracketPane::fitForm() {
    const int tables = (m_running->isHidden() ? 5 : 9) * theme().rowHeight();
    const int room = std::max(height() - tables - header()->height(), 3 * theme().rowHeight());
    m_scroll->setFixedHeight(std::min(m_scroll->widget()->heightForWidth(width()), room));
}

void BracketPane::resizeEvent(QResizeEvent* event) {
    Pane::resizeEvent(event);
    fitForm();
}

std::vector<Column<BracketRow>> BracketPane::columns() {
    std::vector<Column<R>> list;
    list.push_back({.title = tr("Name"),
                    .hint = tr("Name of the template"),
                    .text = [](const R& r) { return shown(r.bracket.name); },
                    .right = false,
                    .strong = true,
                    .sample = QStringLiteral("scalp-tight")});
    list.push_back({.title = tr("Target"),
                    .hint = tr("How far the take-profit is from the entry"),
                    .text = [](const R& r) { return distance(r.bracket.takeProfit); },
                    .token = [](const R& r) { return r.bracket.takeProfit ? Token::Up : Token::Text3; },
                    .sample = QStringLiteral("120 ticks")});
    list.push_back({.title = tr("Stop"),
                    .hint = tr("How far the stop is from the entry"),
                    .text = [](const R& r) { return distance(r.bracket.stop); },
                    .token = [](const R& r) { return r.bracket.stop ? Token::Down : Token::Text3; },
                    .sample = QStringLiteral("120 ticks")});
    list.push_back({.title = tr("Watches"),
                    .hint = tr("The price that fires its exits"),
                    .text = [](const R& r) { return word(r.bracket.source); },
                    .right = false,
                    .sample = QStringLiteral("index")});
    list.push_back({.title = tr("Target is"),
                    .hint = tr("A limit that rests in the book, or a market order when the price is touched"),
                    .text = [](const R& r) { return r.bracket.restingProfit ? tr("limit") : tr("market"); },
                    .right = false,
                    .sample = QStringLiteral("market")});
    list.push_back({.title = tr("Rules"),
                    .hint = tr("What the terminal does with its orders, while it runs"),
                    .text = [](const R& r) { return shown(rulesText(r.bracket.rules)); },
                    .right = false,
                    .sample = QStringLiteral("EVEN 8t PLUS 1t TRAIL 12t BY 6t")});
    list.push_back({.title = tr("Ladder"),
                    .hint = tr("Opening orders of the ladder get this bracket"),
                    .text = [](const R& r) { return r.ofLadder ? tr("in use") : QString(); },
                    .token = [](const R&) { return Token::Accent; },
                    .right = false,
                    .sample = tr("in use")});
    list.push_back({.title = tr("Buy at mark"),
                    .hint = tr("Target and stop of a buy at the mark of now, in the pane's market"),
                    .text = [](const R& r) { return r.example; },
                    .sample = QStringLiteral("104 238.17 / 101 238.17")});
    list.push_back(
        {.hint = tr("Use in the ladder, edit, delete"),
         .links =
             {{tr("Use"), [this](const R& r) { useInLadder(r); }, [](const R& r) { return !r.ofLadder; }, {}},
              {tr("Stop using"), [this](const R& r) { useInLadder(r); }, [](const R& r) { return r.ofLadder; }, {}},
              {tr("Edit"), [this](const R& r) { edit(r.bracket); }, {}, {}},
              {tr("Delete"), [this](const R& r) { remove(r); }, {}, {}}},
         .sample = tr("Stop using · Edit · Delete")});
    return list;
}

BracketPane::Level BracketPane::makeLevel(QGridLayout& grid, int row, const QString& label, const QString& name) {
    Level level;
    auto* text = new QLabel(label, this);
    text->setProperty("label", true);
    level.edit = new DecimalEdit(kLevelDecimals, name, this);
    level.edit->setAccessibleName(tr("Distance of the %1").arg(label.toLower()));
    level.edit->setUnit(Price::kScale);
    level.unit = new ChoiceBox(context().themes, this);
    level.unit->setObjectName(name + QStringLiteral("Unit"));
    level.unit->setAccessibleName(tr("Unit of the %1").arg(label.toLower()));
    level.unit->addItems({tr("ticks"), tr("%"), tr("USDC")});
    level.unit->setCurrentIndex(1);
    grid.addWidget(text, row, 0);
    grid.addWidget(level.edit, row, 1);
    grid.addWidget(level.unit, row, 2);
    level.mark();
    connect(level.edit, &QLineEdit::returnPressed, this, &BracketPane::save);
    connect(level.edit, &DecimalEdit::valueChanged, this, [level] { level.mark(); });
    connect(level.unit, &QComboBox::currentIndexChanged, this, [level] { level.mark(); });
    return level;
}

void BracketPane::makeFields(QGridLayout& grid) {
    auto* label = new QLabel(tr("Name"), this);
    label->setProperty("label", true);
    m_name = new QLineEdit(this);
    m_name->setObjectName(QStringLiteral("bracketName"));
    m_name->setAccessibleName(tr("Name of the template"));
    m_name->setToolTip(tr("1 to 16 letters, digits, - or _; a name that is there already is replaced."));
    m_name->setValidator(
        new QRegularExpressionValidator(QRegularExpression(QStringLiteral("[A-Za-z0-9_-]{0,16}")), this));
    connect(m_name, &QLineEdit::returnPressed, this, &BracketPane::save);
    grid.addWidget(label, 0, 0);
    grid.addWidget(m_name, 0, 1, 1, 2);
    m_takeProfit = makeLevel(grid, 1, tr("Target"), QStringLiteral("bracketTarget"));
    m_stop = makeLevel(grid, 2, tr("Stop"), QStringLiteral("bracketStop"));
    auto* watches = new QLabel(tr("Watches"), this);
    watches->setProperty("label", true);
    m_source = new Segmented({tr("Mark"), tr("Index"), tr("Last")}, QStringLiteral("bracketSource"), this);
    m_source->setAccessibleName(tr("Price that fires the exits"));
    m_source->setCurrent(0);
    grid.addWidget(watches, 3, 0);
    grid.addWidget(m_source, 3, 1, 1, 2, Qt::AlignLeft);
    m_resting = new QCheckBox(tr("Target rests as a limit"), this);
    m_resting->setObjectName(QStringLiteral("bracketResting"));
    m_resting->setAccessibleName(tr("Target rests as a limit"));
    grid.addWidget(m_resting, 4, 1, 1, 2);
    m_save = new QPushButton(tr("Save template"), this);
    m_save->setObjectName(QStringLiteral("bracketSave"));
    m_save->setAccessibleName(tr("Save template"));
    connect(m_save, &QPushButton::clicked, this, &BracketPane::save);
    grid.addWidget(m_save, 5, 1, 1, 2, Qt::AlignLeft);
    grid.setColumnStretch(1, 1);
}

bool BracketPane::Level::isEmpty() const { return edit->text().isEmpty(); }

std::string BracketPane::Level::typed() const {
    static constexpr std::array<const char*, 3> kUnits{"t", "%", ""};
    const auto raw = edit->raw();
    return (raw ? formatDecimal(*raw, kLevelDecimals) : edit->text().toStdString()) +
           kUnits[static_cast<std::size_t>(unit->currentIndex())];
}

void BracketPane::Level::mark() const {
    const bool wrong = !isEmpty() && !parseOffset(typed());
    setWrong(*edit, wrong);
    edit->setToolTip(wrong ? tr("Not a distance: ticks are whole, percent have at most 4 digits after the point, USDC "
                                "6, and all are above zero. With this nothing is saved.")
                           : tr("How far from the entry, above zero; empty: the bracket has none."));
}

std::expected<BracketTemplate, QString> BracketPane::typed() const {
    BracketTemplate out;
    static constexpr std::array<const char*, 3> kSources{"MARK", "INDEX", "LAST"};
    std::string text = kSources[static_cast<std::size_t>(m_source->current())];
    if (!m_takeProfit.isEmpty()) text += " TP " + m_takeProfit.typed();
    if (!m_stop.isEmpty()) text += " SL " + m_stop.typed();
    if (m_resting->isChecked()) text += " REST";
    text += m_rules->typed();
    return parseTemplate(m_name->text().toStdString(), text);
}

void BracketPane::edit(const BracketTemplate& bracket) {
    const auto put = [](const Level& level, const std::optional<PriceOffset>& offset) {
        level.edit->clear();
        if (!offset) return;
        level.unit->setCurrentIndex(static_cast<int>(offset->unit));
        std::string text = offsetText(*offset);
        if (offset->unit != PriceOffset::Unit::Price) text.pop_back();
        level.edit->setText(shown(text));
    };
    m_name->setText(shown(bracket.name));
    put(m_takeProfit, bracket.takeProfit);
    put(m_stop, bracket.stop);
    m_source->setCurrent(static_cast<int>(bracket.source));
    m_resting->setChecked(bracket.restingProfit);
    m_rules->put(bracket.rules);
    m_takeProfit.edit->setFocus();
}

void BracketPane::save() {
    const auto read = typed();
    if (!read) return say(read.error(), Token::Warn);
    auto list = keptTemplates(context().settings);
    const BracketTemplate* found = findTemplate(list, read->name);
    if (found == nullptr && list.size() >= kMostTemplates)
        return say(tr("%1 templates are kept already; delete one first.").arg(list.size()), Token::Warn);
    if (found != nullptr)
        list[static_cast<std::size_t>(found - list.data())] = *read;
    else
        list.push_back(*read);
    keep(list, tr("%1 is kept: %2.").arg(shown(read->name), shown(templateText(*read))));
}

void BracketPane::remove(const BracketRow& row) {
    const auto kept = removeTemplate(context().settings, row.bracket.name);
    if (!kept) return say(shown(kept.error().detail), Token::Danger);
    say(row.ofLadder ? tr("%1 is deleted; orders of the ladder get no bracket. Working orders stay as they are.")
                           .arg(shown(row.bracket.name))
                     : tr("%1 is deleted; working orders stay as they are.").arg(shown(row.bracket.name)),
        Token::Accent);
}

void BracketPane::useInLadder(const BracketRow& row) {
    (void)context().settings.set(setting::kLadderBracket, row.ofLadder ? std::string() : row.bracket.name);
    say(row.ofLadder ? tr("Orders of the ladder get no bracket.")
                     : tr("Opening orders of the ladder get the bracket %1.").arg(shown(row.bracket.name)) +
                           (row.bracket.rules.empty() ? QString() : QLatin1Char(' ') + rulesCaveat()),
        Token::Accent);
}

void BracketPane::endRules(const RunningRow& row) {
    const auto ended =
        endRunning(context().settings, [&](const RunningBracket& r) { return r.entry == row.bracket.entry; });
    if (!ended) return say(shown(ended.error().detail), Token::Danger);
    say(*ended == 0 ? tr("The rules of %1 had ended already.").arg(shown(row.bracket.name))
                    : tr("The rules of %1 have ended; its orders stand where they are.").arg(shown(row.bracket.name)),
        Token::Accent);
}

void BracketPane::keep(const std::vector<BracketTemplate>& templates, const QString& said) {
    const auto kept = context().settings.set(setting::kBrackets, templatesText(templates));
    say(kept ? said : shown(kept.error().detail), kept ? Token::Accent : Token::Danger);
}

void BracketPane::say(const QString& sentence, Token token) {
    m_notice->say(sentence, token, context().clock.monotonicNanos());
}

void BracketPane::read(const Frame& frame) {
    m_dirty = false;
    const MarketInfo* info = market() ? context().info(*market()) : nullptr;
    const std::string& used = context().settings.text(setting::kLadderBracket);
    std::vector<BracketRow> rows;
    for (const BracketTemplate& t : keptTemplates(context().settings))
        rows.push_back({t, ports::toUpper(t.name) == ports::toUpper(used),
                        info != nullptr ? exampleOf(t, m_mark, info->params) : unknownText()});
    m_model.setRows(rows, frame.nanos);
    readRunning(frame);
}

/// Those of this venue whose orders work.
void BracketPane::readRunning(const Frame& frame) {
    const auto rows = runningRows(context());
    m_runningModel.setRows(rows, frame.nanos);
    m_running->setVisible(!rows.empty());
    fitForm();
}

void BracketPane::onFrame(const Frame& frame) {
    Pane::onFrame(frame);
    m_notice->pass(frame.nanos);
    const Price mark = market() ? context().market.ticker(*market()).prices.mark : Price();
    if (mark != m_mark) m_dirty = true;
    m_mark = mark;
    if (m_dirty) read(frame);
    (void)m_table->fadeFlashes(frame.nanos);
    (void)m_running->fadeFlashes(frame.nanos);
}

PaneState BracketPane::state() const {
    PaneState state = Pane::state();
    state["columns"] = m_table->columnState();
    return state;
}

void BracketPane::restore(const PaneState& state) {
    Pane::restore(state);
    if (const auto found = state.find("columns"); found != state.end()) m_table->restoreColumnState(found->second);
    m_dirty = true;
}

void BracketPane::applySizes() {
    for (QWidget* control : std::initializer_list<QWidget*>{m_name, m_takeProfit.edit, m_takeProfit.unit, m_stop.edit,
                                                            m_stop.unit, m_save})
        control->setFixedHeight(theme().scaled(24));
    m_rules->applySizes();
    m_table->setMinimumHeight(4 * theme().rowHeight());
    m_running->setMinimumHeight(3 * theme().rowHeight());
    for (QComboBox* unit : {m_takeProfit.unit, m_stop.unit}) unit->setFixedWidth(theme().scaled(70));
    fitForm();
}

} // namespace qd::ui
