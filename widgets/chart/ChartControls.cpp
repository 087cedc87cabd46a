#include "widgets/chart/ChartControls.h"

#include "widgets/base/PaneHeader.h"
#include "widgets/plot/Intervals.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QMenu>

#include <algorithm>

namespace qd::chart {
namespace {

constexpr std::array<int, 8> kPeriods{9, 12, 20, 21, 26, 50, 100, 200};

QStringList intervalNames() {
    QStringList names;
    for (const plot::IntervalName& row : plot::kIntervals) names << QLatin1String(row.name);
    return names;
}

QString titleOf(BarStyle style) { return QCoreApplication::translate("qd::chart::BarStyle", nameOf(style).title); }

} // namespace

ChartControls::ChartControls(QWidget* parent) : QWidget(parent) {
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
        choose(options);
    });
    row->addWidget(m_intervals);
    row->addSpacing(8);
    row->addWidget(m_style = styleButton());
    row->addWidget(m_ema = toggle(QStringLiteral("ema"), &ChartOptions::ema));
    row->addWidget(m_vwap = toggle(QStringLiteral("vwap"), &ChartOptions::vwap));
    m_ema->setToolTip(tr("Exponential moving average; its period is in the pane's menu"));
    m_vwap->setText(tr("VWAP"));
    m_vwap->setToolTip(tr("Volume-weighted average price since 00:00 UTC"));
    m_folded = new QToolButton(this);
    m_folded->setObjectName(QStringLiteral("chartChoices"));
    m_folded->setAccessibleName(tr("Interval and studies"));
    m_folded->setFocusPolicy(Qt::TabFocus);
    connect(m_folded, &QToolButton::clicked, this, [this] {
        QMenu* menu = ui::popupMenu(this);
        addChoices(*menu);
        menu->popup(m_folded->mapToGlobal(m_folded->rect().bottomLeft()));
    });
    setOptions(m_options);
}

QToolButton* ChartControls::toggle(const QString& name, bool ChartOptions::* flag) {
    auto* button = new QToolButton(m_wide);
    button->setObjectName(name);
    button->setProperty("segment", true);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    connect(button, &QToolButton::clicked, this, [this, flag](bool on) {
        ChartOptions options = m_options;
        options.*flag = on;
        choose(options);
    });
    return button;
}

QToolButton* ChartControls::styleButton() {
    auto* button = new QToolButton(m_wide);
    button->setObjectName(QStringLiteral("style"));
    button->setProperty("segment", true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setToolTip(tr("How bars are drawn"));
    connect(button, &QToolButton::clicked, this, [this, button] {
        QMenu* menu = ui::popupMenu(this);
        addStyles(*menu);
        menu->popup(button->mapToGlobal(button->rect().bottomLeft()));
    });
    return button;
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
    m_intervals->setCurrent(static_cast<int>(row - plot::kIntervals.begin()));
    m_style->setText(titleOf(options.style));
    m_ema->setChecked(options.ema);
    m_ema->setText(tr("EMA %1").arg(options.emaPeriod));
    m_vwap->setChecked(options.vwap);
    for (QToolButton* button : {m_style, m_ema, m_vwap}) button->setAccessibleName(button->text());
    m_folded->setText(QLatin1String(row->name));
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
            choose(options);
        });
        action->setCheckable(true);
        action->setChecked(row.interval == m_options.interval);
    }
    menu.addSeparator();
    addStyles(*menu.addMenu(tr("Bars as")));
    const auto flag = [&](const QString& text, bool ChartOptions::* which) {
        QAction* action = menu.addAction(text, this, [this, which](bool on) {
            ChartOptions options = m_options;
            options.*which = on;
            choose(options);
        });
        action->setCheckable(true);
        action->setChecked(m_options.*which);
    };
    flag(tr("EMA %1").arg(m_options.emaPeriod), &ChartOptions::ema);
    flag(tr("VWAP"), &ChartOptions::vwap);
    flag(tr("Mark price, bid and ask"), &ChartOptions::quotes);
    flag(tr("Own fills"), &ChartOptions::fills);
    QMenu* periods = menu.addMenu(tr("EMA period"));
    for (const int period : kPeriods) {
        QAction* action = periods->addAction(QString::number(period), this, [this, period] {
            ChartOptions options = m_options;
            options.ema = true;
            options.emaPeriod = period;
            choose(options);
        });
        action->setCheckable(true);
        action->setChecked(period == m_options.emaPeriod);
    }
}

} // namespace qd::chart
