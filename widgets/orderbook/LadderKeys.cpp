#include "widgets/orderbook/LadderKeys.h"

#include "widgets/base/PaneKeys.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QKeySequence>

#include <algorithm>
#include <array>

namespace qd::ui {
namespace {

constexpr const char* kPlace = "LADDER";

struct Row {
    LadderDeed deed;
    const char* name; ///< in KEY LADDER and in keys.toml
    const char* key;
    const char* does;
};

#define QD_WORDS(text) QT_TRANSLATE_NOOP("qd::ui::LadderKeys", text)
using enum LadderDeed;
constexpr std::array<Row, 38> kRows{{
    {Size1, "SIZE1", "1", QD_WORDS("Chooses the first quick size")},
    {Size2, "SIZE2", "2", QD_WORDS("Chooses the second quick size")},
    {Size3, "SIZE3", "3", QD_WORDS("Chooses the third quick size")},
    {Size4, "SIZE4", "4", QD_WORDS("Chooses the fourth quick size")},
    {JoinBid, "JOIN_BID", "Q", QD_WORDS("Buys with a limit at the best bid")},
    {JoinAsk, "JOIN_ASK", "W", QD_WORDS("Sells with a limit at the best ask")},
    {JoinBidPost, "JOIN_BID_POST", "Shift+Q", QD_WORDS("The same as JOIN_BID, post-only")},
    {JoinAskPost, "JOIN_ASK_POST", "Shift+W", QD_WORDS("The same as JOIN_ASK, post-only")},
    {Buy, "BUY", "S", QD_WORDS("Buys at market")},
    {Sell, "SELL", "A", QD_WORDS("Sells at market")},
    {CrossBuy, "CROSS_BUY", "Shift+S", QD_WORDS("Buys up to the best ask and cancels the rest")},
    {CrossSell, "CROSS_SELL", "Shift+A", QD_WORDS("Sells down to the best bid and cancels the rest")},
    {Close, "CLOSE", "R", QD_WORDS("Closes the position in this market")},
    {CloseQuarter, "CLOSE_QUARTER", "J", QD_WORDS("Closes a quarter of it")},
    {CloseThird, "CLOSE_THIRD", "K", QD_WORDS("Closes a third of it")},
    {CloseHalf, "CLOSE_HALF", "H", QD_WORDS("Closes half of it")},
    {CloseTwoThirds, "CLOSE_TWO_THIRDS", "N", QD_WORDS("Closes two thirds of it")},
    {CloseThreeQuarters, "CLOSE_THREE_QUARTERS", "M", QD_WORDS("Closes three quarters of it")},
    {BreakEven, "BREAKEVEN", "B",
     QD_WORDS("Moves its stop to break-even, with the fee of closing, or places one there")},
    {StopsUp, "STOPS_UP", "U", QD_WORDS("Moves its stops a tick up")},
    {StopsDown, "STOPS_DOWN", "D", QD_WORDS("Moves its stops a tick down")},
    {StopsUpStep, "STOPS_UP_STEP", "Shift+U", QD_WORDS("Moves its stops up by as many ticks as ladder.tick_step says")},
    {StopsDownStep, "STOPS_DOWN_STEP", "Shift+D", QD_WORDS("Moves its stops down by as many")},
    {Reverse, "REVERSE", "T", QD_WORDS("Turns the position round")},
    {Flatten, "FLATTEN", "F", QD_WORDS("Cancels the orders here and closes the position")},
    {OrderUp, "ORDER_UP", "+", QD_WORDS("Moves the order under the mouse a tick up")},
    {OrderDown, "ORDER_DOWN", "-", QD_WORDS("Moves it a tick down")},
    {OrderUpStep, "ORDER_UP_STEP", ".", QD_WORDS("Moves it up by as many ticks as ladder.tick_step says")},
    {OrderDownStep, "ORDER_DOWN_STEP", ",", QD_WORDS("Moves it down by as many")},
    {CancelAll, "CANCEL_ALL", "C", QD_WORDS("Cancels all orders here, stops too")},
    {CancelLimits, "CANCEL_LIMITS", "Z", QD_WORDS("Cancels the limits here; stops, take-profits and algos stay")},
    {CancelSide, "CANCEL_SIDE", "E", QD_WORDS("Cancels all orders of the side under the mouse")},
    {CancelPrice, "CANCEL_PRICE", "X", QD_WORDS("Cancels every order at the price under the mouse, stops too")},
    {ReduceOnly, "REDUCE_ONLY", "O", QD_WORDS("Reduce-only on or off")},
    {Finer, "FINER", "[", QD_WORDS("Finer grouping; also Ctrl and the wheel")},
    {Coarser, "COARSER", "]", QD_WORDS("Coarser grouping")},
    {Volume, "VOLUME", "V", QD_WORDS("Traded volume at price")},
    {Levels, "LEVELS", "L", QD_WORDS("Only levels with size")},
}};
#undef QD_WORDS

KeyHint hintOf(const Row& row) {
    return {QLatin1String(row.key), QCoreApplication::translate("qd::ui::LadderKeys", row.does), kPlace, row.name};
}

LadderKey deedOf(const ports::Actions& actions, QKeyCombination keys) {
    std::vector<LadderDeed> deeds;
    for (const Row& row : kRows) {
        const QString key = QString::fromStdString(actions.placeKey(kPlace, row.name).value_or(row.key));
        const QKeySequence sequence = QKeySequence::fromString(key, QKeySequence::PortableText);
        if (sequence.count() == 1 && sequence[0] == keys) deeds.push_back(row.deed);
    }
    return {deeds.size() == 1 ? std::optional(deeds.front()) : std::nullopt, deeds.size() > 1};
}

bool isTaken(const LadderKey& key) { return key.deed || key.ofSeveral; }

/// A sign or a digit: with Shift it is what is printed on the key, where a letter or F5 is another key.
bool comesWithShift(Qt::Key key) {
    return key > Qt::Key_Space && key <= Qt::Key_ydiaeresis && !QChar(static_cast<char16_t>(key)).isLetter();
}

} // namespace

LadderKey ladderKeyOf(const ports::Actions& actions, const QKeyEvent& event) {
    if (event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) return {};
    const auto key = static_cast<Qt::Key>(event.key());
    if (event.modifiers().testFlag(Qt::ShiftModifier)) {
        const LadderKey found = deedOf(actions, Qt::ShiftModifier | key);
        if (isTaken(found) || !comesWithShift(key)) return found;
    }
    const LadderKey found = deedOf(actions, QKeyCombination(key));
    // Most keyboards have the plus on the key of the equals sign.
    return isTaken(found) || key != Qt::Key_Equal ? found : deedOf(actions, QKeyCombination(Qt::Key_Plus));
}

QString ladderKey(const ports::Actions& actions, LadderDeed deed) {
    const auto row = std::ranges::find(kRows, deed, &Row::deed);
    const QString key = keyNow(actions, hintOf(*row));
    return key.isEmpty() ? QStringLiteral("–") : key;
}

std::vector<KeyHint> ladderKeyHints() {
    std::vector<KeyHint> hints;
    for (const Row& row : kRows) hints.push_back(hintOf(row));
    return hints;
}

} // namespace qd::ui
