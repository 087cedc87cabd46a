#pragma once

#include "widgets/base/Inputs.h"
#include "widgets/ticket/KindForm.h"
#include "widgets/ticket/TicketModel.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace qd::ui {

/// The controls of the ticket. Holds what was typed and nothing of the market. Main thread.
class TicketForm : public QWidget {
    Q_OBJECT
  public:
    explicit TicketForm(ThemeHost& themes, QWidget* parent = nullptr);

    [[nodiscard]] TicketInputs inputs() const;
    /// Puts everything but price, size and stop; does not signal.
    void setChoices(const TicketInputs& choices);
    /// Another market: its grid, and no price of the one before. Does not signal.
    void setMarket(const MarketParams& params, const QString& sizeText);
    [[nodiscard]] QString sizeText() const { return m_size->text(); }
    /// Size in base; changes the unit to it.
    void setBaseSize(Quantity size);
    void setPrice(Price price);
    void setTemplates(std::vector<BracketTemplate> templates) { m_fields->setTemplates(std::move(templates)); }
    void clear();
    /// Leverage, auction and self-trade prevention are unfolded; what is set of them is seen in any case.
    [[nodiscard]] bool showsMore() const;
    void showMore(bool on);
    /// Shows what the kind needs, turns on and off what makes sense, with the reason as tool tip.
    void refresh(const TicketFacts& facts);

  signals:
    void changed();
    void quickPriceWanted(qd::ui::QuickPrice which);
    /// numerator / denominator of the largest size.
    void partWanted(int numerator, int denominator);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    struct Field {
        QWidget* box = nullptr;
        DecimalEdit* edit = nullptr;
    };
    QWidget* makeSides();
    QWidget* makeKinds();
    Field makeField(int scale, const QString& name, const QString& accessible);
    QWidget* makeQuickPrices();
    QWidget* makeParts();
    void makeTimes();
    void addAmounts();
    void addConditions();
    void addExtras();
    void addRareOnes();
    void connectControls();
    void setTabs();
    QToolButton* smallButton(const QString& text, const QString& name, const QString& accessible);
    QLabel* label(const QString& text);
    void showFields(const TicketInputs& inputs);
    void refreshUnits(const TicketInputs& inputs);
    /// Join buttons and parts of the largest size; `reason`: why joining is off.
    void refreshQuick(const TicketInputs& inputs, const TicketFacts& facts, const QString& reason);
    void chooseSide(Side side);
    void chooseUnit(int index);
    enum class Room : std::uint8_t { Narrow, Medium, Wide };
    void arrange(Room room);
    void applySizes();

    ThemeHost& m_themes;
    QGridLayout* m_grid;
    QPushButton* m_buy = nullptr;
    QPushButton* m_sell = nullptr;
    QComboBox* m_kind = nullptr;
    QCheckBox* m_reduceOnly = nullptr;
    KindForm* m_fields = nullptr;
    QLabel* m_priceLabel = nullptr;
    Field m_priceField;
    DecimalEdit* m_price = nullptr;
    QWidget* m_quick = nullptr;
    std::vector<QToolButton*> m_quickButtons; ///< bid, mid, ask
    QComboBox* m_unit = nullptr;
    Field m_sizeField;
    DecimalEdit* m_size = nullptr;
    QWidget* m_parts = nullptr;
    std::vector<QToolButton*> m_partButtons; ///< quarter, half, max
    QLabel* m_stopLabel = nullptr;
    Field m_stopField;
    DecimalEdit* m_stop = nullptr;
    QLabel* m_slippageLabel = nullptr;
    DecimalEdit* m_slippage = nullptr;
    QToolButton* m_more = nullptr;
    QLabel* m_selfTradeLabel = nullptr;
    QLabel* m_leverageLabel = nullptr;
    DecimalEdit* m_leverage = nullptr;
    QLabel* m_auctionLabel = nullptr;
    DecimalEdit* m_auction = nullptr;
    Segmented* m_tif = nullptr;
    QWidget* m_durationBox = nullptr;
    QLabel* m_durationLabel = nullptr;
    DecimalEdit* m_duration = nullptr;
    QComboBox* m_durationUnit = nullptr;
    QLabel* m_postLabel = nullptr;
    Segmented* m_post = nullptr;
    QComboBox* m_selfTrade = nullptr;

    Side m_side = Side::Buy;
    SizeUnit m_sizeUnit = SizeUnit::Base;
    QString m_defaultSlippage;
    TimeInForce m_chosenTif = TimeInForce::GoodTillCancel; ///< kept while a market order overrides it
    PostOnly m_chosenPost = PostOnly::No;
    std::int64_t m_step = 1; ///< of sizes in base
    Room m_room = Room::Narrow;
};

} // namespace qd::ui
