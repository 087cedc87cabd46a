#include "core/engine/risk/Totals.h"

#include "core/engine/risk/Formulas.h"

#include <array>

namespace qd::risk {
namespace {

using formula::Steps;

MathResult<MarginTotals> totalsOf(Checked collateral, Checked requirement) {
    const auto tc = collateral.to<Money>();
    if (!tc) return std::unexpected(tc.error());
    const auto mr = requirement.to<Money>();
    if (!mr) return std::unexpected(mr.error());
    return MarginTotals{*tc, *mr};
}

} // namespace

void MarginSum::addQuote(Money deposit) {
    Steps s(m_error);
    if (deposit.raw() >= 0) {
        const Int128 owned = formula::atQuote(s, deposit.raw(), m_quote.low(m_strictness), Round::Down);
        m_collateral = s.sum(m_collateral, owned);
    } else {
        const Int128 owed = formula::atQuote(s, -Int128{deposit.raw()}, m_quote.high(m_strictness), Round::Up);
        m_requirement = s.sum(m_requirement, owed);
    }
    m_error = s.error();
}

void MarginSum::add(const CollateralExposure& deposit) {
    Steps s(m_error);
    add(s, formula::partsOf(s, deposit));
    m_error = s.error();
}

void MarginSum::add(const PositionExposure& position) {
    Steps s(m_error);
    add(s, formula::partsOf(s, position));
    m_error = s.error();
}

void MarginSum::add(Steps& s, const formula::DepositParts& parts) {
    const CollateralExposure& c = parts.exposure;
    const Int128 weight = formula::weightOf(s, parts, m_kind);
    const int decimals = c.asset->decimals;
    if (c.amount.raw() >= 0) {
        const Int128 value = formula::assetValue(s, c.amount.raw(), c.low(m_strictness), decimals);
        m_collateral = s.sum(m_collateral, s.times(value, weight, Ratio::kScale, Round::Down));
        return;
    }
    const Price price = c.high(m_strictness);
    if (price.raw() <= 0) s.fail(MathError::DivideByZero);
    const Int128 value = formula::liabilityValue(s, -Int128{c.amount.raw()}, price, decimals);
    m_requirement = s.sum(m_requirement, s.times(value, weight, Ratio::kScale, Round::Up));
}

void MarginSum::add(Steps& s, const formula::PositionParts& parts) noexcept {
    const PositionExposure& p = parts.exposure;
    Int128 pnl = 0;
    if (parts.pnl > 0) {
        const Int128 largest = m_kind == MarginKind::Maintenance ? Ratio::kScale : parts.largestGain;
        pnl = formula::weightedPnl(s, parts.pnl, gainTerms(*p.market, m_kind, p.netUnsettledPnl), largest,
                                   m_quote.low(m_strictness));
    } else {
        pnl = formula::atQuote(s, parts.pnl, m_quote.high(m_strictness), Round::Down);
    }
    m_collateral = s.sum(m_collateral, pnl);
    if (parts.worst.liability == 0 && p.openOrders == 0) return;
    const Int128 liability = formula::atQuote(s, parts.worst.liability, m_quote.high(m_strictness), Round::Up);
    m_requirement = s.sum(m_requirement, formula::requirementOf(s, parts, liability, m_kind));
}

Checked MarginSum::collateral() const noexcept { return Steps(m_error).result(m_collateral); }

Checked MarginSum::requirement() const noexcept { return Steps(m_error).result(m_requirement); }

MathResult<MarginTotals> MarginSum::totals() const { return totalsOf(collateral(), requirement()); }

MathResult<MarginTotals> marginTotals(const AccountExposure& account, MarginKind kind, Strictness strictness) {
    return sumWithout(account, account.positions.size(), kind, strictness).totals();
}

MarginSum sumWithout(const AccountExposure& account, std::size_t index, MarginKind kind, Strictness strictness) {
    MarginSum sum(kind, strictness, account.quote);
    sum.addQuote(account.collateral);
    for (const CollateralExposure& c : account.assets) sum.add(c);
    for (std::size_t i = 0; i < account.positions.size(); ++i) {
        if (i != index) sum.add(account.positions[i]);
    }
    return sum;
}

MathResult<FullMargin> fullMargin(const AccountExposure& account) {
    MarginSum initial(MarginKind::Initial, Strictness::Strict, account.quote);
    MarginSum fill(MarginKind::Fill, Strictness::Plain, account.quote);
    MarginSum maintenance(MarginKind::Maintenance, Strictness::Plain, account.quote);
    const std::array sums{&initial, &fill, &maintenance};
    Steps s;
    for (MarginSum* sum : sums) sum->addQuote(account.collateral);
    for (const CollateralExposure& c : account.assets) {
        const formula::DepositParts parts = formula::partsOf(s, c);
        for (MarginSum* sum : sums) sum->add(s, parts);
    }
    for (const PositionExposure& p : account.positions) {
        const formula::PositionParts parts = formula::partsOf(s, p);
        for (MarginSum* sum : sums) sum->add(s, parts);
    }
    if (s.error() != MathError::None) return std::unexpected(s.error());
    const auto i = initial.totals();
    if (!i) return std::unexpected(i.error());
    const auto f = fill.totals();
    if (!f) return std::unexpected(f.error());
    const auto m = maintenance.totals();
    if (!m) return std::unexpected(m.error());
    return FullMargin{*i, *f, *m};
}

std::weak_ordering compareRisk(const MarginTotals& a, const MarginTotals& b) {
    const Int128 ofA = Int128{a.collateral.raw()} * b.requirement.raw();
    const Int128 ofB = Int128{b.collateral.raw()} * a.requirement.raw();
    if (ofA != ofB) return ofA < ofB ? std::weak_ordering::greater : std::weak_ordering::less;
    if (a.requirement.isZero() && b.requirement.isZero()) return b.collateral <=> a.collateral;
    return a.requirement <=> b.requirement;
}

MathResult<MarginTotals> bufferOn(Money liability, Money pnl, Ratio buffer) {
    return totalsOf(min(Checked(pnl.raw()), Checked(0)).times(buffer.raw(), Ratio::kScale, Round::Down),
                    Checked(liability.raw()).times(buffer.raw(), Ratio::kScale, Round::Up));
}

MathResult<MarginTotals> bufferedTotals(const AccountExposure& account) {
    const auto totals = marginTotals(account, MarginKind::Maintenance);
    if (!totals) return totals;
    Checked collateral = totals->collateral.raw();
    Checked requirement = totals->requirement.raw();
    for (const PositionExposure& p : account.positions) {
        if (p.settled) continue;
        Steps s;
        const Int128 worst = formula::worstOf(s, p.base, p.openBids, p.openAsks, p.price).liability;
        const auto liability = s.as<Money>(formula::atQuote(s, worst, account.quote.price, Round::Up));
        if (!liability) return std::unexpected(liability.error());
        const auto pnl = s.as<Money>(formula::atQuote(s, formula::pnlOf(s, p), account.quote.price, Round::Down));
        if (!pnl) return std::unexpected(pnl.error());
        const auto buffer = bufferOn(*liability, *pnl, liquidationBuffer(*p.market));
        if (!buffer) return buffer;
        collateral += buffer->collateral.raw();
        requirement += buffer->requirement.raw();
    }
    return totalsOf(collateral, requirement);
}

MathResult<Money> shortageOf(const MarginTotals& buffered) {
    return max(Checked(0), Checked(buffered.requirement.raw()) - buffered.collateral.raw()).to<Money>();
}

} // namespace qd::risk
