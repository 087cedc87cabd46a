#include "widgets/chart/ChartPane.h"

#include "widgets/chart/ChartControls.h"
#include "widgets/chart/ChartView.h"

#include <QHBoxLayout>

namespace qd::chart {

ChartPane::ChartPane(ui::PaneContext& context, drawings::DrawingBook& book)
    : Pane(context, QStringLiteral("CHART"), tr("Chart"), true) {
    m_view = new ChartView(*this, context, book);
    m_controls = new ChartControls(context, this);
    controls()->addWidget(m_controls);
    connect(m_controls, &ChartControls::chosen, this, [this](const ChartOptions& options) {
        m_view->scene().setOptions(options);
        m_view->refresh();
    });
    connect(m_view, &ChartView::studyClicked, m_controls, &ChartControls::editStudy);
    connect(m_view, &ChartView::studiesWanted, m_controls, &ChartControls::openStudies);
    connect(m_view, &ChartView::optionsChanged, this, [this] { m_controls->setOptions(m_view->scene().options()); });
    connect(m_view, &ChartView::anchorWanted, this, [this](UnixNanos from) {
        const double seconds = static_cast<double>(from.value() / kNanosPerSecond);
        m_controls->addStudy(
            studyOf(*indicators::findIndicator("AVWAP"), m_view->scene().options().studies, {seconds}));
    });
    connect(m_controls, &ChartControls::alertWanted, m_view, &ChartView::openStudyAlert);
    connect(m_controls, &ChartControls::refused, m_view, &ChartView::tell);
    connect(m_controls, &ChartControls::drawingWanted, &m_view->drawer(), &ChartDrawer::openMenu);
    connect(&m_view->drawer(), &ChartDrawer::toolChanged, m_controls, &ChartControls::setTool);
    setBody(m_view);
    m_account = context.accounts.onChanged([this] { m_view->accountChanged(); });
}

ui::OrderSurface* ChartPane::orderSurface() { return m_view; }

void ChartPane::marketChanged() {
    m_controls->setMarket(*market());
    m_view->showMarket(*market());
}

void ChartPane::themeChanged() {
    m_controls->refresh();
    m_view->refresh();
}

void ChartPane::linkedCrossMoved() { m_view->showLinked(linkedCross()); }

void ChartPane::addMenuEntries(QMenu& menu) { m_controls->addChoices(menu); }

void ChartPane::onFrame(const ui::Frame& frame) {
    Pane::onFrame(frame);
    m_view->readNew(frame);
    m_view->shareTime(true);
}

ChartSettings ChartPane::settings() const {
    const ChartScene& scene = m_view->scene();
    return {scene.options(), scene.view().bars(), scene.follows()};
}

void ChartPane::apply(const ChartSettings& wanted) {
    ChartScene& scene = m_view->scene();
    scene.setOptions(wanted.options);
    if (wanted.bars != scene.view().bars()) scene.setBarsVisible(wanted.bars);
    if (wanted.follows != scene.follows()) scene.setFollows(wanted.follows);
    m_controls->setOptions(wanted.options);
    m_view->refresh();
}

ui::PaneState ChartPane::state() const {
    ui::PaneState state = Pane::state();
    writeState(state, settings());
    state["magnet"] = m_view->drawer().magnet() ? "on" : "off";
    return state;
}

void ChartPane::restore(const ui::PaneState& state) {
    Pane::restore(state);
    apply(readState(state, settings()));
    if (const auto magnet = state.find("magnet"); magnet != state.end())
        m_view->drawer().setMagnet(magnet->second == "on");
}

/// "BTC" is the market of that asset. Answers with a sentence when there is none.
std::optional<QString> ChartPane::completeSymbols(std::vector<std::string>& symbols) const {
    const std::vector<MarketInfo> markets = context().market.markets();
    QStringList names;
    for (const MarketInfo& info : markets) names << QString::fromStdString(info.params.symbol);
    for (std::string& symbol : symbols) {
        const auto found = std::ranges::find_if(markets, [&](const MarketInfo& info) {
            return ports::toUpper(info.params.symbol) == symbol || ports::toUpper(info.params.baseAsset) == symbol ||
                   info.params.symbol == symbol;
        });
        if (found == markets.end())
            return tr("There is no market \"%1\" to compare with. There are %2.")
                .arg(QString::fromStdString(symbol), names.join(QLatin1Char(' ')));
        symbol = found->params.symbol;
    }
    return std::nullopt;
}

/// DRAW answers with what was done, EXPORT when the file is written; other words are settings.
void ChartPane::runWords(const ports::ActionWords& words, const ports::ActionDone& done) {
    const std::string first = words.empty() ? std::string() : ports::toUpper(words.front());
    if (first == "EXPORT") {
        if (words.size() == 2) return m_view->exporter().run(QString::fromStdString(words[1]), done);
        return done(
            fail(ports::ActionCode::BadArguments,
                 tr("CHART EXPORT wants a file that ends in .png (the picture) or .csv (the bars).").toStdString()));
    }
    if (first != "DRAW") return Pane::runWords(words, done);
    const auto* info = market() ? context().info(*market()) : nullptr;
    const DrawMoment moment{context().market.now(), market() ? context().market.ticker(*market()).last : Price(),
                            info == nullptr ? Price(1) : info->params.tick};
    const auto told = m_view->drawer().run({words.begin() + 1, words.end()}, moment);
    done(told ? ports::ActionResult(told->toStdString())
              : fail(ports::ActionCode::BadArguments, told.error().toStdString()));
}

std::vector<std::string> ChartPane::complete(const ports::ActionWords& words) {
    if (words.size() > 1 && ports::toUpper(words.front()) == "DRAW")
        return drawChoices({words.begin() + 1, words.end()});
    return wordChoices(words);
}

std::optional<QString> ChartPane::applyWords(const ports::ActionWords& words) {
    if (words.empty()) return std::nullopt;
    auto wanted = readWords(words, settings(), context().market.now());
    if (!wanted) return wanted.error();
    if (wanted->options.compared != settings().options.compared) {
        if (auto objection = completeSymbols(wanted->options.compared)) return objection;
    }
    apply(*wanted);
    return std::nullopt;
}

} // namespace qd::chart
