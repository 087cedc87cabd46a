#include "layouts/workspace/PaneOpening.h"

#include "layouts/workspace/Answers.h"

#include <QCoreApplication>

namespace qd::workspace {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::workspace::PaneOpening", text); }

} // namespace

void openPane(ui::PaneContext& context, Workspace& workspace, const std::string& mnemonic, ports::ActionWords words,
              const ports::ActionDone& done) {
    const bool another = !words.empty() && ports::toUpper(words.front()) == "NEW";
    if (another) words.erase(words.begin());
    PaneDock* dock = workspace.open(mnemonic, another);
    if (dock == nullptr)
        return done(refused(workspace.full()
                                ? tr("There are %1 panes, which is as many as a layout can hold.").arg(kMostPanes)
                                : tr("There is no window to open it in.")));
    ui::Pane& pane = dock->pane();
    const auto market = words.empty() ? std::nullopt : context.marketNamed(words.front());
    const ui::PaneKind* kind = workspace.kindOf(mnemonic);
    if (market && kind != nullptr && kind->showsMarket) {
        if (another && pane.market() && pane.market() != market) pane.setGroup(workspace.freeGroup());
        pane.chooseMarket(*market);
        words.erase(words.begin());
    }
    pane.runWords(words, done);
}

} // namespace qd::workspace
