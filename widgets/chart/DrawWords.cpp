#include "widgets/chart/DrawWords.h"

#include "core/base/Decimal.h"
#include "widgets/base/TypedTime.h"

#include <QCoreApplication>

#include <algorithm>

namespace qd::chart {
namespace {

using drawings::Anchor;
using drawings::Drawing;
using drawings::Tool;
using Deed = DrawCommand::Deed;

struct DeedName {
    const char* word;
    Deed deed;
};
constexpr std::array<DeedName, 5> kDeeds{
    {{"CLEAR", Deed::Clear}, {"UNDO", Deed::Undo}, {"REDO", Deed::Redo}, {"MAGNET", Deed::Magnet}, {"OFF", Deed::Off}}};

QString tr(const char* text) { return QCoreApplication::translate("qd::chart::DrawWords", text); }
QString shown(const std::string& text) { return QString::fromStdString(text); }

template<class T>
using Read = std::expected<T, QString>;

Read<UnixNanos> readTime(const std::string& word, const DrawMoment& moment) {
    const auto t = ui::parseMoment(word, moment.now);
    if (!t) return std::unexpected(tr("\"%1\" is no time: 14:00, 14:00:30 or 2026-12-31T14:00:00.").arg(shown(word)));
    return *t;
}

Read<Price> readPrice(const std::string& word, const DrawMoment& moment) {
    const auto price = parseFixed<Price>(word);
    if (!price || price->raw() <= 0 || *price > drawings::kMostPrice)
        return std::unexpected(tr("\"%1\" is no price.").arg(shown(word)));
    const std::int64_t tick = std::max<std::int64_t>(1, moment.tick.raw());
    return Price(std::max<std::int64_t>(1, (price->raw() + tick / 2) / tick) * tick);
}

QString wants(const Drawing& drawing) {
    const auto& info = drawings::infoOf(drawing.tool);
    const QString word = QString::fromLatin1(info.word).toUpper();
    switch (drawing.tool) {
    case Tool::Horizontal: return tr("%1 takes a price, or nothing to set it by hand.").arg(word);
    case Tool::Vertical: return tr("%1 takes a time, or nothing to set it by hand.").arg(word);
    case Tool::Text: return tr("%1 takes a time, a price and words, or nothing to set it by hand.").arg(word);
    case Tool::Brush: return tr("%1 is drawn by hand: it takes nothing.").arg(word);
    default:
        return tr("%1 takes %2 points, each a time and a price, or nothing to set them by hand.")
            .arg(word)
            .arg(info.points);
    }
}

/// The points behind the tool, from words[1] on.
Read<Drawing> readPoints(const ports::ActionWords& words, Drawing drawing, const DrawMoment& moment) {
    if (drawing.tool == Tool::Horizontal && words.size() == 2) {
        const auto price = readPrice(words[1], moment);
        if (!price) return std::unexpected(price.error());
        drawing.points = {{moment.now, *price}};
        return drawing;
    }
    if (drawing.tool == Tool::Vertical && words.size() == 2) {
        const auto t = readTime(words[1], moment);
        if (!t) return std::unexpected(t.error());
        drawing.points = {{*t, std::max(moment.last, moment.tick)}};
        return drawing;
    }
    const std::size_t end = 1 + 2 * drawings::infoOf(drawing.tool).points;
    const bool text = drawing.tool == Tool::Text;
    const bool once = drawing.tool == Tool::Horizontal || drawing.tool == Tool::Vertical || drawing.tool == Tool::Brush;
    if (once || (text ? words.size() <= end : words.size() != end)) return std::unexpected(wants(drawing));
    for (std::size_t i = 1; i < end; i += 2) {
        const auto t = readTime(words[i], moment);
        if (!t) return std::unexpected(t.error());
        const auto price = readPrice(words[i + 1], moment);
        if (!price) return std::unexpected(price.error());
        drawing.points.push_back({*t, *price});
    }
    for (std::size_t i = end; i < words.size(); ++i) drawing.text += (i == end ? "" : " ") + words[i];
    return drawing;
}

} // namespace

std::expected<DrawCommand, QString> readDrawWords(const ports::ActionWords& words, const DrawMoment& moment) {
    DrawCommand command;
    const std::string first = words.empty() ? std::string() : ports::toUpper(words[0]);
    if (const auto tool = drawings::toolNamed(first)) {
        command.drawing.tool = *tool;
        command.deed = words.size() == 1 ? Deed::Choose : Deed::Add;
        if (words.size() == 1) return command;
        auto drawing = readPoints(words, command.drawing, moment);
        if (!drawing) return std::unexpected(drawing.error());
        if (auto wrong = drawings::objectionTo(*drawing)) return std::unexpected(std::move(*wrong));
        command.drawing = std::move(*drawing);
        return command;
    }
    const auto deed = std::ranges::find(kDeeds, first, &DeedName::word);
    const bool magnet = deed != kDeeds.end() && deed->deed == Deed::Magnet;
    const std::string value = words.size() == 2 ? ports::toUpper(words[1]) : std::string();
    if (deed == kDeeds.end() || words.size() != (magnet ? 2 : 1) || (magnet && value != "ON" && value != "OFF")) {
        QStringList tools;
        for (const drawings::ToolInfo& info : drawings::kTools) tools << QString::fromLatin1(info.word).toUpper();
        return std::unexpected(
            tr("CHART DRAW takes a tool (%1), CLEAR, UNDO, REDO, OFF, or MAGNET with ON or OFF.").arg(tools.join(" ")));
    }
    command.deed = deed->deed;
    command.on = value == "ON";
    return command;
}

std::vector<std::string> drawChoices(const ports::ActionWords& words) {
    std::vector<std::string> choices;
    if (words.size() == 1) {
        for (const drawings::ToolInfo& info : drawings::kTools) choices.push_back(ports::toUpper(info.word));
        for (const DeedName& row : kDeeds) choices.emplace_back(row.word);
    }
    if (words.size() == 2 && ports::toUpper(words[0]) == "MAGNET") choices = {"ON", "OFF"};
    return choices;
}

} // namespace qd::chart
