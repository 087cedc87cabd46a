#pragma once

#include "widgets/base/Pane.h"
#include "widgets/ticket/TicketForm.h"
#include "widgets/ticket/TicketParts.h"

#include <QLabel>

#include <map>
#include <optional>
#include <string>

class QLayout;
class QScrollArea;

namespace qd::ui {

/// ORDER: an order by hand, and what it leads to before the click. The model is TicketModel and Consequences. Main
/// thread.
class TicketPane final : public Pane {
    Q_OBJECT
  public:
    explicit TicketPane(PaneContext& context);
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<KeyHint> keys();

    [[nodiscard]] PaneState state() const override;
    void restore(const PaneState& state) override;
    void onFrame(const Frame& frame) override;
    [[nodiscard]] std::int64_t frameInterval() const override { return 100 * kNanosPerMilli; }

  protected:
    void marketChanged() override;
    void themeChanged() override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    QWidget* makeBody();
    QWidget* makeScrolled();
    QLayout* makePinned();
    QLabel* makeText(const QString& name, const QString& accessible);
    void connectParts();
    void makeKeys();
    void keepSize();
    void readTemplates();
    /// The book is published only for who looks at it.
    void watch();
    /// Reads what is known now and shows what the inputs come to.
    void refresh();
    void showMessages(const std::optional<TicketMessage>& obstacle, const Consequences& c);
    void showPlan(const Consequences& c);
    void showOrder();
    void showAccount();
    void send();

    TicketForm* m_form = nullptr;
    ConsequencesView* m_view = nullptr;
    ActionButton* m_action = nullptr;
    QLabel* m_account = nullptr; ///< the one the order goes to
    QLabel* m_plan = nullptr;
    QLabel* m_messages = nullptr;
    QLabel* m_order = nullptr;
    QScrollArea* m_scroll = nullptr;

    ports::Subscription m_accounts;
    ports::Subscription m_bookWatch;
    std::map<std::string, std::string> m_sizes; ///< typed size by symbol
    std::string m_symbol;                       ///< whose size is in the form
    TicketFacts m_facts;                        ///< of the last refresh
    Draft m_draft;                              ///< what the button says it will send
    bool m_blocked = true;
    bool m_changed = true; ///< account or orders changed since the last refresh
    std::optional<ClientOrderId> m_sent;
    std::optional<TicketMessage> m_heldBack; ///< the gate's answer to the last click
    std::int64_t m_shownBook = 0;            ///< arrival of the newest book a paint has shown
};

} // namespace qd::ui
