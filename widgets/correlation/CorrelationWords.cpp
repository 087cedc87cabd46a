#include "widgets/correlation/CorrelationWords.h"

#include "widgets/base/Format.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace qd::ui {
namespace {

constexpr double kLargestBeta = 1e6;

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::CorrelationWords", text); }

/// Two digits with a sign.
QString figure(const std::optional<double>& value) {
    if (!value || std::abs(*value) > kLargestBeta) return unknownText();
    return signedNumber(std::llround(*value * 100), 2, 2);
}

QString reasonOf(const CorrelationView& view, const Pairing& pair) {
    if (pair.common >= kFewestReturns) return tr("a price stood still");
    if (view.waiting) return tr("history has not answered yet");
    return tr("only %1 common %2 returns, at least %3 are wanted")
        .arg(pair.common)
        .arg(QLatin1String(nameOf(view.interval)))
        .arg(kFewestReturns);
}

} // namespace

QString pairText(const CorrelationView& view, std::size_t row, std::size_t column) {
    const Pairing& pair = view.pairs[row * static_cast<std::size_t>(view.symbols.size()) + column];
    const QString names =
        tr("%1 with %2").arg(view.symbols[static_cast<qsizetype>(row)], view.symbols[static_cast<qsizetype>(column)]);
    if (!pair.correlation) return tr("%1: no correlation, %2").arg(names, reasonOf(view, pair));
    return tr("%1: correlation %2 of %3 common %4 returns (of %5), beta %6")
        .arg(names, figure(pair.correlation))
        .arg(pair.common)
        .arg(QLatin1String(nameOf(view.interval)))
        .arg(view.window)
        .arg(figure(pair.beta));
}

HeatGrid gridOf(const CorrelationView& view) {
    HeatGrid grid;
    const auto n = static_cast<std::size_t>(view.symbols.size());
    grid.doubtful = view.doubtful;
    grid.emptyText = tr("No market yet. Correlations appear with the venue's markets.");
    if (n == 0) return grid;
    grid.rows = view.symbols;
    grid.columns = view.symbols;
    grid.columns << tr("beta to\n%1").arg(view.symbols[static_cast<qsizetype>(view.base)]);
    for (std::size_t row = 0; row < n; ++row) {
        for (std::size_t column = 0; column < n; ++column) {
            const Pairing& pair = view.pairs[row * n + column];
            grid.cells.push_back({figure(pair.correlation), row == column ? 0 : pair.correlation.value_or(0), false,
                                  false, pairText(view, row, column)});
        }
        const Pairing& toBase = view.pairs[row * n + view.base];
        grid.cells.push_back({figure(toBase.beta), 0, false, false, pairText(view, row, view.base)});
    }
    return grid;
}

QString lackText(const CorrelationView& view) {
    const auto n = static_cast<std::size_t>(view.symbols.size());
    if (n < 2) return {};
    std::size_t most = 0;
    for (std::size_t i = 0; i < view.pairs.size(); ++i) {
        if (i / n == i % n) continue;
        if (view.pairs[i].correlation) return {};
        most = std::max(most, view.pairs[i].common);
    }
    if (view.waiting) return tr("History has not answered yet.");
    if (most >= kFewestReturns) return tr("Prices stood still: there is nothing to correlate.");
    return tr("No two markets have %1 common %2 returns yet, only %3: choose shorter bars, or wait.")
        .arg(kFewestReturns)
        .arg(QLatin1String(nameOf(view.interval)))
        .arg(most);
}

QString sampleText(const CorrelationView& view) {
    const QString what = tr("%1 × %2").arg(QLatin1String(nameOf(view.interval))).arg(view.window);
    if (view.pairs.empty()) return what;
    const auto [least, most] = std::ranges::minmax_element(view.pairs, {}, &Pairing::common);
    if (most->common == 0 && view.waiting) return tr("%1 · asking history").arg(what);
    if (least->common == most->common) return tr("%1 · %2 common returns").arg(what).arg(most->common);
    return tr("%1 · %2 to %3 common returns").arg(what).arg(least->common).arg(most->common);
}

} // namespace qd::ui
