#include "widgets/notes/NoteTexts.h"

#include "core/base/Decimal.h"
#include "widgets/base/SplitWords.h"

#include <QCoreApplication>
#include <QUtf8StringView>

#include <algorithm>
#include <array>
#include <expected>
#include <functional>

namespace qd::notes {
namespace {

constexpr std::string_view kMagic = "quantdesk notes ";
constexpr std::string_view kDraftsMagic = "quantdesk drafts ";
constexpr std::int64_t kVersion = 1;
constexpr std::int64_t kMostDrafts = 1'000;
constexpr std::int64_t kLastTime = 4'000'000'000'000'000'000; ///< 2096; the first is 1970

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

/// Exactly so many fields, parted by tabs. Empty: there are fewer or more.
template<std::size_t Count>
std::optional<std::array<std::string_view, Count>> fieldsOf(std::string_view line) {
    std::array<std::string_view, Count> fields;
    for (std::size_t i = 0; i < Count; ++i) {
        const std::size_t tab = line.find('\t');
        if ((tab == std::string_view::npos) != (i + 1 == Count)) return std::nullopt;
        fields[i] = line.substr(0, tab);
        if (tab != std::string_view::npos) line.remove_prefix(tab + 1);
    }
    return fields;
}

bool isSymbol(std::string_view text) {
    return text.size() <= kLongestSymbol && isLine(text) && text.find(' ') == std::string_view::npos;
}

/// Lines of people's words, without other control characters.
bool isText(std::string text) {
    std::ranges::replace(text, '\n', ' ');
    return isLine(text);
}

bool isBlank(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c == ' ' || c == '\n'; });
}

std::expected<Note, QString> readNote(std::string_view line) {
    const auto fields = fieldsOf<5>(line);
    if (!fields) return std::unexpected(tr("a note is five fields, parted by tabs"));
    const auto number = parseWhole((*fields)[0], 1, kLastNumber);
    const auto at = parseWhole((*fields)[1], 0, kLastTime);
    auto text = unescaped((*fields)[4]);
    if (!number || !at) return std::unexpected(tr("a note begins with its number and its time"));
    if (!text) return std::unexpected(tr("a backslash stands before n or another one"));
    Note note{*number, UnixNanos(*at), std::string((*fields)[2]), std::string((*fields)[3]), std::move(*text)};
    if (auto objection = objectionTo(note)) return std::unexpected(std::move(*objection));
    return note;
}

std::expected<Draft, QString> readDraft(std::string_view line) {
    const auto fields = fieldsOf<3>(line);
    if (!fields) return std::unexpected(tr("what is being written is three fields, parted by tabs"));
    const auto edited = parseWhole((*fields)[0], 0, kLastNumber);
    auto text = unescaped((*fields)[2]);
    if (!edited) return std::unexpected(tr("what is being written begins with the number of its note, or 0"));
    if (!text) return std::unexpected(tr("a backslash stands before n or another one"));
    if (!isSymbol((*fields)[1])) return std::unexpected(tr("that is no name of a market"));
    if (!isText(*text) || isBlank(*text) || lengthOf(*text) > kLongestDraft)
        return std::unexpected(tr("its text holds what is no text"));
    return Draft{*edited, std::string((*fields)[1]), std::move(*text)};
}

/// How many lines the first one promises; what is wrong goes into `problem`.
std::optional<std::int64_t> readFirst(std::string_view line, std::string_view magic, std::int64_t most,
                                      QString& problem) {
    const auto words = line.size() > 80 ? std::vector<std::string>() : ui::splitWords(line);
    if (!line.starts_with(magic) || words.size() != 4) {
        problem = tr("it is no file of notes");
        return std::nullopt;
    }
    const auto version = parseWhole(words[2], 1, INT32_MAX);
    const auto count = parseWhole(words[3], 0, most);
    if (version && *version > kVersion)
        problem = tr("a newer version of the terminal has written it");
    else if (!version || !count)
        problem = tr("its first line makes no sense");
    return problem.isEmpty() ? count : std::nullopt;
}

/// Reads a first line and then a line each: `readLine` answers why it cannot take one. Answers the first problem.
QString readLines(std::string_view text, std::string_view magic, std::int64_t most,
                  const std::function<QString(std::string_view)>& readLine) {
    if (text.size() > kLargestFile) return tr("it is larger than notes can be");
    const std::size_t end = text.find('\n');
    QString problem;
    const auto count = readFirst(text.substr(0, end), magic, most, problem);
    if (!count) return problem;
    const auto tell = [&](std::size_t line, const QString& what) {
        if (problem.isEmpty() && !what.isEmpty()) problem = tr("line %1: %2").arg(line).arg(what);
    };
    std::size_t at = end == std::string_view::npos ? text.size() : end + 1;
    std::size_t line = 1;
    std::int64_t lines = 0;
    while (at < text.size()) {
        const std::size_t stop = std::min(text.find('\n', at), text.size());
        ++line;
        if (++lines > *count) break;
        tell(line, readLine(text.substr(at, stop - at)));
        at = stop + 1;
    }
    if (lines != *count) tell(line, tr("%1 notes were kept, and here the file says otherwise").arg(*count));
    if (text.back() != '\n') tell(line, tr("the file is cut off"));
    return problem;
}

std::string firstLine(std::string_view magic, std::size_t count) {
    return std::string(magic) + std::to_string(kVersion) + " " + std::to_string(count) + "\n";
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
    if (note.at.value() < 0 || note.at.value() > kLastTime) return tr("its time is not between 1970 and 2096");
    if (!isSymbol(note.symbol)) return tr("that is no name of a market");
    if (!isLine(note.facts) || lengthOf(note.facts) > kLongestFacts) return tr("its facts are no short line");
    if (!isText(note.text)) return tr("its text holds what is no text");
    if (isBlank(note.text)) return tr("a note wants words");
    if (const qsizetype length = lengthOf(note.text); length > kLongestText)
        return tr("a note has at most %1 characters, this one has %2").arg(kLongestText).arg(length);
    return std::nullopt;
}

std::string notesText(const std::vector<Note>& notes) {
    std::string text = firstLine(kMagic, notes.size());
    for (const Note& note : notes) {
        text += std::to_string(note.number) + '\t' + std::to_string(note.at.value()) + '\t' + note.symbol + '\t' +
                note.facts + '\t' + escaped(note.text) + '\n';
    }
    return text;
}

NotesRead readNotes(std::string_view text) {
    NotesRead read;
    read.problem = readLines(text, kMagic, kMostNotes, [&](std::string_view line) {
        auto note = readNote(line);
        if (note && !read.notes.empty() && note->number <= read.notes.back().number)
            note = std::unexpected(tr("its number is not above the one before"));
        if (!note) return note.error();
        read.notes.push_back(std::move(*note));
        return QString();
    });
    return read;
}

std::string draftsText(const std::vector<Draft>& drafts) {
    std::string text = firstLine(kDraftsMagic, drafts.size());
    for (const Draft& draft : drafts)
        text += std::to_string(draft.edited) + '\t' + draft.symbol + '\t' + escaped(draft.text) + '\n';
    return text;
}

DraftsRead readDrafts(std::string_view text) {
    DraftsRead read;
    read.problem = readLines(text, kDraftsMagic, kMostDrafts, [&](std::string_view line) {
        auto draft = readDraft(line);
        if (!draft) return draft.error();
        read.drafts.push_back(std::move(*draft));
        return QString();
    });
    return read;
}

} // namespace qd::notes
