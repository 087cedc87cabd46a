#include "core/engine/risk/portfolio/ValueAtRisk.h"

#include "core/engine/risk/portfolio/Comovement.h"

#include <algorithm>
#include <cmath>

namespace qd::portfolio {
namespace {

double levelOf(Confidence level) { return static_cast<double>(level) / 1'000; }

/// h = (n - 1)(1 - level), exact where it is whole.
double tailPosition(std::size_t n, Confidence level) {
    return static_cast<double>((n - 1) * (1'000 - static_cast<std::size_t>(level))) / 1'000;
}

/// The loss of an outcome, >= 0.
std::optional<double> lossOf(double outcome) {
    return std::isfinite(outcome) ? std::optional(std::max(0.0, -outcome)) : std::nullopt;
}

/// A book of lines that hold something, in numbers.
struct Book {
    std::vector<double> weights; ///< notional, 1e-6
    std::vector<double> profits; ///< a row each
    Moments moments;
};

std::optional<Book> bookOf(std::span<const BookLine> lines, const VarTerms& terms) {
    std::vector<double> weights;
    std::vector<Series> series;
    for (const BookLine& line : lines) {
        weights.push_back(static_cast<double>(line.notional.raw()));
        series.push_back(line.returns);
    }
    const Rows rows = alignedRows(series, terms.window);
    auto moments = momentsOf(rows, terms.decay);
    if (!moments) return std::nullopt;
    Book book{std::move(weights), {}, std::move(*moments)};
    for (const auto& row : rows) {
        double profit = 0;
        for (std::size_t i = 0; i < row.size(); ++i) profit += book.weights[i] * row[i];
        book.profits.push_back(profit);
    }
    return book;
}

/// Of the book, and what each line is of it.
struct Variance {
    double total = 0;
    std::vector<double> parts; ///< w_i (Cov w)_i; empty without a variance
};
Variance varianceOf(const Book& book) {
    constexpr double kRounding = 1e-12; // what a perfect hedge leaves of what it hedges
    const std::size_t n = book.weights.size();
    Variance variance{0, std::vector<double>(n)};
    double hedged = 0;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = 0; k < n; ++k) {
            const double part = book.weights[i] * book.moments.covariance.at(i, k) * book.weights[k];
            variance.parts[i] += part;
            hedged += std::abs(part);
        }
        variance.total += variance.parts[i];
    }
    return variance.total > hedged * kRounding ? variance : Variance{};
}

/// Shares of `total`: the sums of the first k are rounded, so that all together are the total.
MathResult<std::vector<ComponentVar>> componentsOf(std::span<const BookLine> lines, const Variance& variance,
                                                   Money total) {
    std::vector<ComponentVar> components;
    double reached = 0;
    Money given;
    for (std::size_t i = 0; i < variance.parts.size(); ++i) {
        reached += variance.parts[i];
        const auto upTo = i + 1 == lines.size()
                              ? MathResult<Money>(total)
                              : lossToMoney(static_cast<double>(total.raw()) * (reached / variance.total));
        if (!upTo) return std::unexpected(upTo.error());
        const auto share = upTo->minus(given);
        if (!share) return std::unexpected(share.error());
        components.push_back({lines[i].asset, *share});
        given = *upTo;
    }
    return components;
}

} // namespace

std::optional<TailLoss> historicalTail(std::span<const double> profits, Confidence level) {
    if (profits.size() < 2) return std::nullopt;
    std::vector<double> ascending(profits.begin(), profits.end());
    std::ranges::sort(ascending);
    const double position = tailPosition(ascending.size(), level);
    const auto worst = interpolated(ascending, position);
    const auto mean = meanOf(std::span(ascending).first(static_cast<std::size_t>(position) + 1));
    if (!worst || !mean) return std::nullopt;
    // The mean of equal values may come out a rounding above them.
    const double var = std::max(0.0, -*worst);
    return TailLoss{var, std::max(var, -*mean)};
}

std::optional<double> gaussianVar(double mean, double sigma, double level) {
    const auto z = normalQuantile(1 - level);
    if (!z || !(sigma >= 0)) return std::nullopt;
    return lossOf(mean + sigma * *z);
}

std::optional<double> gaussianShortfall(double mean, double sigma, double level) {
    const auto z = normalQuantile(1 - level);
    if (!z || !(sigma >= 0)) return std::nullopt;
    return lossOf(mean - sigma * normalDensity(*z) / (1 - level));
}

MathResult<std::optional<ValueAtRisk>> valueAtRisk(std::span<const BookLine> book, const VarTerms& terms) {
    std::vector<BookLine> lines(book.begin(), book.end());
    std::erase_if(lines, [](const BookLine& line) { return line.notional.isZero(); });
    const auto numbers = bookOf(lines, terms);
    if (!numbers) return std::optional<ValueAtRisk>{};
    const Variance variance = varianceOf(*numbers);
    double mean = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) mean += numbers->weights[i] * numbers->moments.means[i];
    const double sigma = std::sqrt(variance.total);
    const auto historical = historicalTail(numbers->profits, terms.level);
    const auto var = gaussianVar(mean, sigma, levelOf(terms.level));
    const auto shortfall = gaussianShortfall(mean, sigma, levelOf(terms.level));
    if (!historical || !var || !shortfall) return std::unexpected(MathError::Overflow);

    ValueAtRisk result;
    result.terms = terms;
    result.samples = numbers->profits.size();
    result.fewSamples = result.samples < kFewSamples;
    result.scaled = terms.horizon == Horizon::TenDays;
    const double scale = result.scaled ? std::sqrt(10.0) : 1.0;
    for (const auto& [loss, into] : {std::pair{historical->var, &result.historicalVar},
                                     {historical->shortfall, &result.historicalShortfall},
                                     {*var, &result.parametricVar},
                                     {std::max(*var, *shortfall), &result.parametricShortfall}}) {
        const auto money = lossToMoney(loss * scale);
        if (!money) return std::unexpected(money.error());
        *into = *money;
    }
    auto components = componentsOf(lines, variance, result.parametricVar);
    if (!components) return std::unexpected(components.error());
    result.components = std::move(*components);
    return std::optional(std::move(result));
}

} // namespace qd::portfolio
