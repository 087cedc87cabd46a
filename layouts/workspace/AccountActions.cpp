#include "layouts/workspace/AccountActions.h"

#include "core/base/Decimal.h"
#include "layouts/workspace/Answers.h"
#include "widgets/base/SubAccounts.h"

#include <algorithm>

namespace qd::workspace {
namespace {

using ports::ActionDone;
using ports::ActionWords;
using Words = std::vector<std::string>;

/// Found by a word: the one that is called so, or the only one whose name begins so.
template<class T>
struct Named {
    const T* called = nullptr;
    const T* begins = nullptr;
    bool twice = false; ///< more than one is called so: none of them is meant
};
/// `nameOf`: a name as names are told apart.
template<class T, class NameOf>
Named<T> named(const std::vector<T>& range, const std::string& wanted, NameOf nameOf) {
    Named<T> found;
    int beginning = 0;
    if (wanted.empty()) return found;
    for (const T& item : range) {
        const std::string name = nameOf(item);
        if (name == wanted) {
            found.twice = found.called != nullptr;
            found.called = &item;
        } else if (name.starts_with(wanted)) {
            ++beginning;
            found.begins = &item;
        }
    }
    if (beginning != 1) found.begins = nullptr;
    return found;
}

} // namespace

AccountActions::AccountActions(ui::PaneContext& context, Workspace& workspace)
    : m_context(context)
    , m_workspace(workspace) {
    addSub();
    addLink();
    addMoney();
    addMargin();
    addSettle();
    addDelegate();
    addReferrer();
}

AccountActions::~AccountActions() = default;

void AccountActions::add(ports::Action action) {
    action.group = tr("Account").toStdString();
    m_actions.push_back(m_context.actions.add(std::move(action)));
}

void AccountActions::addSub() {
    ports::Action sub;
    sub.name = "SUB";
    sub.summary = tr("Selects a sub-account to trade from, or opens, renames and closes one").toStdString();
    sub.usage = "SUB [SELECT] account | OPEN name | RENAME account name | CLOSE account";
    sub.run = [this](const ActionWords& words, const ActionDone& done) { this->sub(words, done); };
    sub.complete = [this](const ActionWords& words) {
        if (words.size() == 1) {
            Words choices{"SELECT", "OPEN", "RENAME", "CLOSE"};
            for (std::string& name : accountWords()) choices.push_back(std::move(name));
            return choices;
        }
        return words.size() == 2 && ports::toUpper(words[0]) != "OPEN" ? accountWords() : Words{};
    };
    add(std::move(sub));
}

void AccountActions::addLink() {
    ports::Action link;
    link.name = "LINK";
    link.summary = tr("Says which account the panes of a link group show and trade from").toStdString();
    link.usage = "LINK A-J [ACCOUNT account|OFF]";
    link.run = [this](const ActionWords& words, const ActionDone& done) { this->link(words, done); };
    link.complete = [this](const ActionWords& words) {
        if (words.size() == 1) return Words{"A", "B", "C", "D", "E", "F", "G", "H", "I", "J"};
        if (words.size() == 2) return Words{"ACCOUNT"};
        Words choices = words.size() == 3 ? accountWords() : Words{};
        if (words.size() == 3) choices.emplace_back("OFF");
        return choices;
    };
    add(std::move(link));
}

void AccountActions::addMoney() {
    ports::Action transfer;
    transfer.name = "TRANSFER";
    transfer.summary = tr("Moves money between two of your accounts, from the selected one unless told").toStdString();
    transfer.usage = "TRANSFER amount [asset] [FROM account] TO account";
    transfer.run = [this](const ActionWords& words, const ActionDone& done) { this->transfer(words, done); };
    transfer.complete = [this](const ActionWords& words) {
        if (words.size() < 2) return Words{};
        const std::string before = ports::toUpper(words[words.size() - 2]);
        if (before == "FROM" || before == "TO") return accountWords();
        Words choices = words.size() == 2 ? assetWords() : Words{};
        for (const char* word : {"FROM", "TO"}) choices.emplace_back(word);
        return choices;
    };
    add(std::move(transfer));

    ports::Action paper;
    paper.name = "PAPER";
    paper.summary = tr("Deposits or withdraws play money; no real funds stand behind it").toStdString();
    paper.usage = "PAPER DEPOSIT|WITHDRAW amount [asset]";
    paper.run = [this](const ActionWords& words, const ActionDone& done) { this->paper(words, done); };
    paper.complete = [this](const ActionWords& words) {
        if (words.size() == 1) return Words{"DEPOSIT", "WITHDRAW"};
        return words.size() == 3 ? assetWords() : Words{};
    };
    add(std::move(paper));
}

void AccountActions::addMargin() {
    ports::Action leverage;
    leverage.name = "LEVERAGE";
    leverage.summary =
        tr("Chooses the most leverage of a market, or of the account; MAX is what the market allows").toStdString();
    leverage.usage = "LEVERAGE number|MAX [market]";
    leverage.run = [this](const ActionWords& words, const ActionDone& done) { this->leverage(words, done); };
    leverage.complete = [this](const ActionWords& words) {
        if (words.size() == 1) return Words{"MAX", "2", "3", "5", "10", "20"};
        return words.size() == 2 ? symbols() : Words{};
    };
    add(std::move(leverage));

    ports::Action margin;
    margin.name = "MARGIN";
    margin.summary =
        tr("Isolates a market's position or lets it use the account's collateral; moves its margin").toStdString();
    margin.usage = "MARGIN market ISOLATED|CROSS|+amount|-amount";
    margin.run = [this](const ActionWords& words, const ActionDone& done) { this->margin(words, done); };
    margin.complete = [this](const ActionWords& words) {
        if (words.size() == 1) return symbols();
        return words.size() == 2 ? Words{"ISOLATED", "CROSS", "+100", "-100"} : Words{};
    };
    add(std::move(margin));
}

void AccountActions::addSettle() {
    ports::Action settle;
    settle.name = "SETTLE";
    settle.summary = tr("Moves the realised profit and loss of a market to the deposit").toStdString();
    settle.usage = "SETTLE market";
    settle.run = [this](const ActionWords& words, const ActionDone& done) { this->settle(words, done); };
    settle.complete = [this](const ActionWords& words) { return words.size() == 1 ? symbols() : Words{}; };
    add(std::move(settle));
}

void AccountActions::addDelegate() {
    ports::Action delegate;
    delegate.name = "DELEGATE";
    delegate.summary = tr("Says what another owner may do for you, until when, and up to which notional").toStdString();
    delegate.usage = "DELEGATE owner [TRADE] [CANCEL] [TRANSFER] [EXPIRES 30d] [CAP amount] | DELEGATE owner REMOVE";
    delegate.run = [this](const ActionWords& words, const ActionDone& done) { this->delegate(words, done); };
    delegate.complete = [this](const ActionWords& words) {
        Words choices;
        if (words.size() == 1) {
            if (const auto account = m_context.accounts.account()) {
                for (const auto& known : account->delegates) choices.push_back(std::to_string(known.delegate.value()));
            }
            return choices;
        }
        const std::string before = ports::toUpper(words[words.size() - 2]);
        if (before == "EXPIRES") return Words{"1d", "7d", "30d"};
        if (before == "CAP") return choices;
        return Words{"TRADE", "CANCEL", "TRANSFER", "EXPIRES", "CAP", "REMOVE"};
    };
    add(std::move(delegate));
}

void AccountActions::addReferrer() {
    ports::Action referrer;
    referrer.name = "REFERRER";
    referrer.summary = tr("Names the owner who brought you here, once and for all").toStdString();
    referrer.usage = "REFERRER owner";
    referrer.run = [this](const ActionWords& words, const ActionDone& done) { this->referrer(words, done); };
    add(std::move(referrer));
}

std::optional<SubAccountView> AccountActions::accountOf(std::string_view word, Beginnings beginnings) const {
    const auto account = m_context.accounts.account();
    if (!account) return std::nullopt;
    std::vector<SubAccountView> open;
    std::ranges::copy_if(account->subAccounts, std::back_inserter(open),
                         [](const SubAccountView& sub) { return !sub.closed; });
    const auto found = named(open, ui::nameKey(shown(std::string(word))),
                             [](const SubAccountView& sub) { return ui::nameKey(ui::accountName(sub)); });
    if (found.twice) return std::nullopt;
    // A name wins over a number: there are old names of digits only, and no beginning is one.
    if (found.called != nullptr) return *found.called;
    if (const auto number = parseUnsigned(word)) {
        const auto sub = std::ranges::find(open, *number, &SubAccountView::number);
        return sub != open.end() ? std::optional(*sub) : std::nullopt;
    }
    return beginnings == Beginnings::Count && found.begins != nullptr ? std::optional(*found.begins) : std::nullopt;
}

QString AccountActions::noAccount(std::string_view word) const {
    const auto meant = accountOf(word, Beginnings::Count);
    if (!meant) return tr("you have no account %1, or more than one begins so").arg(shown(std::string(word)));
    return tr("you have no account %1; if you mean %2, say its whole name, in quotes when it has spaces, or its "
              "number, %3")
        .arg(shown(std::string(word)), ui::accountName(*meant))
        .arg(meant->number);
}

std::optional<AssetParams> AccountActions::assetOf(std::string_view word) const {
    for (AssetStanding& asset : m_context.market.assets()) {
        if (ports::toUpper(asset.params.symbol) == ports::toUpper(word)) return std::move(asset.params);
    }
    return std::nullopt;
}

const MarketInfo* AccountActions::marketOf(std::string_view word) const {
    const auto found = named(m_context.market.markets(), ports::toUpper(word),
                             [](const MarketInfo& info) { return ports::toUpper(info.params.symbol); });
    return found.called != nullptr ? found.called : found.begins;
}

Words AccountActions::accountWords() const {
    Words choices;
    if (const auto account = m_context.accounts.account()) {
        for (const SubAccountView& sub : account->subAccounts) {
            if (!sub.closed) choices.push_back(sub.name.empty() ? std::to_string(sub.number) : sub.name);
        }
    }
    return choices;
}

Words AccountActions::symbols() const {
    Words choices;
    for (const MarketInfo& info : m_context.market.markets()) choices.push_back(info.params.symbol);
    return choices;
}

Words AccountActions::assetWords() const {
    Words choices;
    for (const AssetStanding& asset : m_context.market.assets()) choices.push_back(asset.params.symbol);
    return choices;
}

} // namespace qd::workspace
