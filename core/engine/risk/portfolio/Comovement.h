#pragma once

#include "core/engine/risk/portfolio/Statistics.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

/// How series move together. Series end with the same period: the last element of each is the latest. Any thread.
/// Source: spec/perps.md §6.2, 6.4.
namespace qd::portfolio {

inline constexpr std::size_t kCorrelationWindow = 60; ///< days

/// values[t][i]: of the latest `limit` periods in which every series has a sample; oldest first.
using Rows = std::vector<std::vector<double>>;
[[nodiscard]] Rows alignedRows(std::span<const Series> series, std::size_t limit);

/// A symmetric matrix.
class SymmetricMatrix {
  public:
    explicit SymmetricMatrix(std::size_t size) : m_size(size), m_values(size * size) {}
    [[nodiscard]] std::size_t size() const noexcept { return m_size; }
    [[nodiscard]] double at(std::size_t i, std::size_t k) const noexcept { return m_values[i * m_size + k]; }
    void set(std::size_t i, std::size_t k, double value) noexcept {
        m_values[i * m_size + k] = value;
        m_values[k * m_size + i] = value;
    }

  private:
    std::size_t m_size;
    std::vector<double> m_values;
};

struct Moments {
    std::vector<double> means; ///< all rows weigh the same
    SymmetricMatrix covariance;
};
/// Covariance about the means with n - 1; with `decay` (0 < it < 1, spec: 0.94) a row weighs decay^age instead, all
/// weights together 1. Empty for fewer than 2 rows.
[[nodiscard]] std::optional<Moments> momentsOf(const Rows& rows, std::optional<double> decay);

/// Of the latest `window` periods in which both have a sample, in [-1, 1]; empty for fewer than 2 or without variance.
[[nodiscard]] std::optional<double> correlation(Series a, Series b, std::size_t window = kCorrelationWindow);
/// result[i * n + k], each pair over its own common periods.
[[nodiscard]] std::vector<std::optional<double>> correlationMatrix(std::span<const Series> series,
                                                                   std::size_t window = kCorrelationWindow);
/// covariance(series, reference) / variance(reference); empty for fewer than 2 or when the reference stands still.
[[nodiscard]] std::optional<double> beta(Series series, Series reference, std::size_t window = kCorrelationWindow);

} // namespace qd::portfolio
