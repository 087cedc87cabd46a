#include "widgets/status/StatusPane.h"

#include "widgets/replay/PlaybackBar.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QMenu>
#include <QPaintEvent>
#include <QScrollArea>
#include <QToolTip>
#include <QVBoxLayout>

namespace qd::ui {

/// Where the figures are painted; as high as they need at its width.
class StatusPane::Board final : public QWidget {
  public:
    explicit Board(StatusPane& pane) : m_pane(pane) {
        setObjectName(QStringLiteral("statusBoard"));
        setAccessibleName(tr("State of everything"));
    }
    /// The figures or the look changed.
    void rearrange() {
        setMinimumHeight(m_pane.m_view.layout(width()));
        update();
    }

  protected:
    void resizeEvent(QResizeEvent*) override { setMinimumHeight(m_pane.m_view.layout(width())); }
    void paintEvent(QPaintEvent* event) override {
        const PaintScope scope(m_pane, 0);
        QPainter painter(this);
        for (const QRect& rect : event->region()) painter.fillRect(rect, m_pane.theme().color(Token::Bg1));
        m_pane.m_view.paint(painter, event->region());
    }
    bool event(QEvent* event) override {
        if (event->type() != QEvent::ToolTip) return QWidget::event(event);
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString tip = m_pane.m_view.tipAt(help->pos());
        if (tip.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), tip, this);
        return true;
    }

  private:
    StatusPane& m_pane;
};

StatusPane::StatusPane(PaneContext& context)
    : Pane(context, QStringLiteral("STATUS"), tr("Status"), false)
    , m_view(context)
    , m_playback(new PlaybackBar(context))
    , m_scroll(new QScrollArea)
    , m_board(new Board(*this)) {
    m_scroll->setObjectName(QStringLiteral("statusScroll"));
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(m_board);
    m_scroll->setAccessibleName(tr("State of everything"));
    auto* body = new QWidget(this);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_playback);
    column->addWidget(m_scroll, 1);
    setBody(body);
    setFocusProxy(m_scroll);
    connect(m_playback, &PlaybackBar::asked, this, &StatusPane::refresh);
    // A change of pace or a fault is shown at once, not at the next quarter of a second.
    m_changes = context.venue.onChanged([this] {
        if (isVisible()) refresh();
    });
}

StatusPane::~StatusPane() = default;

void StatusPane::refresh() {
    m_playback->refresh();
    QRegion dirty;
    switch (m_view.setFigures(statusFigures(context(), context().clock.monotonicNanos()), dirty)) {
    case StatusView::Change::None: break;
    case StatusView::Change::Lines: m_board->update(dirty); break;
    case StatusView::Change::Arrangement: m_board->rearrange(); break;
    }
}

void StatusPane::onFrame(const Frame&) { refresh(); }

void StatusPane::themeChanged() { m_board->rearrange(); }

void StatusPane::addMenuEntries(QMenu& menu) {
    menu.addAction(tr("Copy as text"), this,
                   [this] { QGuiApplication::clipboard()->setText(plainText(m_view.figures())); });
}

} // namespace qd::ui
