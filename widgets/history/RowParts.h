#pragma once

#include "widgets/base/Format.h"
#include "widgets/history/HistoryRows.h"

#include <QCoreApplication>

/// What the columns of HISTORY's lists have in common.
namespace qd::ui::history {

[[nodiscard]] inline QString tr(const char* text) { return QCoreApplication::translate("qd::ui::HistoryPane", text); }
[[nodiscard]] inline QVariant sortable(std::int64_t raw) { return QVariant::fromValue<qlonglong>(raw); }
[[nodiscard]] inline QString exactly(Money money) { return number(money.raw(), Money::kDecimals, Money::kDecimals); }
[[nodiscard]] inline Token sideToken(Side side) { return side == Side::Buy ? Token::Up : Token::Down; }
[[nodiscard]] inline Token moneyToken(Money money) {
    if (money.isZero()) return Token::Text3;
    return money.raw() > 0 ? Token::Up : Token::Down;
}
[[nodiscard]] inline std::string csvSide(Side side) { return side == Side::Buy ? "buy" : "sell"; }

/// "2026-12-31 23:59:16", exact when copied.
template<class Record, class Of>
[[nodiscard]] Column<HistoryRow<Record>> timeColumn(const QString& hint, Of of) {
    using R = HistoryRow<Record>;
    return {.title = tr("Time UTC"),
            .hint = hint,
            .text = [of](const R& r) { return dateTimeText(of(r.record)); },
            .sort = [of](const R& r) { return sortable(of(r.record).value()); },
            .token = [](const R&) { return Token::Text2; },
            .right = false,
            .plain = [of](const R& r) { return QString::fromStdString(toIso8601(of(r.record))); },
            .sample = QStringLiteral("2026-12-31 23:59:59")};
}
template<class Record>
[[nodiscard]] Column<HistoryRow<Record>> marketColumn() {
    using R = HistoryRow<Record>;
    return {.title = tr("Market"),
            .hint = tr("Market; – where the row concerns the whole account"),
            .text = [](const R& r) { return r.names.symbol; },
            .right = false,
            .strong = true,
            .sample = QStringLiteral("1000PEPE-PERP")};
}
/// Money with two digits, exact in tool tip and copy.
template<class Record, class Of>
[[nodiscard]] Column<HistoryRow<Record>> moneyColumn(const QString& title, const QString& hint, Of of,
                                                     bool isSigned = false) {
    using R = HistoryRow<Record>;
    return {.title = title,
            .hint = hint,
            .text =
                [of, isSigned](const R& r) {
                    const Money money = of(r.record);
                    if (money.isZero()) return unknownText();
                    return isSigned ? signedText(money, 4) : text(money, 4);
                },
            .sort = [of](const R& r) { return sortable(of(r.record).raw()); },
            .token =
                [of, isSigned](const R& r) {
                    const Money money = of(r.record);
                    return isSigned || money.isZero() ? moneyToken(money) : Token::Text1;
                },
            .tip = [of](const R& r) { return tr("Exactly %1 USDC").arg(exactly(of(r.record))); },
            .plain = [of](const R& r) { return plainText(exactly(of(r.record))); },
            .sample = QStringLiteral("−104 238.1700")};
}

} // namespace qd::ui::history
