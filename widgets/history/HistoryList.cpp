#include "widgets/history/HistoryList.h"

namespace qd::ui {

HistoryList::HistoryList(PaneContext& context, Words words, HistoryUses uses, QObject* parent)
    : QObject(parent)
    , m_context(context)
    , m_words(std::move(words))
    , m_uses(uses)
    , m_table(new Table(context.themes, context.settings, m_words.name)) {
    m_table->setAccessibleName(m_words.title);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
}

void HistoryList::setModel(TableModelBase* model, std::vector<int> foldOrder) {
    m_table->setRowsModel(model);
    m_table->setFoldOrder(std::move(foldOrder));
}

void HistoryList::readOlderWhereSeen() {
    if (isComplete() || isAsking() || error()) return;
    if (m_table->isNearEnd(2)) readOlder();
}

} // namespace qd::ui
