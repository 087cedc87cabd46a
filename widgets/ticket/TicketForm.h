#pragma once

#include "widgets/base/Inputs.h"
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
    void clear();
    /// Turns on and off what makes sense, with the reason as tool tip.
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
    QWidget* makeTypes();
    Field makeField(int scale, const QString& name, const QString& accessible);
    QWidget* makeQuickPrices();
    QWidget* makeParts();
    void makeTimes();
    void addAmounts();
    void addConditions();
    void connectControls();
    void setTabs();
    QToolButton* smallButton(const QString& text, const QString& name, const QString& accessible);
    QLabel* label(const QString& text);
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
    Segmented* m_type = nullptr;
    QCheckBox* m_reduceOnly = nullptr;
    Field m_priceField;
    DecimalEdit* m_price = nullptr;
    QWidget* m_quick = nullptr;
    std::vector<QToolButton*> m_quickButtons; ///< bid, mid, ask
    QComboBox* m_unit = nullptr;
    Field m_sizeField;
    DecimalEdit* m_size = nullptr;
    QWidget* m_parts = nullptr;
    std::vector<QToolButton*> m_partButtons; ///< quarter, half, max
    Field m_stopField;
    DecimalEdit* m_stop = nullptr;
    DecimalEdit* m_slippage = nullptr;
    Segmented* m_tif = nullptr;
    QWidget* m_durationBox = nullptr;
    QLabel* m_durationLabel = nullptr;
    DecimalEdit* m_duration = nullptr;
    QComboBox* m_durationUnit = nullptr;
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
