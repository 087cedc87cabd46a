#pragma once

#include "widgets/base/NoticeLine.h"
#include "widgets/base/Pane.h"

class QPlainTextEdit;

namespace qd::report {

/// ERR: what went wrong since the start, to be read, copied and saved. Main thread.
class ReportPane final : public ui::Pane {
    Q_OBJECT
  public:
    explicit ReportPane(ui::PaneContext& context);
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<ui::KeyHint> keys();
    /// Candidates for the last of the words.
    [[nodiscard]] static std::vector<std::string> complete(const ports::ActionWords& words);

    [[nodiscard]] std::optional<QString> applyWords(const ports::ActionWords& words) override;
    void runWords(const ports::ActionWords& words, const ports::ActionDone& done) override;
    void onFrame(const ui::Frame& frame) override;
    [[nodiscard]] std::int64_t frameInterval() const override { return 250 * kNanosPerMilli; }

  protected:
    void themeChanged() override;
    void showEvent(QShowEvent* event) override;

  private:
    [[nodiscard]] QWidget* makeButtons();
    void refresh();
    void copy();
    void chooseFile();
    void saveTo(const QString& file, const ports::ActionDone& done = {});
    void say(const QString& sentence, ui::Token token);

    QPlainTextEdit* m_text;
    ui::NoticeLine* m_notice;
    std::uint64_t m_newest = 0; ///< number of the newest of the news when the report was made
};

} // namespace qd::report
