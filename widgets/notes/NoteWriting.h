#pragma once

#include "widgets/base/PaneContext.h"
#include "widgets/notes/NoteBook.h"

/// How notes come to be, by form and by command. Main thread.
namespace qd::notes {

/// Position and last fill of a market in a line, as they are now: "long 12.5 from 148.12, mark 148.27, unrealised +1.88
/// USDC; last fill Buy 2 at 148.20". Empty: the account has neither.
[[nodiscard]] QString factsOf(const ui::PaneContext& context, MarketId market);

/// Keeps what was typed, with market time and facts of this moment; answers its number, or a sentence why not.
[[nodiscard]] std::expected<std::int64_t, QString> writeNote(const ui::PaneContext& context, NoteBook& book,
                                                             std::optional<MarketId> market, const QString& typed);

/// "Note 3 about SOL-PERP is kept."; while the file cannot be written it says that instead of promising it.
[[nodiscard]] QString keptSentence(const NoteBook& book, const Note& note);
/// What was done to the journal, and that its file does not have it, when that is so.
[[nodiscard]] QString withTrouble(const NoteBook& book, const QString& sentence);

} // namespace qd::notes
