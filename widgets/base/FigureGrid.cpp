#include "widgets/base/FigureGrid.h"

#include <QGridLayout>

#include <algorithm>

namespace qd::ui {
namespace {

constexpr int kSpacing = 12;

} // namespace

FigureGrid::FigureGrid(ThemeHost& themes, const Settings& settings, const QString& sample, QWidget* parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_settings(settings)
    , m_sample(sample)
    , m_grid(new QGridLayout(this)) {
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(kSpacing);
    m_grid->setVerticalSpacing(0);
    connect(&themes, &ThemeHost::changed, this, [this] {
        m_columns = 0;
        arrange();
    });
}

FigureView* FigureGrid::add(const QString& name, const QString& label, const QString& tip, bool strong) {
    auto* view = new FigureView(m_themes, m_settings, name, label, tip, this);
    view->setStrong(strong);
    m_figures.push_back(view);
    m_columns = 0;
    arrange();
    return view;
}

bool FigureGrid::fade(std::int64_t now) {
    bool fading = false;
    for (FigureView* view : m_figures) fading = view->fade(now) || fading;
    return fading;
}

void FigureGrid::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void FigureGrid::arrange() {
    int widest = 1;
    for (const FigureView* view : m_figures) widest = std::max(widest, view->widthFor(m_sample));
    const int count = static_cast<int>(m_figures.size());
    const int columns = std::clamp((width() + kSpacing) / (widest + kSpacing), 1, std::max(1, count));
    if (columns == m_columns) return;
    const int rows = (count + columns - 1) / columns;
    const int height = m_themes.theme().rowHeight();
    for (int c = 0; c < std::max(columns, m_grid->columnCount()); ++c) m_grid->setColumnStretch(c, c < columns);
    m_columns = columns;
    for (int i = 0; i < count; ++i) {
        m_figures[static_cast<std::size_t>(i)]->setFixedHeight(height);
        m_grid->addWidget(m_figures[static_cast<std::size_t>(i)], i % rows, i / rows);
    }
    setMinimumWidth(widest);
    setFixedHeight(rows * height);
}

} // namespace qd::ui
