#include "widgets/chart/ChartDrawer.h"

#include "widgets/chart/Readout.h"

#include <QKeyEvent>
#include <QLineEdit>

#include <cmath>

namespace qd::chart {
namespace {

/// Keys of a line that is typed into are for it alone.
class NoteEdit final : public QLineEdit {
  public:
    using QLineEdit::QLineEdit;

  protected:
    void keyPressEvent(QKeyEvent* event) override {
        if (event->key() == Qt::Key_Escape) clear(); // nothing is meant
        const bool ends = event->key() == Qt::Key_Escape;
        if (ends)
            emit editingFinished();
        else
            QLineEdit::keyPressEvent(event);
        event->accept();
    }
};

} // namespace

using drawings::Anchor;
using drawings::Drawing;
using drawings::Tool;

ChartDrawer::ChartDrawer(QWidget& view, const ChartScene& scene, drawings::DrawingBook& book, ChartLook& look)
    : QObject(&view)
    , m_view(view)
    , m_scene(scene)
    , m_book(book)
    , m_look(look)
    , m_places(scene) {}

bool ChartDrawer::follow() {
    const MarketInfo* info = m_scene.info();
    const std::string symbol = info == nullptr ? std::string() : info->params.symbol;
    if (symbol != m_symbol || (m_drawings == nullptr && info != nullptr)) {
        m_symbol = symbol;
        m_drawings = info == nullptr ? nullptr : &m_book.of(symbol);
        m_hand.cancel();
        m_held = false;
        m_selected = 0;
        settle();
        m_seen = m_drawings == nullptr ? 0 : m_drawings->revision();
        return true;
    }
    if (m_drawings == nullptr || m_drawings->revision() == m_seen) return false;
    m_seen = m_drawings->revision();
    if (m_drawings->find(m_selected) == nullptr) m_selected = 0;
    settle();
    return true;
}

void ChartDrawer::settle() {
    m_layer.show(m_drawings);
    m_layer.setHand(m_hand.isPlacing() || m_hand.isMoving() ? m_hand.drawing() : nullptr, m_selected);
}

QString ChartDrawer::hint() const {
    if (!m_hand.tool()) return {};
    return tr("%1: %2. Esc ends it.").arg(drawings::titleOf(*m_hand.tool()), drawings::hintOf(*m_hand.tool()));
}

void ChartDrawer::setMagnet(bool on) {
    m_magnet = on;
    emit changed();
}

void ChartDrawer::choose(std::optional<Tool> tool) {
    m_hand.choose(tool);
    m_hand.setStyle(m_colour, m_width);
    m_held = false;
    if (tool) m_selected = 0;
    settle();
    emit toolChanged(tool ? drawings::titleOf(*tool) : QString());
    emit changed();
}

void ChartDrawer::select(std::uint32_t id) {
    m_selected = id;
    if (const Drawing* drawing = selected()) m_view.setAccessibleDescription(drawings::titleOf(drawing->tool));
    settle();
    emit changed();
}

const Drawing* ChartDrawer::selected() const { return m_drawings == nullptr ? nullptr : m_drawings->find(m_selected); }

// ---- the mouse

/// The open, high, low or close of the bar at `at` that is nearest; empty where there is no bar.
std::optional<Anchor> ChartDrawer::magnetAt(const QPoint& at) const {
    const IndexRange under = barsAt(m_scene, at.x(), m_look.ratio);
    const auto total = m_scene.bars().total(under.first, under.last);
    if (!total) return std::nullopt;
    const auto apart = [&](Price price) {
        return std::abs(m_places.yOfRaw(static_cast<double>(price.raw())) - at.y());
    };
    const Price nearest = std::ranges::min({total->open, total->high, total->low, total->close}, {}, apart);
    // In the middle of a bar, so that it is over the same bar whatever the interval.
    const std::int64_t half = static_cast<std::int64_t>(m_scene.bars().interval()) / 2;
    const bool one = under.last - under.first == 1;
    return drawings::bounded(
        {one ? m_scene.bars().timeAt(m_scene.bars()[under.first].openTime + half) : m_places.timeAt(at.x()), nearest});
}

Anchor ChartDrawer::anchorAt(const QPoint& at) const {
    const bool inverted = m_modifiers.testFlag(Qt::ControlModifier);
    const auto pulled = m_magnet != inverted ? magnetAt(at) : std::nullopt;
    return pulled.value_or(m_places.anchorAt(at));
}

std::optional<drawings::DrawingLayer::Found> ChartDrawer::found(const QPoint& at) const {
    return m_layer.at(at, m_places, {m_look.small, m_look.text});
}

bool ChartDrawer::press(const QPoint& at) {
    if (!m_hand.tool() || m_drawings == nullptr || !m_places.plot().contains(at)) return false;
    m_at = at;
    m_held = true;
    m_hand.press(at, anchorAt(at));
    settle();
    return true;
}

bool ChartDrawer::grab(const QPoint& at) {
    const auto under = found(at);
    if (!under) {
        if (m_selected != 0) select(0);
        return false;
    }
    m_at = at;
    m_held = true;
    m_hand.grab(*m_drawings->find(under->id), under->hit.handle, at);
    select(under->id);
    return true;
}

void ChartDrawer::carry(const QPoint& to) {
    m_at = to;
    m_hand.moveTo(to, anchorAt(to), m_places, true);
    settle();
}

void ChartDrawer::hover(const QPoint& at) {
    m_at = at;
    if (!m_hand.isPlacing() || m_held) return;
    m_hand.moveTo(at, anchorAt(at), m_places, false);
    settle();
}

void ChartDrawer::drop() {
    m_held = false;
    const bool isNew = m_hand.isPlacing();
    auto done = m_hand.release(m_at, anchorAt(m_at));
    settle();
    if (!done) return;
    if (!isNew) return change(std::move(*done));
    choose({}); // a tool draws once
    if (done->tool == Tool::Text) return editText(std::move(*done));
    keep(std::move(*done));
}

void ChartDrawer::letGo() {
    // Only points of a new drawing wait for another click.
    if (!m_hand.isPlacing()) m_hand.cancel();
    m_held = false;
    settle();
}

std::optional<Qt::CursorShape> ChartDrawer::cursorAt(const QPoint& at) const {
    if (!m_places.plot().contains(at)) return std::nullopt;
    if (m_hand.tool()) return Qt::CrossCursor;
    const auto under = found(at);
    if (!under) return std::nullopt;
    return under->hit.handle ? Qt::PointingHandCursor : Qt::SizeAllCursor;
}

// ---- what is done

void ChartDrawer::keep(Drawing drawing) {
    const auto id = m_drawings->add(std::move(drawing));
    if (!id) return emit refused(id.error());
    select(*id);
}

void ChartDrawer::change(Drawing drawing) {
    // What moves waits anew: it was crossed where it stood.
    if (const Drawing* before = m_drawings->find(drawing.id);
        before != nullptr && before->points != drawing.points && drawing.watch == drawings::Watch::Done)
        drawing.watch = drawings::Watch::On;
    if (const auto done = m_drawings->change(std::move(drawing)); !done) emit refused(done.error());
    settle();
    emit changed();
}

void ChartDrawer::remove() {
    const std::uint32_t id = std::exchange(m_selected, 0);
    m_hand.cancel();
    m_held = false;
    settle();
    m_drawings->remove(id);
    emit changed();
}

void ChartDrawer::duplicate() {
    constexpr double kAside = 20; // pixels
    Drawing copy = drawings::shifted(*selected(), {kAside, kAside}, m_places);
    copy.id = 0;
    copy.watch = drawings::Watch::Off;
    keep(std::move(copy));
}

void ChartDrawer::undo(bool again) {
    if (m_hand.drawing() != nullptr) {
        m_hand.cancel(); // what is only begun goes first
        settle();
        return emit changed();
    }
    if (m_drawings == nullptr) return;
    if (!(again ? m_drawings->redo() : m_drawings->undo()))
        return emit refused(again ? tr("Nothing was undone that could be done again.")
                                  : tr("Nothing was drawn that could be undone."));
    if (selected() == nullptr) m_selected = 0;
    settle();
    emit changed();
}

void ChartDrawer::nudge(int bars, int ticks) {
    Drawing moved = drawings::shifted(*selected(), {bars * m_scene.view().slot(), 0}, m_places);
    for (Anchor& anchor : moved.points)
        anchor = drawings::bounded({anchor.t, Price(anchor.price.raw() + ticks * m_places.tick().raw())});
    change(std::move(moved));
}

void ChartDrawer::style(std::uint8_t colour, std::uint8_t width) {
    m_colour = colour;
    m_width = width;
    m_hand.setStyle(colour, width);
    if (const Drawing* drawing = selected()) {
        Drawing styled = *drawing;
        styled.colour = colour;
        styled.width = width;
        change(std::move(styled));
    }
}

void ChartDrawer::editText(Drawing drawing) {
    auto* edit = new NoteEdit(QString::fromStdString(drawing.text), &m_view);
    edit->setObjectName(QStringLiteral("drawingText"));
    edit->setAccessibleName(tr("Words of the text"));
    edit->setPlaceholderText(tr("Words; Enter keeps them"));
    edit->setMaxLength(static_cast<int>(drawings::kLongestText));
    const QPoint at = m_places.pointOf(drawing.points.front()).toPoint();
    const QSize size(std::min(220, m_places.plot().width()), edit->sizeHint().height());
    const QRect room = m_places.plot();
    edit->setGeometry(QRect(
        QPoint(std::clamp(at.x(), room.left(), std::max(room.left(), room.right() - size.width())),
               std::clamp(at.y() - size.height() / 2, room.top(), std::max(room.top(), room.bottom() - size.height()))),
        size));
    connect(edit, &QLineEdit::editingFinished, this, [this, edit, drawings = m_drawings, drawing = std::move(drawing)] {
        edit->disconnect(this); // losing the focus ends it once more
        edit->deleteLater();
        if (drawings == m_drawings) takeText(drawing, edit->text()); // else the words were meant for another market
        m_view.setFocus();
    });
    edit->show();
    edit->setFocus();
}

void ChartDrawer::takeText(const Drawing& drawing, const QString& words) {
    Drawing written = drawing;
    written.text = words.simplified().toStdString();
    if (written.text.empty()) return; // nothing was meant
    if (m_drawings == nullptr) return;
    if (written.id == 0) return keep(std::move(written));
    change(std::move(written));
}

// ---- words

std::expected<QString, QString> ChartDrawer::run(const ports::ActionWords& words, const DrawMoment& moment) {
    follow();
    if (m_drawings == nullptr) return std::unexpected(tr("There is no market to draw on yet."));
    const auto command = readDrawWords(words, moment);
    if (!command) return std::unexpected(command.error());
    switch (command->deed) {
    case DrawCommand::Deed::Choose:
        choose(command->drawing.tool);
        m_view.setFocus();
        return hint();
    case DrawCommand::Deed::Add: {
        Drawing drawing = command->drawing;
        drawing.colour = m_colour;
        drawing.width = m_width;
        const auto added = m_drawings->add(std::move(drawing));
        if (!added) return std::unexpected(added.error());
        break;
    }
    case DrawCommand::Deed::Off: choose({}); break;
    case DrawCommand::Deed::Clear: {
        const std::size_t count = m_drawings->clear();
        if (count == 0) return std::unexpected(tr("Nothing is drawn on this market."));
        follow();
        emit changed();
        return tr("%1 drawings are deleted; CHART DRAW UNDO brings them back.").arg(count);
    }
    case DrawCommand::Deed::Undo:
        if (!m_drawings->undo()) return std::unexpected(tr("Nothing was drawn that could be undone."));
        break;
    case DrawCommand::Deed::Redo:
        if (!m_drawings->redo()) return std::unexpected(tr("Nothing was undone that could be done again."));
        break;
    case DrawCommand::Deed::Magnet: setMagnet(command->on); break;
    }
    follow();
    emit changed();
    return QString();
}

} // namespace qd::chart
