#include "widgets/drawings/Drawings.h"

#include <QCoreApplication>

#include <algorithm>
#include <numeric>

namespace qd::drawings {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::drawings", text); }

std::size_t pointsOf(const std::optional<Drawing>& drawing) { return drawing ? drawing->points.size() : 0; }

} // namespace

const Drawing* Drawings::find(std::uint32_t id) const {
    const auto found = std::ranges::find(m_all, id, &Drawing::id);
    return id == 0 || found == m_all.end() ? nullptr : &*found;
}

std::size_t Drawings::points() const {
    return std::accumulate(m_all.begin(), m_all.end(), std::size_t{0},
                           [](std::size_t sum, const Drawing& d) { return sum + d.points.size(); });
}

std::optional<QString> Drawings::objection(const Drawing& drawing, const Drawing* instead) const {
    if (auto wrong = objectionTo(drawing)) return wrong;
    if (instead == nullptr && m_all.size() >= kMostDrawings)
        return tr("This market has %1 drawings, which is as many as are kept; delete one first.").arg(m_all.size());
    const std::size_t others = points() - (instead == nullptr ? 0 : instead->points.size());
    if (others + drawing.points.size() > kMostPoints)
        return tr("The drawings of this market have %1 points, which is as many as are kept; delete one first.")
            .arg(others);
    return std::nullopt;
}

std::size_t Drawings::load(std::vector<Drawing> drawings) {
    m_all.clear();
    m_done.clear();
    m_undone.clear();
    std::size_t left = 0;
    for (Drawing& drawing : drawings) {
        if (objection(drawing, nullptr)) {
            ++left;
            continue;
        }
        drawing.id = ++m_lastId;
        m_all.push_back(std::move(drawing));
    }
    ++m_revision;
    return left;
}

std::expected<std::uint32_t, QString> Drawings::add(Drawing drawing) {
    if (auto wrong = objection(drawing, nullptr)) return std::unexpected(std::move(*wrong));
    drawing.id = ++m_lastId;
    take({Change{m_all.size(), std::nullopt, std::move(drawing)}});
    return m_lastId;
}

std::expected<void, QString> Drawings::change(Drawing drawing) {
    const Drawing* before = find(drawing.id);
    if (before == nullptr) return std::unexpected(tr("The drawing is not there any more."));
    if (*before == drawing) return {};
    if (auto wrong = objection(drawing, before)) return std::unexpected(std::move(*wrong));
    const auto place = static_cast<std::size_t>(before - m_all.data());
    take({Change{place, *before, std::move(drawing)}});
    return {};
}

bool Drawings::remove(std::uint32_t id) {
    const Drawing* drawing = find(id);
    if (drawing == nullptr) return false;
    take({Change{static_cast<std::size_t>(drawing - m_all.data()), *drawing, std::nullopt}});
    return true;
}

std::size_t Drawings::clear() {
    const std::size_t count = m_all.size();
    if (count == 0) return 0;
    Step step;
    for (std::size_t i = count; i-- > 0;) step.push_back({i, m_all[i], std::nullopt});
    take(std::move(step));
    return count;
}

void Drawings::setWatch(std::uint32_t id, Watch watch) {
    const auto found = std::ranges::find(m_all, id, &Drawing::id);
    if (found == m_all.end() || found->watch == watch || (watch != Watch::Off && !canWatch(found->tool))) return;
    found->watch = watch;
    // What is undone later does not bring an old state of the watch back.
    const auto set = [&](Step& step) {
        for (Change& change : step) {
            for (std::optional<Drawing>* drawing : {&change.before, &change.after}) {
                if (*drawing && (*drawing)->id == id) (*drawing)->watch = watch;
            }
        }
    };
    std::ranges::for_each(m_done, set);
    std::ranges::for_each(m_undone, set);
    told();
}

void Drawings::take(Step step) {
    for (const Change& change : step) apply(change, false);
    m_undone.clear();
    m_done.push_back(std::move(step));
    const auto kept = [this] {
        std::size_t sum = 0;
        for (const Step& s : m_done) {
            for (const Change& change : s) sum += pointsOf(change.before) + pointsOf(change.after);
        }
        return sum;
    };
    while (m_done.size() > kMostSteps || (m_done.size() > 1 && kept() > kMostPointsInSteps)) m_done.pop_front();
    told();
}

void Drawings::apply(const Change& change, bool back) {
    const std::optional<Drawing>& wanted = back ? change.before : change.after;
    const std::optional<Drawing>& there = back ? change.after : change.before;
    const auto place = m_all.begin() + static_cast<std::ptrdiff_t>(change.place);
    if (!there)
        m_all.insert(place, *wanted);
    else if (!wanted)
        m_all.erase(place);
    else
        *place = *wanted;
}

bool Drawings::undo() {
    if (m_done.empty()) return false;
    Step step = std::move(m_done.back());
    m_done.pop_back();
    for (auto change = step.rbegin(); change != step.rend(); ++change) apply(*change, true);
    m_undone.push_back(std::move(step));
    told();
    return true;
}

bool Drawings::redo() {
    if (m_undone.empty()) return false;
    Step step = std::move(m_undone.back());
    m_undone.pop_back();
    for (const Change& change : step) apply(change, false);
    m_done.push_back(std::move(step));
    told();
    return true;
}

void Drawings::told() {
    ++m_revision;
    if (m_changed) m_changed();
}

} // namespace qd::drawings
