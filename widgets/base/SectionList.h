#pragma once

#include "widgets/base/Theme.h"

#include <QListView>
#include <QString>

#include <functional>
#include <vector>

namespace qd::ui {

/// A row of a SectionList.
struct SectionRow {
    QString term;               ///< in the left column: a command, a key. Empty: the text takes the whole width
    QString text;               ///< wraps
    QString detail;             ///< below the text, in another font; wraps
    QString mark;               ///< at the right edge: the key of a command
    Token token = Token::Text1; ///< of the term
    Token detailToken = Token::Text3;
    QString id; ///< told when the row is activated; empty: only to be read
    friend bool operator==(const SectionRow&, const SectionRow&) = default;
};

struct Section {
    QString title;
    std::vector<SectionRow> rows;
    friend bool operator==(const Section&, const Section&) = default;
};

/// Sections as lines of text, for the clipboard and for paper.
[[nodiscard]] QString plainText(const std::vector<Section>& sections);

/// A page to be looked things up in: headings, terms with texts that wrap, a filter. Main thread.
class SectionList : public QListView {
    Q_OBJECT
  public:
    /// `terms`, `details`: fonts of the left column and of what stands below a text.
    SectionList(ThemeHost& themes, FontRole terms, FontRole details, const QString& name, QWidget* parent = nullptr);

    /// Replaces everything; the row with the chosen id stays chosen.
    void setSections(std::vector<Section> sections);
    [[nodiscard]] const std::vector<Section>& sections() const { return m_sections; }
    /// Shows the rows that hold every one of these words, in any case; sections left without rows go too, those with a
    /// term that holds them come first.
    void setFilter(const QString& words);
    /// Shown while the filter lets nothing through: one sentence, and what to do.
    void setEmptyText(const QString& sentence, const QString& hint);
    /// Calls `around` for every paint with what paints, so that a pane can measure it.
    void setPaintedAround(std::function<void(const std::function<void()>& paint)> around) {
        m_around = std::move(around);
    }

    /// Of the chosen row; empty when none is chosen or it has none.
    [[nodiscard]] QString currentId() const;
    /// Chooses the first row that has an id; false when there is none.
    bool chooseFirst();
    /// Rows the filter lets through, without headings.
    [[nodiscard]] int shownRows() const;

  signals:
    /// Double click or Enter on a row with an id.
    void rowActivated(const QString& id);
    void currentIdChanged(const QString& id);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

  private:
    friend class SectionDelegate;
    class Model;
    struct Line {
        const SectionRow* row = nullptr; ///< null: a heading
        const Section* section = nullptr;
    };
    void rebuild();
    void paintEmpty();
    void applyTheme();

    ThemeHost& m_themes;
    FontRole m_terms;
    FontRole m_details;
    std::vector<Section> m_sections;
    QStringList m_words;
    Model* m_model;
    int m_termWidth = 0; ///< of the widest term
    QString m_emptySentence;
    QString m_emptyHint;
    std::function<void(const std::function<void()>&)> m_around;
};

} // namespace qd::ui
