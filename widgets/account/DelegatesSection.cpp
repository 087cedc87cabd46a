#include "widgets/account/DelegatesSection.h"

#include "core/base/Decimal.h"
#include "core/domain/Commands.h"
#include "widgets/base/Format.h"

#include <QCheckBox>
#include <QDate>
#include <QDateTime>
#include <QLineEdit>
#include <QPushButton>

#include <limits>

namespace qd::ui {
namespace {

constexpr std::int64_t kLongestDays = 36'500;

QString tr(const char* text) { return DelegatesSection::tr(text); }

using R = DelegateRow;

QVariant sortable(std::int64_t raw) { return QVariant::fromValue<qlonglong>(raw); }

Column<R> permissionColumn(const QString& title, const QString& hint, std::uint8_t bit) {
    return {.title = title,
            .hint = hint,
            .text = [bit](const R& r) { return (r.view.permissions & bit) != 0 ? tr("yes") : unknownText(); },
            .token =
                [bit](const R& r) {
                    return (r.view.permissions & bit) != 0 && !r.isExpired() ? Token::Text1 : Token::Text3;
                },
            .right = false,
            .sample = tr("yes")};
}

QString expiryText(const R& r) {
    if (r.view.expiry.value() == 0) return tr("never");
    return r.isExpired() ? tr("expired") : dateTimeText(r.view.expiry).left(16);
}

/// As it is typed.
QString dayText(const R& r) { return r.view.expiry.value() == 0 ? QString() : dateTimeText(r.view.expiry).left(10); }

/// Nanoseconds of a unit, 0 for none.
std::int64_t unitOf(QChar letter) {
    switch (letter.toLower().unicode()) {
    case 'm': return kNanosPerMinute;
    case 'h': return kNanosPerHour;
    case 'd': return kNanosPerDay;
    default: return 0;
    }
}

} // namespace

std::optional<UnixNanos> parseExpiry(const QString& typed, UnixNanos now) {
    const QString text = typed.trimmed();
    if (text.isEmpty()) return UnixNanos();
    if (const QDate day = QDate::fromString(text, Qt::ISODate); day.isValid()) {
        const qint64 end = QDateTime(day.addDays(1), QTime(0, 0), Qt::UTC).toMSecsSinceEpoch() - 1;
        if (end <= now.millis() || end > now.millis() + kLongestDays * (kNanosPerDay / kNanosPerMilli))
            return std::nullopt;
        return UnixNanos::fromMillis(end);
    }
    const std::int64_t unit = unitOf(text.back());
    const auto count = parseUnsigned(text.chopped(1).toStdString());
    if (unit == 0 || !count || *count == 0 || *count > static_cast<std::uint64_t>(kLongestDays * kNanosPerDay / unit))
        return std::nullopt;
    return now + static_cast<std::int64_t>(*count) * unit;
}

std::vector<Column<DelegateRow>> delegateColumns(std::vector<CellLink<DelegateRow>> links) {
    return {
        {.title = tr("Delegate"),
         .hint = tr("Owner who may act for you; never: withdraw, change delegates, close accounts"),
         .text = [](const R& r) { return tr("Owner %1").arg(r.view.delegate.value()); },
         .sort = [](const R& r) { return sortable(r.view.delegate.value()); },
         .token = [](const R& r) { return r.isExpired() ? Token::Text3 : Token::Text1; },
         .right = false,
         .strong = true,
         .sample = tr("Owner %1").arg(1'000)},
        permissionColumn(tr("Trade"), tr("May place and amend orders"), permission::kTrade),
        permissionColumn(tr("Cancel"), tr("May cancel orders"), permission::kCancel),
        permissionColumn(tr("Transfer"), tr("May move money between your own accounts"), permission::kTransferInternal),
        {.title = tr("Expires UTC"),
         .hint = tr("Last moment of the permissions, market time"),
         .text = expiryText,
         .sort =
             [](const R& r) {
                 return sortable(r.view.expiry.value() == 0 ? std::numeric_limits<std::int64_t>::max()
                                                            : r.view.expiry.value());
             },
         .token = [](const R& r) { return r.isExpired() ? Token::Warn : Token::Text2; },
         .right = false,
         .tip = [](const R& r) { return r.view.expiry.value() == 0 ? QString() : dateTimeText(r.view.expiry); },
         .sample = QStringLiteral("2026-12-31 23:59")},
        {.title = tr("Cap USDC"),
         .hint = tr("The largest notional of one order; – for no limit"),
         .text =
             [](const R& r) {
                 return r.view.maxOrderNotional.isZero() ? unknownText() : text(r.view.maxOrderNotional);
             },
         .sort = [](const R& r) { return sortable(r.view.maxOrderNotional.raw()); },
         .sample = QStringLiteral("104 238.17")},
        {.hint = tr("Change what the delegate may do, or take it all back"), .links = std::move(links)}};
}

DelegatesSection::DelegatesSection(PaneContext& context, ControlRequests& requests)
    : AccountSection(context, requests, QStringLiteral("accountDelegates"), tr("Delegates"))
    , m_model(delegateColumns(links()), [](const DelegateRow& row) { return row.view.delegate; })
    , m_table(addTable(QStringLiteral("delegates"), tr("Delegates"), &m_model)) {
    connect(m_table, &Table::rowActivated, this, [this](int row) { edit(m_model.row(row)); });
    addGrant();
}

std::vector<CellLink<DelegateRow>> DelegatesSection::links() {
    return {{tr("Edit"), [this](const DelegateRow& row) { edit(row); }, {}, {}},
            {tr("Remove"), [this](const DelegateRow& row) { remove(row); }, {}, {}}};
}

void DelegatesSection::addGrant() {
    FormLine* form = addForm(QStringLiteral("delegateGrant"), tr("Grant"));
    m_delegate = form->addDecimal(
        {QStringLiteral("delegateId"), tr("Owner no."), tr("Number of the owner who may act for you")}, 0, 8);
    m_trade = form->addCheck({QStringLiteral("delegateTrade"), tr("Trade"), tr("May place and amend orders")});
    m_cancel = form->addCheck({QStringLiteral("delegateCancel"), tr("Cancel"), tr("May cancel orders")});
    m_transfer = form->addCheck(
        {QStringLiteral("delegateTransfer"), tr("Transfer"), tr("May move money between your own accounts")});
    m_expiry = form->addText({QStringLiteral("delegateExpiry"), tr("Expires"),
                              tr("30d, 12h, 15m from now, or a day as 2026-12-31; empty: never")},
                             10);
    m_expiry->setPlaceholderText(tr("never"));
    m_cap = form->addDecimal(
        {QStringLiteral("delegateCap"), tr("Cap USDC"), tr("The largest notional of one order; empty: no limit")},
        Money::kDecimals, 10);
    auto* go = form->addButton(
        {QStringLiteral("delegateGo"), tr("Grant"), tr("Adds the delegate, or changes what it may do")});
    connect(go, &QPushButton::clicked, this, &DelegatesSection::grant);
}

void DelegatesSection::edit(const DelegateRow& row) {
    m_edited = row;
    m_delegate->setRaw(row.view.delegate.value());
    m_trade->setChecked((row.view.permissions & permission::kTrade) != 0);
    m_cancel->setChecked((row.view.permissions & permission::kCancel) != 0);
    m_transfer->setChecked((row.view.permissions & permission::kTransferInternal) != 0);
    m_expiry->setText(dayText(row));
    m_cap->setUnit(Money::kScale / 100);
    if (row.view.maxOrderNotional.isZero())
        m_cap->clear();
    else
        m_cap->setRaw(row.view.maxOrderNotional.raw());
    m_trade->setFocus();
}

void DelegatesSection::remove(const DelegateRow& row) {
    const QString who = tr("Owner %1").arg(row.view.delegate.value());
    context().control.setDelegate(
        {.delegate = row.view.delegate, .expiry = {}, .maxOrderNotional = {}},
        requests().follow(tr("Remove %1").arg(who), tr("%1 may do nothing for you any more.").arg(who)));
}

std::optional<UnixNanos> DelegatesSection::expiry() const {
    const UnixNanos now = context().market.now();
    const bool untouched = m_edited && m_delegate->raw() == m_edited->view.delegate.value() &&
                           m_expiry->text() == dayText(*m_edited) && m_edited->view.expiry > now;
    return untouched ? m_edited->view.expiry : parseExpiry(m_expiry->text(), now);
}

void DelegatesSection::grant() {
    const auto number = m_delegate->raw();
    const auto cap = m_cap->text().isEmpty() ? std::optional<std::int64_t>(0) : m_cap->raw();
    const auto until = expiry();
    const auto permissions = static_cast<std::uint8_t>((m_trade->isChecked() ? permission::kTrade : 0) |
                                                       (m_cancel->isChecked() ? permission::kCancel : 0) |
                                                       (m_transfer->isChecked() ? permission::kTransferInternal : 0));
    if (!number || *number < 0 || *number > std::numeric_limits<std::uint32_t>::max())
        return emit objected(tr("Type the number of the owner who may act for you."));
    if (permissions == 0) return emit objected(tr("Choose at least one thing the delegate may do."));
    if (!until) return emit objected(tr("The expiry must be like 30d, 12h, 15m or 2026-12-31, and lie ahead."));
    if (!cap || *cap < 0) return emit objected(tr("The cap must be a number, or empty for no limit."));
    const QString who = tr("Owner %1").arg(*number);
    context().control.setDelegate({MasterId(static_cast<std::uint32_t>(*number)), permissions, *until, Money(*cap)},
                                  requests().follow(tr("Grant to %1").arg(who), tr("%1 may act for you.").arg(who)));
}

void DelegatesSection::show(const AccountView* account, std::int64_t now) {
    std::vector<DelegateRow> rows;
    if (account != nullptr) {
        for (const DelegateView& view : account->delegates) rows.push_back({view, context().market.now()});
    }
    m_model.setRows(rows, now);
    if (account == nullptr)
        m_table->setEmptyText(tr("There is no account yet."), tr("It comes when the venue has started."));
    else
        m_table->setEmptyText(tr("Nobody else may act for you."), tr("Grant names a delegate and what it may do."));
}

} // namespace qd::ui
