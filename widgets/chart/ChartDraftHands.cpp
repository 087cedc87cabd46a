// Exits of a position and brackets before they are sent, under the pointer of ChartView and in its hand.
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/chart/ChartView.h"
#include "widgets/terms/Exits.h"
#include "widgets/terms/KeptBrackets.h"

#include <QMenu>

#include <algorithm>

namespace qd::chart {

const PositionView* ChartView::position(const std::shared_ptr<const AccountView>& account) const {
    if (account == nullptr || !m_scene.market()) return nullptr;
    const auto found = std::ranges::find_if(account->positions, [&](const PositionView& p) {
        return p.market == *m_scene.market() && !p.position.base.isZero();
    });
    return found == account->positions.end() ? nullptr : &*found;
}

std::expected<OrderTerms, QString> ChartView::exitHere(Price price) const {
    const auto account = m_context.accounts.account();
    const PositionView* held = position(account);
    if (held == nullptr) return std::unexpected(tr("There is no position to close."));
    return ui::exitAt(*held, price, m_context.accounts.orders(), ui::decimalsOf(m_scene.tick()));
}

void ChartView::placeExit(Price price) {
    const auto terms = exitHere(price);
    if (!terms) return tell(terms.error());
    const auto placed = m_context.gate.place(*terms, ui::Intent::OneClick);
    if (!placed) tell(QString::fromStdString(placed.error().detail));
    m_accountChanged = true;
}

/// "Stop at 140.00: −12.50".
QString ChartView::exitText(const OrderTerms& terms) const {
    const auto account = m_context.accounts.account();
    const PositionView* held = position(account);
    const bool wins = terms.trigger.kind == TriggerKind::TakeProfit;
    const auto made = held == nullptr ? std::nullopt : ui::resultOf(*held, terms.trigger.price);
    return (wins ? tr("Take profit %1 at %2: %3") : tr("Stop %1 at %2: %3"))
        .arg(plainText(terms.size), ui::text(terms.trigger.price, ui::decimalsOf(m_scene.tick())),
             made ? ui::signedText(*made) : ui::unknownText());
}

void ChartView::addExitAction(QMenu& menu, Price price) {
    const auto account = m_context.accounts.account();
    if (position(account) == nullptr) return;
    const auto terms = exitHere(price);
    QAction* action = menu.addAction(terms ? exitText(*terms) : terms.error());
    action->setObjectName(QStringLiteral("placeExit"));
    const auto objection =
        terms ? m_context.gate.objection(*terms, ui::Intent::OneClick) : std::optional<Error<ui::GateCode>>();
    action->setEnabled(terms && !objection);
    if (objection) action->setText(tr("%1 – %2").arg(action->text(), QString::fromStdString(objection->detail)));
    connect(action, &QAction::triggered, this, [this, price] { placeExit(price); });
}

void ChartView::addDraftActions(QMenu& menu, Side side, Price price) {
    const auto templates = ui::keptTemplates(m_context.settings);
    const QString level = ui::text(price, ui::decimalsOf(m_scene.tick()));
    QMenu* choices = menu.addMenu(tr("%1 limit at %2 with bracket").arg(ui::word(side), level));
    choices->setObjectName(side == Side::Buy ? QStringLiteral("buyBracket") : QStringLiteral("sellBracket"));
    for (const ui::BracketTemplate& bracket : templates) {
        choices->addAction(QString::fromStdString(bracket.name + "  " + ui::templateText(bracket)), this,
                           [this, side, price, bracket] { beginDraft(side, price, bracket); });
    }
    if (templates.empty())
        choices->addAction(tr("There is no template yet: BRACKET SAVE name TP 30t SL 10t makes one"))
            ->setEnabled(false);
}

void ChartView::beginDraft(Side side, Price price, const ui::BracketTemplate& bracket) {
    if (m_scene.info() == nullptr) return;
    const auto size = quickSize();
    if (!size) return tell(tr("The first quick size in the settings is no size; nothing is drafted."));
    emptyHand();
    OrderTerms terms;
    terms.market = m_scene.info()->params.id;
    terms.side = side;
    terms.price = price;
    terms.size = *size;
    if (const auto begun = m_draft.begin(terms, bracket, m_scene.info()->params); !begun) return tell(begun.error());
    setFocus();
    moved();
}

/// Accepted together or not at all; refused here it stays a draft.
void ChartView::sendDraft() {
    const auto plan = m_draft.plan();
    if (!plan) return tell(plan.error());
    const auto sent = m_context.gate.send(*plan, ui::Intent::OneClick);
    if (!sent) return tell(QString::fromStdString(sent.error().detail));
    emptyHand();
    m_draft.discard();
    m_accountChanged = true;
    moved();
}

void ChartView::discardDraft() {
    m_draft.discard();
    m_draftHeld.reset();
    moved();
}

std::optional<ChartView::Hand> ChartView::takeDraft(const PlacedMark& draft, const QPoint& at) {
    if (draft.cross.contains(at)) {
        discardDraft();
        return Hand::Free;
    }
    m_draftHeld = draft.mark.part;
    m_scene.holdPrices(true);
    return Hand::Own;
}

bool ChartView::draftKey(int key) {
    if (!m_draft.active()) return false;
    switch (key) {
    case Qt::Key_Escape: discardDraft(); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: sendDraft(); return true;
    default: return false;
    }
}

} // namespace qd::chart
