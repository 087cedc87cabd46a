#include "core/engine/oracle/MarkFormer.h"

#include "core/engine/oracle/Mark.h"

#include <array>

namespace qd::oracle {
namespace {

/// Rounded down; of prices >= 0 it fits.
Price meanOf(Price a, Price b) noexcept { return Price(static_cast<std::int64_t>((Int128{a.raw()} + b.raw()) / 2)); }

bool hasBook(const MarkSample& s) noexcept { return s.bid.raw() > 0 && s.ask.raw() > 0; }

std::optional<Price> present(Price p) noexcept { return p.raw() > 0 ? std::optional(p) : std::nullopt; }

} // namespace

std::optional<Price> MarkFormer::update(const MarkSample& sample, UnixNanos now) {
    if (sample.index.raw() > 0) m_state.index = sample.index;
    const MarkSample counted = near(sample);
    average(counted, now);
    m_state.sources = {};
    const auto mark = m_model == MarkModel::Published ? present(sample.external) : formed(counted, now);
    if (!mark) return std::nullopt;
    if (m_model == MarkModel::Published) m_state.sources.external = true;
    m_state.mark = *mark;
    m_state.mark5 = sampled(m_state.mark5, *mark, now, kTwapShort, m_tier);
    return mark;
}

MarkSample MarkFormer::near(MarkSample sample) const noexcept {
    for (Price* level : {&sample.bid, &sample.ask}) {
        if (level->raw() <= 0 || (!m_state.index.isZero() && !withinBookBand(*level, m_state.index))) *level = {};
    }
    return sample;
}

void MarkFormer::average(const MarkSample& s, UnixNanos now) {
    if (!s.bid.isZero()) {
        m_state.bid5 = sampled(m_state.bid5, s.bid, now, kTwapShort, m_tier);
        m_state.bid60 = sampled(m_state.bid60, s.bid, now, kTwapLong, m_tier);
    }
    if (!s.ask.isZero()) {
        m_state.ask5 = sampled(m_state.ask5, s.ask, now, kTwapShort, m_tier);
        m_state.ask60 = sampled(m_state.ask60, s.ask, now, kTwapLong, m_tier);
    }
    if (!hasBook(s)) return;
    m_state.book = sampled(m_state.book, bookMedian(s.bid, s.ask, s.lastTrade).raw(), now, kPace30s);
    if (s.index.raw() > 0)
        m_state.basis = sampled(m_state.basis, meanOf(s.bid, s.ask).raw() - s.index.raw(), now, kPace150s);
}

std::optional<Price> MarkFormer::formed(const MarkSample& s, UnixNanos now) {
    if (m_state.index.isZero()) return std::nullopt;
    MarkInputs in;
    if (s.index.raw() > 0) {
        const auto sum = (Checked(s.index.raw()) + valueAt(m_state.basis, now, kPace150s).value_or(0)).to<Price>();
        if (sum) in.basis = *sum;
    }
    if (hasBook(s)) in.book = bookMedian(s.bid, s.ask, s.lastTrade);
    in.external = present(s.external);
    if (const auto book = valueAt(m_state.book, now, kPace30s)) in.bookAverage = Price(*book);
    const auto mark = markPrice(in);
    if (!mark) return std::nullopt;
    const int there = int{in.basis.has_value()} + int{in.book.has_value()} + int{in.external.has_value()};
    m_state.sources = {in.basis.has_value(), in.book.has_value(), in.external.has_value(),
                       there == 2 && in.bookAverage.has_value()};
    return clampedMark(*mark, m_state.index, m_tier);
}

Price MarkFormer::bookTwap60() const noexcept {
    if (m_state.bid60.empty() || m_state.ask60.empty()) return {};
    return meanOf(m_state.bid60.value, m_state.ask60.value);
}

bool possible(const MarkState& s, UnixNanos now) noexcept {
    for (const Average* a : {&s.mark5, &s.bid5, &s.bid60, &s.ask5, &s.ask60}) {
        if (!possible(*a, now)) return false;
    }
    return possible(s.basis, now) && possible(s.book, now) && s.index.raw() >= 0 && s.mark.raw() >= 0 &&
           s.mark5.empty() == s.mark.isZero() && s.bid5.empty() == s.bid60.empty() &&
           s.ask5.empty() == s.ask60.empty() &&
           !(s.sources.bookAverage && s.sources.book && s.sources.basis && s.sources.external);
}

} // namespace qd::oracle
