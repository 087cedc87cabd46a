#include "widgets/portfolio/Allocation.h"

#include "widgets/base/Format.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace qd::ui {
namespace {

constexpr int kPadding = 6;

std::optional<std::int64_t> shareOf(Money value, Money equity) {
    if (equity.raw() <= 0) return std::nullopt;
    const auto share = Checked(value.raw()).times(10'000, equity.raw(), Round::Zero).to<std::int64_t>();
    return share ? std::optional(*share) : std::nullopt;
}

} // namespace

std::vector<AllocationLine> allocationOf(const AccountView& account, std::span<const MarketInfo> markets) {
    std::vector<AllocationLine> lines;
    Checked cash = account.totalEquity.raw();
    QString quote = QStringLiteral("USDC");
    for (const BalanceView& balance : account.balances) {
        const QString symbol = QString::fromStdString(balance.asset.symbol);
        if (balance.asset.id == kQuoteAsset) {
            quote = symbol;
            continue;
        }
        if (balance.value.isZero()) continue;
        cash -= balance.value.raw();
        lines.push_back({symbol, false, balance.value, shareOf(balance.value, account.totalEquity)});
    }
    const Money rest = cash.to<Money>().value_or(Money());
    lines.insert(lines.begin(), {quote, false, rest, shareOf(rest, account.totalEquity)});
    const auto positions = static_cast<std::ptrdiff_t>(lines.size());
    for (const PositionView& position : account.positions) {
        if (position.position.base.isZero() || position.market.value() >= markets.size()) continue;
        const bool isShort = position.position.base.raw() < 0;
        const Money value(isShort ? -position.notional.raw() : position.notional.raw());
        lines.push_back({QString::fromStdString(markets[position.market.value()].params.symbol), true, value,
                         shareOf(value, account.totalEquity)});
    }
    std::stable_sort(lines.begin() + positions, lines.end(), [](const AllocationLine& a, const AllocationLine& b) {
        return std::abs(a.value.raw()) > std::abs(b.value.raw());
    });
    return lines;
}

AllocationView::AllocationView(ThemeHost& themes, const QString& name) : m_themes(themes) {
    setObjectName(name);
    setAccessibleName(tr("Allocation by asset"));
    setToolTip(
        tr("What the equity consists of: deposits by asset, the quote currency with all profit and loss; below, the "
           "notional of positions. Shares are of the equity."));
    connect(&themes, &ThemeHost::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void AllocationView::setLines(std::vector<AllocationLine> lines) {
    if (lines == m_lines) return;
    m_lines = std::move(lines);
    QStringList described;
    for (const AllocationLine& line : m_lines) described << line.name + QLatin1Char(' ') + signedText(line.value);
    setAccessibleDescription(described.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

void AllocationView::setDoubtful(bool doubtful) {
    if (doubtful == m_doubtful) return;
    m_doubtful = doubtful;
    update();
}

bool AllocationView::hasExposure() const { return std::ranges::any_of(m_lines, &AllocationLine::exposure); }

QSize AllocationView::minimumSizeHint() const {
    const Theme& theme = m_themes.theme();
    const int lines = static_cast<int>(m_lines.size()) + 1 + (hasExposure() ? 1 : 0);
    return {theme.scaled(260), std::max(3, lines) * theme.rowHeight()};
}

void AllocationView::paintHeading(QPainter& painter, int top, const QString& text) const {
    const Theme& theme = m_themes.theme();
    painter.setFont(theme.font(FontRole::Interface));
    painter.setPen(theme.color(Token::Text2));
    painter.drawText(QRect(kPadding, top, width() - 2 * kPadding, theme.rowHeight()), Qt::AlignLeft | Qt::AlignVCenter,
                     text);
}

void AllocationView::paintLine(QPainter& painter, int top, const AllocationLine& line, double largest) const {
    const Theme& theme = m_themes.theme();
    const int height = theme.rowHeight();
    painter.setFont(theme.font(FontRole::Dense));
    const QFontMetrics metrics = painter.fontMetrics();
    const int share = metrics.horizontalAdvance(QStringLiteral("−1 000.0 %"));
    const int value = metrics.horizontalAdvance(QStringLiteral("−1 104 238.17"));
    int name = 0;
    for (const AllocationLine& each : m_lines) name = std::max(name, metrics.horizontalAdvance(each.name));
    const int right = width() - kPadding;
    painter.setPen(theme.color(Token::Text1));
    painter.drawText(QRect(kPadding, top, name, height), Qt::AlignLeft | Qt::AlignVCenter, line.name);
    if (m_doubtful) painter.setPen(theme.color(Token::Text3));
    painter.drawText(QRect(right - share - kPadding - value, top, value, height), Qt::AlignRight | Qt::AlignVCenter,
                     line.exposure ? signedText(line.value) : text(line.value));
    painter.setPen(theme.color(m_doubtful ? Token::Text3 : Token::Text2));
    painter.drawText(QRect(right - share, top, share, height), Qt::AlignRight | Qt::AlignVCenter,
                     line.shareBps ? number(*line.shareBps, 2, 1) + tr(" %") : unknownText());
    const int left = kPadding + name + 2 * kPadding;
    const int room = right - share - value - 3 * kPadding - left;
    if (room <= 0 || largest <= 0) return;
    const double size = std::abs(static_cast<double>(line.value.raw())) / largest;
    const Token known = line.value.raw() < 0 ? Token::Down : line.exposure ? Token::Up : Token::Accent;
    const Token token = m_doubtful ? Token::Text3 : known;
    const int thick = theme.scaled(8);
    painter.fillRect(QRect(left, top + (height - thick) / 2, std::max(1, static_cast<int>(size * room)), thick),
                     theme.blended(token, 70, Token::Bg1));
}

void AllocationView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const int height = m_themes.theme().rowHeight();
    int top = 0;
    double largest = 0;
    for (const AllocationLine& line : m_lines)
        largest = std::max(largest, std::abs(static_cast<double>(line.value.raw())));
    paintHeading(painter, top, tr("Equity in"));
    bool exposure = false;
    for (const AllocationLine& line : m_lines) {
        if (line.exposure && !exposure) {
            exposure = true;
            top += height;
            paintHeading(painter, top, tr("Positions"));
        }
        top += height;
        paintLine(painter, top, line, largest);
    }
}

} // namespace qd::ui
