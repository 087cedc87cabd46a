#include "widgets/notes/NoteExport.h"

#include "widgets/base/Csv.h"

#include <algorithm>

namespace qd::notes {
namespace {

std::string lineOf(std::string_view time, std::string_view market, std::string_view text, std::string_view facts) {
    std::string line;
    ui::csv::add(line, time, true);
    ui::csv::add(line, market, false);
    ui::csv::add(line, text, false);
    ui::csv::add(line, facts, false);
    return line + std::string(ui::csv::kEnd);
}

} // namespace

ui::CsvSource csvSource(std::vector<Note> notes) {
    std::ranges::reverse(notes);
    return {lineOf("time", "market", "note", "facts"),
            [notes = std::move(notes)](std::uint64_t before, std::size_t limit, const ui::CsvPageAnswer& answer) {
                ui::CsvPage page;
                auto at = std::ranges::find_if(
                    notes, [&](const Note& n) { return static_cast<std::uint64_t>(n.number) < before; });
                for (; at != notes.end() && page.rows < limit; ++at, ++page.rows) {
                    page.lines += lineOf(toIso8601(at->at), at->symbol, at->text, at->facts);
                    page.next = static_cast<std::uint64_t>(at->number);
                }
                page.last = at == notes.end();
                answer(std::move(page));
            }};
}

} // namespace qd::notes
