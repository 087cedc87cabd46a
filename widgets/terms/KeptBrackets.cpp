#include "widgets/terms/KeptBrackets.h"

#include "core/ports/Actions.h"

namespace qd::ui {

std::vector<BracketTemplate> keptTemplates(const Settings& settings) {
    // The settings keep nothing else.
    return parseTemplates(settings.text(setting::kBrackets)).value_or(std::vector<BracketTemplate>());
}

LadderBracket ladderBracket(const Settings& settings) {
    LadderBracket bracket{settings.text(setting::kLadderBracket), std::nullopt};
    const auto templates = keptTemplates(settings);
    if (const BracketTemplate* chosen = findTemplate(templates, bracket.name)) bracket.kept = *chosen;
    return bracket;
}

Result<void, SettingsCode> removeTemplate(Settings& settings, std::string_view name) {
    const std::string wanted = ports::toUpper(name);
    auto list = keptTemplates(settings);
    std::erase_if(list, [&](const BracketTemplate& t) { return ports::toUpper(t.name) == wanted; });
    if (auto kept = settings.set(setting::kBrackets, templatesText(list)); !kept) return kept;
    if (ports::toUpper(settings.text(setting::kLadderBracket)) != wanted) return {};
    return settings.set(setting::kLadderBracket, {});
}

} // namespace qd::ui
