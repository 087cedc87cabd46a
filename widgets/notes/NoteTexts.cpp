#include "widgets/notes/NoteTexts.h"

#include "core/base/Decimal.h"
#include "widgets/base/SplitWords.h"

#include <QCoreApplication>
#include <QUtf8StringView>

#include <algorithm>
#include <array>
#include <expected>

namespace qd::notes {
namespace {

constexpr std::string_view kMagic = "quantdesk notes ";
constexpr std::int64_t kVersion = 1;
constexpr std::int64_t kLastTime = 4'000'000'000'000'000'000; ///< 2096; the first is 1970
constexpr std::size_t kFields = 5;

QString tr(const char* text) { return QCoreApplication::translate("qd::notes", text); }

bool isControl(char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; }

/// Of one line: a text that people wrote, without control characters.
bool isLine(std::string_view text) {
    return std::ranges::none_of(text, isControl) && QUtf8StringView(text.data(), qsizetype(text.size())).isValidUtf8();
}

qsizetype lengthOf(std::string_view text) { return QString::fromUtf8(text.data(), qsizetype(text.size())).size(); }

std::string escaped(std::string_view text) {
    std::string to;
    to.reserve(text.size());
    for (const char c : text) {
        if (c == '\n')
            to += "\\n";
        else if (c == '\\')
            to += "\\\\";
        else
            to += c;
    }
    return to;
}

/// Empty: a backslash stands before something else.
std::optional<std::string> unescaped(std::string_view text) {
    std::string to;
    to.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            to += text[i];
            continue;
        }
        if (++i == text.size() || (text[i] != 'n' && text[i] != '\\')) return std::nullopt;
        to += text[i] == 'n' ? '\n' : '\\';
    }
    return to;
}

std::expected<Note, QString> readLine(std::string_view line) {
    std::array<std::string_view, kFields> fields;
    for (std::size_t i = 0; i < kFields; ++i) {
        const std::size_t tab = line.find('\t');
        if ((tab == std::string_view::npos) != (i + 1 == kFields))
            return std::unexpected(tr("a note is five fields, parted by tabs"));
        fields[i] = line.substr(0, tab);
        if (tab != std::string_view::npos) line.remove_prefix(tab + 1);
    }
    const auto number = parseWhole(fields[0], 1, kLastNumber);
    const auto at = parseWhole(fields[1], 0, kLastTime);
    auto text = unescaped(fields[4]);
    if (!number || !at) return std::unexpected(tr("a note begins with its number and its time"));
    if (!text) return std::unexpected(tr("a backslash stands before n or another one"));
    Note note{*number, UnixNanos(*at), std::string(fields[2]), std::string(fields[3]), std::move(*text)};
    if (auto objection = objectionTo(note)) return std::unexpected(std::move(*objection));
    return note;
}

/// How many notes the first line promises; what is wrong goes into `problem`.
std::optional<std::int64_t> readFirst(std::string_view line, QString& problem) {
    const auto words = line.size() > 80 ? std::vector<std::string>() : ui::splitWords(line);
    if (!line.starts_with(kMagic) || words.size() != 4) {
        problem = tr("it is no file of notes");
        return std::nullopt;
    }
    const auto version = parseWhole(words[2], 1, INT32_MAX);
    const auto count = parseWhole(words[3], 0, kMostNotes);
    if (version && *version > kVersion)
        problem = tr("a newer version of the terminal has written it");
    else if (!version || !count)
        problem = tr("its first line makes no sense");
    return problem.isEmpty() ? count : std::nullopt;
}

} // namespace

std::string tidied(const QString& typed) {
    QString text = typed;
    text.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    text.replace(QChar::ParagraphSeparator, QLatin1Char('\n')).replace(QChar::LineSeparator, QLatin1Char('\n'));
    text.replace(QLatin1Char('\t'), QLatin1Char(' '));
    text.removeIf([](QChar c) { return c != QLatin1Char('\n') && c.category() == QChar::Other_Control; });
    qsizetype end = text.size();
    while (end > 0 && text[end - 1].isSpace()) --end;
    return text.left(end).toStdString();
}

std::optional<QString> objectionTo(const Note& note) {
    const auto isSpace = [](char c) { return c == ' '; };
    if (note.symbol.size() > kLongestSymbol || !isLine(note.symbol) || std::ranges::any_of(note.symbol, isSpace))
        return tr("that is no name of a market");
    if (!isLine(note.facts) || lengthOf(note.facts) > kLongestFacts) return tr("its facts are no short line");
    std::string oneLine = note.text;
    std::ranges::replace(oneLine, '\n', ' ');
    if (!isLine(oneLine)) return tr("its text holds what is no text");
    if (std::ranges::all_of(oneLine, isSpace)) return tr("a note wants words");
    if (const qsizetype length = lengthOf(note.text); length > kLongestText)
        return tr("a note has at most %1 characters, this one has %2").arg(kLongestText).arg(length);
    return std::nullopt;
}

std::string notesText(const std::vector<Note>& notes) {
    std::string text = std::string(kMagic) + std::to_string(kVersion) + " " + std::to_string(notes.size()) + "\n";
    for (const Note& note : notes) {
        text += std::to_string(note.number) + '\t' + std::to_string(note.at.value()) + '\t' + note.symbol + '\t' +
                note.facts + '\t' + escaped(note.text) + '\n';
    }
    return text;
}

NotesRead readNotes(std::string_view text) {
    NotesRead read;
    if (text.size() > kLargestFile) {
        read.problem = tr("it is larger than notes can be");
        return read;
    }
    const std::size_t end = text.find('\n');
    const auto count = readFirst(text.substr(0, end), read.problem);
    if (!count) return read;
    const auto tell = [&](std::size_t line, const QString& what) {
        if (read.problem.isEmpty()) read.problem = tr("line %1: %2").arg(line).arg(what);
    };
    std::size_t at = end == std::string_view::npos ? text.size() : end + 1;
    std::size_t line = 1;
    std::int64_t lines = 0;
    while (at < text.size()) {
        const std::size_t stop = std::min(text.find('\n', at), text.size());
        ++line;
        if (++lines > *count) break;
        auto note = readLine(text.substr(at, stop - at));
        if (note && !read.notes.empty() && note->number <= read.notes.back().number)
            note = std::unexpected(tr("its number is not above the one before"));
        if (note)
            read.notes.push_back(std::move(*note));
        else
            tell(line, note.error());
        at = stop + 1;
    }
    if (lines != *count) tell(line, tr("%1 notes were kept, and here the file says otherwise").arg(*count));
    if (text.back() != '\n') tell(line, tr("the file is cut off"));
    return read;
}

} // namespace qd::notes
