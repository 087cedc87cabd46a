#include "core/engine/risk/portfolio/Comovement.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace qd::portfolio {
namespace {

/// The row `age` periods before the latest; empty when a series lacks it.
std::vector<double> rowOf(std::span<const Series> series, std::size_t age) {
    std::vector<double> row;
    row.reserve(series.size());
    for (const Series one : series) {
        const Sample& sample = one[one.size() - 1 - age];
        if (!sample || !std::isfinite(*sample)) return {};
        row.push_back(*sample);
    }
    return row;
}

/// Weights of the rows, oldest first, and by what the weighted sum of products is divided.
std::vector<double> weightsOf(std::size_t rows, std::optional<double> decay) {
    if (!decay) return std::vector<double>(rows, 1 / static_cast<double>(rows - 1));
    std::vector<double> weights(rows);
    double sum = 0;
    double weight = 1;
    for (std::size_t age = 0; age < rows; ++age, weight *= *decay) {
        weights[rows - 1 - age] = weight;
        sum += weight;
    }
    for (double& w : weights) w /= sum;
    return weights;
}

std::optional<Moments> pairMoments(Series a, Series b, std::size_t window) {
    return momentsOf(alignedRows(std::array{a, b}, window), std::nullopt);
}

/// Does column `i` stand still? Its variance may be a rounding.
bool constant(const Rows& rows, std::size_t i) {
    return std::ranges::all_of(rows, [&](const auto& row) { return row[i] == rows[0][i]; });
}

} // namespace

Rows alignedRows(std::span<const Series> series, std::size_t limit) {
    Rows rows;
    if (series.empty()) return rows;
    std::size_t periods = series[0].size();
    for (const Series one : series) periods = std::min(periods, one.size());
    for (std::size_t age = 0; age < periods && rows.size() < limit; ++age) {
        auto row = rowOf(series, age);
        if (!row.empty()) rows.push_back(std::move(row));
    }
    std::ranges::reverse(rows);
    return rows;
}

std::optional<Moments> momentsOf(const Rows& rows, std::optional<double> decay) {
    if (rows.size() < 2) return std::nullopt;
    const std::size_t n = rows[0].size();
    Moments m{std::vector<double>(n), SymmetricMatrix(n)};
    for (std::size_t i = 0; i < n; ++i) {
        if (constant(rows, i)) { // the mean of equal values is that value, without a rounding
            m.means[i] = rows[0][i];
            continue;
        }
        for (const auto& row : rows) m.means[i] += row[i];
        m.means[i] /= static_cast<double>(rows.size());
    }
    const std::vector<double> weights = weightsOf(rows.size(), decay);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = i; k < n; ++k) {
            double sum = 0;
            for (std::size_t t = 0; t < rows.size(); ++t)
                sum += weights[t] * (rows[t][i] - m.means[i]) * (rows[t][k] - m.means[k]);
            m.covariance.set(i, k, sum);
        }
    }
    return m;
}

std::optional<double> correlation(Series a, Series b, std::size_t window) {
    const auto m = pairMoments(a, b, window);
    if (!m) return std::nullopt;
    const double variances = m->covariance.at(0, 0) * m->covariance.at(1, 1);
    if (!(variances > 0)) return std::nullopt;
    const auto value = finiteOrNone(m->covariance.at(0, 1) / std::sqrt(variances));
    return value ? std::optional(std::clamp(*value, -1.0, 1.0)) : std::nullopt;
}

std::vector<std::optional<double>> correlationMatrix(std::span<const Series> series, std::size_t window) {
    const std::size_t n = series.size();
    std::vector<std::optional<double>> matrix(n * n);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = i; k < n; ++k)
            matrix[i * n + k] = matrix[k * n + i] = correlation(series[i], series[k], window);
    }
    return matrix;
}

std::optional<double> beta(Series series, Series reference, std::size_t window) {
    const auto m = pairMoments(series, reference, window);
    if (!m || !(m->covariance.at(1, 1) > 0)) return std::nullopt;
    return finiteOrNone(m->covariance.at(0, 1) / m->covariance.at(1, 1));
}

} // namespace qd::portfolio
