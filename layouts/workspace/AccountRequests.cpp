#include "core/base/Decimal.h"
#include "core/engine/risk/Weights.h"
#include "layouts/workspace/AccountActions.h"
#include "layouts/workspace/Answers.h"
#include "layouts/workspace/OrderWords.h"
#include "widgets/base/Format.h"
#include "widgets/base/SubAccounts.h"
#include "widgets/base/Words.h"

#include <algorithm>
#include <limits>

/// Of the account's actions: what they ask the venue, and what they make of its answers.
namespace qd::workspace {
namespace {

using ports::ActionDone;
using ports::ActionWords;

constexpr std::uint32_t kMostLeverage = 1'000;

/// Says `sentence` when it was carried out, and why not otherwise.
ports::ControlDone follow(const ActionDone& done, const QString& sentence) {
    return [done, sentence](RejectCode code) {
        done(code == RejectCode::None ? answer(sentence) : refused(ui::sentence(code)));
    };
}

/// Why a word is no amount of an asset, which amountOf has refused.
QString wrongAmount(const std::string& word, const AssetParams& asset) {
    const auto raw = parseDecimal(word, asset.decimals);
    const QString symbol = shown(asset.symbol);
    if (raw) return AccountActions::tr("an amount of %1 is above zero, not %2").arg(symbol, shown(word));
    switch (raw.error()) {
    case DecimalError::TooPrecise:
        return AccountActions::tr("%1 has at most %2 digits after the point, not %3")
            .arg(symbol)
            .arg(asset.decimals)
            .arg(shown(word));
    case DecimalError::OutOfRange:
        return AccountActions::tr("%1 is more %2 than can be counted").arg(shown(word), symbol);
    default: return AccountActions::tr("%1 is no amount of %2").arg(shown(word), symbol);
    }
}

QString sumText(Amount amount, const AssetParams& asset) {
    return ui::number(amount.raw(), asset.decimals, asset.decimals) + QLatin1Char(' ') + shown(asset.symbol);
}

/// As it is typed in a line.
QString asWord(QString name) {
    if (!name.contains(QLatin1Char(' ')) && !name.contains(QLatin1Char('"'))) return name;
    return QLatin1Char('"') + name.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
}

/// An amount above zero in units of the asset.
std::optional<Amount> amountOf(const std::string& word, const AssetParams& asset) {
    const auto raw = parseDecimal(word, asset.decimals);
    return raw && *raw > 0 ? std::optional(Amount(*raw)) : std::nullopt;
}

} // namespace

void AccountActions::openAccountPane(const std::string& tab, const ActionDone& done) {
    PaneDock* dock = m_workspace.open("ACCT", false);
    if (dock == nullptr) return done(refused(tr("ACCT could not be opened.")));
    static_cast<void>(dock->pane().applyWords({tab}));
    done(std::string());
}

void AccountActions::select(const SubAccountView& account, const ActionDone& done) {
    m_context.control.selectAccount(account.id,
                                    follow(done, tr("Orders go to %1 from now on.").arg(ui::accountName(account))));
}

void AccountActions::link(const ActionWords& words, const ActionDone& done) {
    const std::string letter = words.empty() ? std::string() : ports::toUpper(words[0]);
    const bool group = letter.size() == 1 && letter[0] >= ui::kFirstGroup && letter[0] <= ui::kLastGroup;
    const bool carries = words.size() == 3 && ports::toUpper(words[1]) == "ACCOUNT";
    if (!group || (words.size() != 1 && !carries))
        return done(badArguments(tr("LINK wants a letter from A to J, and ACCOUNT with an account or OFF")));
    const QString about = tr("Group %1").arg(QLatin1Char(letter[0]));
    const QString free = tr("%1 shows and trades the selected account.").arg(about);
    if (words.size() == 1) {
        const auto* standing = m_context.linked.of(letter[0]);
        if (standing == nullptr) return done(answer(free));
        return done(answer(standing->why.isEmpty() ? tr("%1 shows and trades %2.").arg(about, standing->name)
                                                   : QStringLiteral("%1: %2").arg(about, standing->why)));
    }
    if (ports::toUpper(words[2]) == "OFF") {
        m_context.links.setAccount(letter[0], {});
        return done(answer(free));
    }
    // Orders must not go to an account by guess.
    const auto account = accountOf(words[2], Beginnings::DoNotCount);
    if (!account) return done(badArguments(noAccount(words[2])));
    m_context.links.setAccount(letter[0], ui::LinkedAccount{account->number, account->name});
    const auto* standing = m_context.linked.of(letter[0]);
    if (standing == nullptr || !standing->why.isEmpty())
        return done(refused(standing == nullptr ? free : standing->why));
    done(answer(tr("%1 shows and trades %2 from now on.").arg(about, standing->name)));
}

void AccountActions::sub(const ActionWords& words, const ActionDone& done) {
    if (words.empty()) return openAccountPane("ACCOUNTS", done);
    const std::string verb = ports::toUpper(words[0]);
    if (verb == "OPEN") {
        if (words.size() != 2) return done(badArguments(tr("SUB OPEN wants the name of the new account")));
        if (const auto wrong = ui::nameObjection(m_context.accounts.account().get(), words[1], std::nullopt))
            return done(badArguments(*wrong));
        return m_context.control.openSubAccount(
            words[1], [done, name = shown(words[1])](std::expected<AccountId, RejectCode> opened) {
                if (!opened) return done(refused(ui::sentence(opened.error())));
                done(answer(tr("%1 is open. SUB SELECT %2 trades from it.").arg(name, asWord(name))));
            });
    }
    const bool named = verb == "SELECT" || verb == "RENAME" || verb == "CLOSE";
    const std::size_t wanted = verb == "RENAME" ? 3 : named ? 2 : 1;
    if (words.size() != wanted)
        return done(badArguments(tr("SUB wants an account, OPEN name, RENAME account name or CLOSE account")));
    const std::string& word = words[named ? 1 : 0];
    // To trade from the wrong one can be undone, and is shown.
    const auto account =
        accountOf(word, verb == "RENAME" || verb == "CLOSE" ? Beginnings::DoNotCount : Beginnings::Count);
    if (!account) return done(badArguments(noAccount(word)));
    if (verb == "RENAME") {
        if (const auto wrong = ui::nameObjection(m_context.accounts.account().get(), words[2], account->id))
            return done(badArguments(*wrong));
        return m_context.control.rename(
            account->id, words[2],
            follow(done, tr("%1 is called %2 now.").arg(ui::accountName(*account), shown(words[2]))));
    }
    if (verb == "CLOSE" && accountWords().size() == 1)
        return done(refused(tr("%1 is your only account; it stays open.").arg(ui::accountName(*account))));
    if (verb == "CLOSE")
        return m_context.control.closeAccount(account->id,
                                              follow(done, tr("%1 is closed.").arg(ui::accountName(*account))));
    select(*account, done);
}

void AccountActions::transfer(const ActionWords& words, const ActionDone& done) {
    const QString usage = tr("TRANSFER wants an amount, an asset if it is not USDC, and TO and an account");
    const auto shownAccount = m_context.accounts.account();
    if (!shownAccount) return done(refused(tr("There is no account yet.")));
    std::size_t next = 1;
    auto asset = words.size() > 1 ? assetOf(words[1]) : std::nullopt;
    const std::string second = words.size() > 1 ? ports::toUpper(words[1]) : "TO";
    if (asset)
        ++next;
    else if (second != "TO" && second != "FROM")
        return done(badArguments(tr("there is no asset %1").arg(shown(words[1]))));
    else
        asset = assetOf("USDC");
    if (words.empty() || !asset) return done(badArguments(usage));
    const auto amount = amountOf(words[0], *asset);
    if (!amount) return done(badArguments(wrongAmount(words[0], *asset)));
    std::optional<SubAccountView> from;
    std::optional<SubAccountView> to;
    for (; next + 1 < words.size(); next += 2) {
        const std::string word = ports::toUpper(words[next]);
        if (word != "FROM" && word != "TO") return done(badArguments(usage));
        auto& side = word == "FROM" ? from : to;
        if (side) return done(badArguments(usage));
        side = accountOf(words[next + 1], Beginnings::DoNotCount);
        if (!side) return done(badArguments(noAccount(words[next + 1])));
    }
    if (next != words.size() || !to) return done(badArguments(usage));
    const AccountId giver = from ? from->id : shownAccount->id;
    if (giver == to->id) return done(badArguments(tr("the two accounts are the same")));
    m_context.control.transfer({giver, to->id, *amount, asset->id},
                               follow(done, tr("%1 moved to %2.").arg(sumText(*amount, *asset), ui::accountName(*to))));
}

void AccountActions::paper(const ActionWords& words, const ActionDone& done) {
    const std::string verb = words.empty() ? std::string() : ports::toUpper(words[0]);
    if ((verb != "DEPOSIT" && verb != "WITHDRAW") || words.size() < 2 || words.size() > 3)
        return done(badArguments(tr("PAPER wants DEPOSIT or WITHDRAW, an amount, and an asset if it is not USDC")));
    const std::string symbol = words.size() == 3 ? words[2] : "USDC";
    const auto asset = assetOf(symbol);
    if (!asset) return done(badArguments(tr("there is no asset %1").arg(shown(symbol))));
    const auto amount = amountOf(words[1], *asset);
    if (!amount) return done(badArguments(wrongAmount(words[1], *asset)));
    const QString sum = sumText(*amount, *asset);
    if (verb == "DEPOSIT")
        m_context.control.depositPaperMoney(asset->id, *amount, follow(done, tr("%1 of play money came in.").arg(sum)));
    else
        m_context.control.withdrawPaperMoney(asset->id, *amount,
                                             follow(done, tr("%1 of play money went back.").arg(sum)));
}

/// Whole, rounded down; of all markets when none is told. 0: none is known.
std::uint64_t AccountActions::mostLeverage(const MarketInfo* info) const {
    const auto of = [](const MarketInfo& m) {
        return m.params.initialMargin.raw() > 0
                   ? static_cast<std::uint64_t>(Ratio::kScale / m.params.initialMargin.raw())
                   : 0;
    };
    if (info != nullptr) return of(*info);
    std::uint64_t most = 0;
    for (const MarketInfo& market : m_context.market.markets()) most = std::max(most, of(market));
    return most;
}

/// The account has used the market, and with its common collateral.
bool AccountActions::isCross(MarketId market) const {
    const auto account = m_context.accounts.account();
    if (!account) return false;
    const auto position = std::ranges::find(account->positions, market, &PositionView::market);
    return position != account->positions.end() && !position->isolated;
}

void AccountActions::leverage(const ActionWords& words, const ActionDone& done) {
    if (words.empty() || words.size() > 2)
        return done(badArguments(tr("LEVERAGE wants a number or MAX, and perhaps a market")));
    const MarketInfo* info = words.size() == 2 ? marketOf(words[1]) : nullptr;
    if (words.size() == 2 && info == nullptr)
        return done(badArguments(tr("there is no market %1").arg(shown(words[1]))));
    const auto market = info != nullptr ? std::optional(info->params.id) : std::nullopt;
    const QString who = info != nullptr ? shown(info->params.symbol) : tr("the account");
    if (ports::toUpper(words[0]) == "MAX")
        return m_context.control.setUserMargin(market, Ratio(),
                                               follow(done, tr("The leverage of %1 is the market's own.").arg(who)));
    const auto typed = parseUnsigned(words[0]);
    const auto ratio = typed && *typed >= 1 && *typed <= kMostLeverage
                           ? std::optional(risk::leverageRatio(static_cast<std::uint32_t>(*typed)))
                           : std::nullopt;
    if (!ratio || !*ratio)
        return done(badArguments(tr("a leverage is a whole number from 1 to %1").arg(kMostLeverage)));
    const std::uint64_t most = mostLeverage(info);
    if (most > 0 && *typed > most)
        return done(badArguments(info != nullptr
                                     ? tr("%1 allows a leverage of %2 at most; MAX is that").arg(who).arg(most)
                                     : tr("no market allows a leverage above %1; MAX is what each allows").arg(most)));
    m_context.control.setUserMargin(market, **ratio,
                                    follow(done, tr("The leverage of %1 is at most %2×.").arg(who).arg(*typed)));
}

void AccountActions::margin(const ActionWords& words, const ActionDone& done) {
    if (words.size() != 2)
        return done(badArguments(tr("MARGIN wants a market, and ISOLATED, CROSS, +amount or -amount")));
    const MarketInfo* info = marketOf(words[0]);
    if (info == nullptr) return done(badArguments(tr("there is no market %1").arg(shown(words[0]))));
    const MarketId market = info->params.id;
    const QString symbol = shown(info->params.symbol);
    const std::string word = ports::toUpper(words[1]);
    if (word == "ISOLATED" || word == "CROSS")
        return m_context.control.setMarginMode(
            market, word == "ISOLATED",
            follow(done, word == "ISOLATED" ? tr("%1 is isolated; MARGIN %1 +amount gives it margin.").arg(symbol)
                                            : tr("%1 uses the account's collateral.").arg(symbol)));
    // The sign says which way; without one it would be a guess.
    const char sign = word.empty() ? ' ' : word[0];
    const auto amount = sign == '+' || sign == '-' ? parseFixed<Money>(word.substr(1)) : parseFixed<Money>("");
    if (!amount || amount->raw() <= 0)
        return done(badArguments(tr("MARGIN wants ISOLATED, CROSS, or an amount with its sign as +100 or -100")));
    if (isCross(market))
        return done(
            refused(tr("%1 is cross: the whole account's collateral carries it. MARGIN %1 ISOLATED comes first, "
                       "while there is no position.")
                        .arg(symbol)));
    const QString sum = ui::number(amount->raw(), Money::kDecimals, Money::kDecimals);
    m_context.control.moveIsolatedMargin(market, sign == '+' ? *amount : Money(-amount->raw()),
                                         follow(done, sign == '+' ? tr("%1 USDC were added to %2.").arg(sum, symbol)
                                                                  : tr("%1 USDC came back from %2.").arg(sum, symbol)));
}

void AccountActions::settle(const ActionWords& words, const ActionDone& done) {
    const MarketInfo* info = words.size() == 1 ? marketOf(words[0]) : nullptr;
    if (info == nullptr) return done(badArguments(tr("SETTLE wants a market")));
    m_context.control.settlePnl(
        info->params.id,
        follow(done, tr("The realised profit and loss of %1 is in the deposit.").arg(shown(info->params.symbol))));
}

void AccountActions::delegate(const ActionWords& words, const ActionDone& done) {
    if (words.empty()) return openAccountPane("DELEGATES", done);
    const auto owner = parseUnsigned(words[0]);
    if (!owner || *owner > std::numeric_limits<std::uint32_t>::max())
        return done(badArguments(tr("DELEGATE wants the number of an owner first")));
    ports::DelegateGrant grant;
    grant.delegate = MasterId(static_cast<std::uint32_t>(*owner));
    const QString who = tr("Owner %1").arg(*owner);
    if (words.size() == 2 && ports::toUpper(words[1]) == "REMOVE")
        return m_context.control.setDelegate(grant, follow(done, tr("%1 may do nothing for you any more.").arg(who)));
    for (std::size_t i = 1; i < words.size(); ++i) {
        const std::string word = ports::toUpper(words[i]);
        const std::string next = i + 1 < words.size() ? words[i + 1] : std::string();
        if (word == "TRADE" || word == "CANCEL" || word == "TRANSFER") {
            grant.permissions |= word == "TRADE"    ? permission::kTrade
                                 : word == "CANCEL" ? permission::kCancel
                                                    : permission::kTransferInternal;
        } else if (const auto length = word == "EXPIRES" ? parseDuration(next) : std::nullopt) {
            grant.expiry = m_context.market.now() + *length;
            ++i;
        } else if (const auto cap = parseFixed<Money>(word == "CAP" ? next : std::string()); cap && cap->raw() > 0) {
            grant.maxOrderNotional = *cap;
            ++i;
        } else {
            return done(badArguments(tr("\"%1\" is not understood; DELEGATE wants TRADE, CANCEL, TRANSFER, EXPIRES "
                                        "30d, CAP amount, or REMOVE alone")
                                         .arg(shown(words[i]))));
        }
    }
    if (grant.permissions == 0) return done(badArguments(tr("say at least one of TRADE, CANCEL, TRANSFER, or REMOVE")));
    m_context.control.setDelegate(grant, follow(done, tr("%1 may act for you.").arg(who)));
}

void AccountActions::referrer(const ActionWords& words, const ActionDone& done) {
    if (words.empty()) return openAccountPane("REFERRAL", done);
    const auto owner = parseUnsigned(words[0]);
    if (words.size() != 1 || !owner || *owner > std::numeric_limits<std::uint32_t>::max())
        return done(badArguments(tr("REFERRER wants the number of the owner who brought you here")));
    m_context.control.setReferrer(MasterId(static_cast<std::uint32_t>(*owner)),
                                  follow(done, tr("Owner %1 is your referrer.").arg(*owner)));
}

} // namespace qd::workspace
