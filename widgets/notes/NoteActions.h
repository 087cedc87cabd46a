#pragma once

#include "widgets/notes/NoteWriting.h"

namespace qd::notes {

/// NOTE: writes into the journal by command. Main thread.
class NoteActions {
  public:
    /// `activeMarket`: what the person looks at; empty: nothing.
    NoteActions(ui::PaneContext& context, NoteBook& book, std::function<std::optional<MarketId>()> activeMarket);

  private:
    void note(const ports::ActionWords& words, const ports::ActionDone& done);

    ui::PaneContext& m_context;
    NoteBook& m_book;
    std::function<std::optional<MarketId>()> m_activeMarket;
    ports::Subscription m_action;
};

} // namespace qd::notes
