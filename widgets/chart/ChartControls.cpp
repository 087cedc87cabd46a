#include "widgets/chart/ChartControls.h"

#include "widgets/base/PaneHeader.h"
#include "widgets/chart/BarEditor.h"
#include "widgets/chart/StudyEditor.h"
#include "widgets/chart/StudyList.h"
#include "widgets/plot/Intervals.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QMenu>

#include <algorithm>

namespace qd::chart {
namespace {

QStringList intervalNames() {
    QStringList names;
    for (const plot::IntervalName& row : plot::kIntervals) names << QLatin1String(row.name);
    return names;
}

QString titleOf(PriceScale scale) { return QCoreApplication::translate("qd::chart::PriceScale", nameOf(scale).title); }
QString titleOf(BarStyle style) { return QCoreApplication::translate("qd::chart::BarStyle", nameOf(style).title); }

} // namespace

ChartControls::ChartControls(ui::PaneContext& context, QWidget* parent) : QWidget(parent), m_context(context) {
    setObjectName(QStringLiteral("chartControls"));
    m_wide = new QWidget(this);
    auto* row = new QHBoxLayout(m_wide);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    m_intervals = new ui::Segmented(intervalNames(), QStringLiteral("interval"), m_wide);
    m_intervals->setAccessibleName(tr("Length of a bar"));
    connect(m_intervals, &ui::Segmented::chosen, this, [this](int index) {
        ChartOptions options = m_options;
        options.interval = plot::kIntervals[static_cast<std::size_t>(index)].interval;
        options.bars = {};
        choose(options);
    });
    row->addWidget(m_intervals);
    row->addWidget(m_bars = button(QStringLiteral("bars"), tr("What ends a bar: time, trades, volume or prices"),
                                   &ChartControls::openBars));
    m_bars->setCheckable(true); // in place of an interval
    row->addSpacing(8);
    row->addWidget(m_style = button(QStringLiteral("style"), tr("How bars are drawn"), &ChartControls::openStyles));
    row->addWidget(m_scale =
                       button(QStringLiteral("scale"), tr("How prices are laid out, and other markets to compare with"),
                              &ChartControls::openScales));
    row->addWidget(m_studies = button(QStringLiteral("studies"), tr("Indicators over and below the bars"),
                                      &ChartControls::openStudiesBelow));
    row->addWidget(m_draw = button(QStringLiteral("draw"), tr("Lines, rulers and texts over the bars"),
                                   &ChartControls::openDrawing));
    m_folded = new QToolButton(this);
    m_folded->setObjectName(QStringLiteral("chartChoices"));
    m_folded->setAccessibleName(tr("Interval and studies"));
    m_folded->setFocusPolicy(Qt::TabFocus);
    connect(m_folded, &QToolButton::clicked, this, [this] {
        QMenu* menu = ui::popupMenu(this);
        addChoices(*menu);
        menu->popup(m_folded->mapToGlobal(m_folded->rect().bottomLeft()));
    });
    setTool({});
    setOptions(m_options);
}

QToolButton* ChartControls::button(const QString& name, const QString& help, void (ChartControls::*clicked)()) {
    auto* made = new QToolButton(m_wide);
    made->setObjectName(name);
    made->setProperty("segment", true);
    made->setFocusPolicy(Qt::TabFocus);
    made->setToolTip(help);
    connect(made, &QToolButton::clicked, this, clicked);
    return made;
}

void ChartControls::openStyles() {
    QMenu* menu = ui::popupMenu(this);
    addStyles(*menu);
    menu->popup(m_style->mapToGlobal(m_style->rect().bottomLeft()));
}

void ChartControls::openBars() {
    m_bars->setChecked(m_options.bars.kind.has_value()); // the click alone chooses nothing
    openBarsAt(m_bars->mapToGlobal(m_bars->rect().bottomLeft()));
}

void ChartControls::openBarsAt(const QPoint& global) {
    const Quantity dayVolume = m_market ? m_context.market.ticker(*m_market).dayVolume : Quantity();
    auto* editor = new BarEditor(m_context.themes, m_options.bars, dayVolume, this);
    connect(editor, &BarEditor::changed, this, [this](const BarChoice& bars) {
        ChartOptions options = m_options;
        options.bars = bars;
        choose(options);
    });
    editor->openAt(global);
}

void ChartControls::openScales() {
    QMenu* menu = ui::popupMenu(this);
    addScales(*menu);
    menu->popup(m_scale->mapToGlobal(m_scale->rect().bottomLeft()));
}

void ChartControls::addScales(QMenu& menu) {
    const auto& markets = m_context.market.markets();
    const auto isKnown = [&](const std::string& symbol) {
        return std::ranges::any_of(markets, [&](const MarketInfo& info) { return info.params.symbol == symbol; });
    };
    for (const PriceScaleName& row : kPriceScales) {
        QAction* action = menu.addAction(titleOf(row.scale), this, [this, scale = row.scale] {
            ChartOptions options = m_options;
            options.scale = scale;
            choose(options);
        });
        action->setCheckable(true);
        action->setChecked(row.scale == m_options.scale);
        action->setEnabled(std::ranges::none_of(m_options.compared, isKnown));
    }
    const bool byTime = !m_options.bars.kind.has_value();
    menu.addSection(byTime ? tr("Compare with") : tr("Compare with (bars of time only)"));
    const auto offer = [&](const std::string& symbol, const QString& text) {
        QAction* action = menu.addAction(text, this, [this, symbol](bool on) {
            ChartOptions options = m_options;
            std::erase(options.compared, symbol);
            if (on) options.compared.push_back(symbol);
            choose(options);
        });
        action->setCheckable(true);
        action->setChecked(std::ranges::find(m_options.compared, symbol) != m_options.compared.end());
        action->setEnabled(byTime && (action->isChecked() || m_options.compared.size() < kMostCompared));
    };
    for (const MarketInfo& info : markets) offer(info.params.symbol, QString::fromStdString(info.params.symbol));
    for (const std::string& symbol : m_options.compared) {
        if (!isKnown(symbol)) offer(symbol, tr("%1 (not at this venue)").arg(QString::fromStdString(symbol)));
    }
}

void ChartControls::openStudiesBelow() { openStudies(m_studies->mapToGlobal(m_studies->rect().bottomLeft())); }

void ChartControls::openDrawing() { emit drawingWanted(m_draw->mapToGlobal(m_draw->rect().bottomLeft())); }

void ChartControls::setTool(const QString& title) {
    m_draw->setText(title.isEmpty() ? tr("Draw") : title);
    m_draw->setAccessibleName(m_draw->text());
    refresh();
}

void ChartControls::openStudies(const QPoint& global) {
    auto* list = new StudyList(m_context.themes, m_options.studies, this);
    connect(list, &StudyList::added, this, [this](const StudyChoice& study) {
        StudyChoice added = study;
        added.values = standardValues(*study.kind, m_options.sessions.start());
        addStudy(std::move(added));
    });
    connect(list, &StudyList::removed, this, [this](std::size_t index) {
        ChartOptions options = m_options;
        options.studies.erase(options.studies.begin() + static_cast<std::ptrdiff_t>(index));
        choose(options);
    });
    connect(list, &StudyList::edited, this, [this, global](std::size_t index) { editStudy(index, global); });
    list->openAt(global);
}

void ChartControls::addSessions(QMenu& menu) {
    const auto offer = [&](const SessionChoice& sessions, const QString& title) {
        QAction* action = menu.addAction(title, this, [this, sessions] {
            ChartOptions options = m_options;
            chooseSessions(options, sessions);
            choose(options);
        });
        action->setCheckable(true);
        action->setChecked(sessions == m_options.sessions);
    };
    for (const SessionName& row : kSessions)
        offer({row.kind, 0}, QCoreApplication::translate("qd::chart::SessionChoice", row.title));
    if (m_options.sessions.kind == SessionChoice::Kind::Time)
        offer(m_options.sessions, tr("Days from %1 UTC").arg(QString::fromStdString(nameOf(m_options.sessions))));
}

void ChartControls::addProfiles(QMenu& menu) {
    for (const ProfileName& row : kProfiles) {
        const bool fixed = row.kind == ProfileChoice::Kind::Fixed;
        if (fixed && m_options.profile.kind != row.kind) continue; // which time is typed
        const QString title = QCoreApplication::translate("qd::chart::ProfileChoice", row.title);
        QAction* action = menu.addAction(title, this, [this, kind = row.kind] {
            ChartOptions options = m_options;
            if (kind != options.profile.kind) options.profile = {kind, {}, {}};
            choose(options);
        });
        action->setCheckable(true);
        action->setChecked(row.kind == m_options.profile.kind);
    }
}

void ChartControls::addStudy(StudyChoice study) {
    if (m_options.studies.size() >= kMostStudies) return emit refused(tooManyStudies());
    ChartOptions options = m_options;
    options.studies.push_back(std::move(study));
    choose(options);
}

void ChartControls::editStudy(std::size_t study, const QPoint& global) {
    if (study >= m_options.studies.size()) return;
    auto* editor = new StudyEditor(m_context.themes, m_options.studies[study], this);
    connect(editor, &StudyEditor::changed, this, [this, study](const StudyChoice& changed) {
        if (study >= m_options.studies.size() || m_options.studies[study].kind != changed.kind) return;
        ChartOptions options = m_options;
        options.studies[study] = changed;
        choose(options);
    });
    connect(editor, &StudyEditor::removed, this, [this, study] {
        if (study >= m_options.studies.size()) return;
        ChartOptions options = m_options;
        options.studies.erase(options.studies.begin() + static_cast<std::ptrdiff_t>(study));
        choose(options);
    });
    connect(editor, &StudyEditor::alertWanted, this, [this, study, global] { emit alertWanted(study, global); });
    editor->openAt(global);
}

void ChartControls::addStyles(QMenu& menu) {
    for (const BarStyleName& row : kBarStyles) {
        QAction* action = menu.addAction(titleOf(row.style), this, [this, style = row.style] {
            ChartOptions options = m_options;
            options.style = style;
            choose(options);
        });
        action->setCheckable(true);
        action->setChecked(row.style == m_options.style);
    }
}

void ChartControls::choose(const ChartOptions& options) {
    setOptions(options);
    emit chosen(options);
}

void ChartControls::setOptions(const ChartOptions& options) {
    m_options = options;
    const auto row = std::ranges::find(plot::kIntervals, options.interval, &plot::IntervalName::interval);
    const bool byTime = !options.bars.kind.has_value();
    m_intervals->setCurrent(byTime ? static_cast<int>(row - plot::kIntervals.begin()) : -1);
    m_bars->setText(titleOf(options.bars));
    m_bars->setChecked(!byTime);
    m_style->setText(titleOf(options.style));
    m_scale->setText(options.compared.empty() ? titleOf(options.scale)
                                              : tr("Compared %1").arg(options.compared.size()));
    m_studies->setText(options.studies.empty() ? tr("Studies") : tr("Studies %1").arg(options.studies.size()));
    for (QToolButton* each : {m_bars, m_style, m_scale, m_studies}) each->setAccessibleName(each->text());
    m_folded->setText(byTime ? QLatin1String(row->name) : titleOf(options.bars));
    refresh();
}

void ChartControls::refresh() {
    updateGeometry();
    fold();
}

QSize ChartControls::sizeHint() const { return m_wide->sizeHint(); }
QSize ChartControls::minimumSizeHint() const { return m_folded->sizeHint(); }
void ChartControls::resizeEvent(QResizeEvent*) { fold(); }

void ChartControls::fold() {
    const bool wide = width() >= m_wide->sizeHint().width();
    m_wide->setVisible(wide);
    m_folded->setVisible(!wide);
    m_wide->setGeometry(rect());
    const int across = std::min(width(), m_folded->sizeHint().width());
    m_folded->setGeometry(width() - across, 0, across, height());
}

void ChartControls::addChoices(QMenu& menu) {
    for (const plot::IntervalName& row : plot::kIntervals) {
        QAction* action = menu.addAction(QLatin1String(row.name), this, [this, interval = row.interval] {
            ChartOptions options = m_options;
            options.interval = interval;
            options.bars = {};
            choose(options);
        });
        action->setCheckable(true);
        action->setChecked(!m_options.bars.kind && row.interval == m_options.interval);
    }
    menu.addAction(tr("Bars of trades, volume or prices …"), this,
                   [this] { openBarsAt(mapToGlobal(rect().bottomLeft())); });
    menu.addSeparator();
    addStyles(*menu.addMenu(tr("Bars as")));
    addScales(*menu.addMenu(tr("Scale")));
    const auto flag = [&](const QString& text, bool ChartOptions::* which) {
        QAction* action = menu.addAction(text, this, [this, which](bool on) {
            ChartOptions options = m_options;
            options.*which = on;
            choose(options);
        });
        action->setCheckable(true);
        action->setChecked(m_options.*which);
    };
    addSessions(*menu.addMenu(tr("Sessions")));
    addProfiles(*menu.addMenu(tr("Volume profile")));
    menu.addAction(tr("Draw …"), this, [this] { emit drawingWanted(mapToGlobal(rect().bottomLeft())); });
    menu.addAction(tr("Studies …"), this, [this] { openStudies(mapToGlobal(rect().bottomLeft())); });
    flag(tr("Mark price, bid and ask"), &ChartOptions::quotes);
    flag(tr("Own fills"), &ChartOptions::fills);
}

} // namespace qd::chart
