#include "widgets/chart/BarChoice.h"

#include "core/base/Decimal.h"
#include "widgets/base/Format.h"

#include <QCoreApplication>

#include <algorithm>

namespace qd::chart {
namespace {

using Kind = TradeBarRule::Kind;

constexpr std::int64_t kMostTrades = 1'000'000;
constexpr std::int64_t kMostUnits = 1'000'000'000;
constexpr std::int64_t kMostTicks = 1'000'000;
constexpr std::int64_t kUsualTrades = 500;
constexpr std::int64_t kUsualTicks = 20;
constexpr std::int64_t kBarsADay = 1'000;

QString tr(const char* text) { return QCoreApplication::translate("qd::chart::BarChoice", text); }

constexpr std::array<BarKindName, 5> kKinds{
    {{{},
      "time",
      QT_TRANSLATE_NOOP("qd::chart::BarChoice", "Time"),
      "",
      QT_TRANSLATE_NOOP("qd::chart::BarChoice", "Bars of one length of time.")},
     {Kind::Tick, "tick", QT_TRANSLATE_NOOP("qd::chart::BarChoice", "Tick"),
      QT_TRANSLATE_NOOP("qd::chart::BarChoice", "trades"),
      QT_TRANSLATE_NOOP("qd::chart::BarChoice", "A bar ends with so many trades. A new one begins at 00:00 UTC.")},
     {Kind::Volume, "volume", QT_TRANSLATE_NOOP("qd::chart::BarChoice", "Volume"),
      QT_TRANSLATE_NOOP("qd::chart::BarChoice", "base units"),
      QT_TRANSLATE_NOOP("qd::chart::BarChoice", "A bar ends with the trade that brings its volume to so much; trades "
                                                "are not divided. A new one begins at 00:00 UTC.")},
     {Kind::Range, "range", QT_TRANSLATE_NOOP("qd::chart::BarChoice", "Range"),
      QT_TRANSLATE_NOOP("qd::chart::BarChoice", "ticks"),
      QT_TRANSLATE_NOOP("qd::chart::BarChoice", "A bar ends before the trade that would make it higher than so many "
                                                "ticks. A new one begins at 00:00 UTC.")},
     {Kind::Renko, "renko", QT_TRANSLATE_NOOP("qd::chart::BarChoice", "Renko"),
      QT_TRANSLATE_NOOP("qd::chart::BarChoice", "ticks"),
      QT_TRANSLATE_NOOP("qd::chart::BarChoice", "Bricks of so many ticks; one box on, or two boxes back. Wicks show "
                                                "how far trades went against a brick. A new chain begins at 00:00 "
                                                "UTC.")}}};

/// The least of 1, 2 or 5 times a power of ten that is at least so much.
std::int64_t roundUp(std::int64_t least) {
    std::int64_t value = 1;
    for (int i = 0; value < least && value < kMostUnits; ++i) value = i % 3 == 1 ? value / 2 * 5 : value * 2;
    return value;
}

} // namespace

const std::array<BarKindName, 5>& barKinds() { return kKinds; }
const BarKindName& nameOf(const BarChoice& choice) {
    return *std::ranges::find(kKinds, choice.kind, &BarKindName::kind);
}
QString barWord(const char* text) { return *text == '\0' ? QString() : tr(text); }

QString sizeText(const BarChoice& choice) {
    if (!choice.kind) return {};
    return *choice.kind == Kind::Volume ? QString::fromStdString(toString(Quantity(choice.size)))
                                        : QString::number(choice.size);
}

QString titleOf(const BarChoice& choice) {
    const QString title = barWord(nameOf(choice).title);
    return choice.kind ? title + QLatin1Char(' ') + sizeText(choice) : title;
}

std::expected<std::int64_t, QString> readBarSize(Kind kind, std::string_view text) {
    if (kind == Kind::Volume) {
        const auto volume = parseFixed<Quantity>(text);
        if (volume && volume->raw() > 0 && *volume <= Quantity::of(kMostUnits)) return volume->raw();
        return std::unexpected(tr("Volume bars take a size above 0 in base units, up to %1.").arg(kMostUnits));
    }
    const std::int64_t most = kind == Kind::Tick ? kMostTrades : kMostTicks;
    if (const auto size = parseWhole(text, 1, most)) return *size;
    return std::unexpected(kind == Kind::Tick    ? tr("Tick bars take a number of trades, 1 to %1.").arg(most)
                           : kind == Kind::Range ? tr("Range bars take a height in ticks, 1 to %1.").arg(most)
                                                 : tr("Renko takes a box in ticks, 1 to %1.").arg(most));
}

std::int64_t usualBarSize(Kind kind, Quantity dayVolume) {
    if (kind == Kind::Tick) return kUsualTrades;
    if (kind != Kind::Volume) return kUsualTicks;
    return Quantity::of(roundUp(dayVolume.raw() / Quantity::kScale / kBarsADay)).raw();
}

std::expected<std::size_t, QString> readBarWords(const ports::ActionWords& words, std::size_t at, BarChoice& choice) {
    const std::string word = at < words.size() ? ports::toUpper(words[at]) : std::string();
    const auto row = std::ranges::find_if(kKinds, [&](const BarKindName& k) { return ports::toUpper(k.key) == word; });
    if (row == kKinds.end()) return 0;
    if (!row->kind) {
        choice = {};
        return 1;
    }
    const auto size = readBarSize(*row->kind, at + 1 < words.size() ? std::string_view(words[at + 1]) : "");
    if (!size) return std::unexpected(size.error());
    choice = {row->kind, *size};
    return 2;
}

std::string writeBars(const BarChoice& choice) {
    const std::string key = nameOf(choice).key;
    return choice.kind ? key + ' ' + sizeText(choice).toStdString() : key;
}

std::optional<BarChoice> readBars(std::string_view text) {
    ports::ActionWords words;
    const std::size_t space = text.find(' ');
    words.emplace_back(text.substr(0, space));
    if (space != std::string_view::npos) words.emplace_back(text.substr(space + 1));
    BarChoice choice;
    const auto read = readBarWords(words, 0, choice);
    return read && *read == words.size() ? std::optional(choice) : std::nullopt;
}

TradeBarRule ruleOf(const BarChoice& choice, Price tick) {
    const bool inTicks = *choice.kind == Kind::Range || *choice.kind == Kind::Renko;
    return {*choice.kind, inTicks ? choice.size * tick.raw() : choice.size};
}

QString remainderText(const TradeBarRule& rule, const std::optional<TradeBar>& forming, Price tick) {
    switch (rule.kind) {
    case Kind::Tick: return tr("%1 left").arg(rule.size - (forming ? std::int64_t{forming->bar.trades} : 0));
    case Kind::Volume:
        return tr("%1 left").arg(ui::shortText(Quantity(rule.size - (forming ? forming->bar.volume.raw() : 0))));
    case Kind::Range: {
        const std::int64_t high = forming ? forming->bar.high.raw() - forming->bar.low.raw() : 0;
        return tr("%1 left").arg((rule.size - high) / tick.raw());
    }
    case Kind::Renko: break; // two ways to end
    }
    return {};
}

} // namespace qd::chart
