#pragma once

#include "tests/support/FakeVenue.h"
#include "widgets/base/Appearance.h"
#include "widgets/base/Pane.h"
#include "widgets/base/Table.h"

#include <QAbstractItemModelTester>
#include <QAbstractItemView>
#include <QAbstractProxyModel>
#include <QApplication>
#include <QFile>
#include <QTest>

#include <memory>

namespace qd::test {

/// The theme a test looks at.
[[nodiscard]] inline ui::Theme themeNamed(const char* name) {
    QFile file(QStringLiteral(":/themes/%1.toml").arg(QLatin1String(name)));
    if (!file.open(QIODevice::ReadOnly)) qFatal("theme %s is not in the resources", name);
    const QByteArray text = file.readAll();
    auto theme = ui::Theme::parse({text.data(), static_cast<std::size_t>(text.size())}, name);
    if (!theme) qFatal("%s", theme.error().detail.c_str());
    return *theme;
}

/// A part of a pane by its object name; without it the test ends.
template<class W>
[[nodiscard]] W& childOf(const QWidget& pane, const char* name) {
    W* found = pane.findChild<W*>(QLatin1String(name));
    if (found == nullptr) qFatal("there is no %s", name);
    return *found;
}

/// What a cell of a table shows.
[[nodiscard]] inline QString cellText(const ui::Table& table, int row, int column) {
    return table.model()->index(row, column).data().toString();
}

/// Everything a pane needs, over a fake venue.
class PaneRig {
  public:
    explicit PaneRig(const char* theme = "dark") : themes(themeNamed(theme)) {
        ui::applyAppearance(*qApp, themes.theme());
    }

    FakeVenue venue;
    FakeClock clock;
    ports::Actions actions;
    ui::Settings settings;
    ui::ThemeHost themes;
    ui::LinkGroups links;
    ui::FrameStats stats;
    ui::NewsLog news{clock};
    int rings = 0; ///< of the bell
    ui::Bell bell{settings, clock, [this] { ++rings; }};
    ui::OrderGate gate{venue, venue, settings};
    ui::LinkedAccounts linked{venue, venue, links};
    ui::PaneContext context{clock, venue,    venue,  venue, venue, venue, actions, gate,
                            links, settings, themes, stats, news,  bell,  linked};

    /// Shows a pane and waits until it is on the (offscreen) screen.
    void show(ui::Pane& pane, QSize size) {
        pane.resize(size);
        pane.restore({});
        pane.show();
        if (!QTest::qWaitForWindowExposed(&pane)) qFatal("the pane was not shown");
        for (const QAbstractItemView* view : pane.findChildren<QAbstractItemView*>()) watch(view->model());
    }
    /// The same, and the pane has the keyboard and has seen a frame.
    void showActive(ui::Pane& pane, QSize size) {
        show(pane, size);
        pane.activateWindow();
        if (!QTest::qWaitForWindowActive(&pane)) qFatal("the pane is not active");
        frame(pane);
    }
    /// From here on a model that breaks a rule of models ends the test.
    static void watch(QAbstractItemModel* model) {
        while (model != nullptr) {
            if (model->findChild<QAbstractItemModelTester*>() == nullptr)
                new QAbstractItemModelTester(model, QAbstractItemModelTester::FailureReportingMode::Fatal, model);
            const auto* proxy = qobject_cast<QAbstractProxyModel*>(model);
            model = proxy == nullptr ? nullptr : proxy->sourceModel();
        }
    }
    /// One frame, as the window's clock would give it.
    void frame(ui::Pane& pane) {
        clock.advance(17 * kNanosPerMilli);
        pane.onFrame({clock.monotonicNanos(), clock.now()});
        QCoreApplication::processEvents();
    }
};

} // namespace qd::test
