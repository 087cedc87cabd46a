#pragma once

#include "widgets/base/Csv.h"
#include "widgets/base/CsvExport.h"
#include "widgets/base/LogModel.h"
#include "widgets/base/PagedLog.h"
#include "widgets/history/HistoryRows.h"

#include <QObject>

#include <algorithm>
#include <span>

namespace qd::ui {

/// One of HISTORY's lists: its table, and the rows as far as they are read. Main thread.
class HistoryList : public QObject {
    Q_OBJECT
  public:
    /// What a list is called, and how it begins when there is nothing in it.
    struct Words {
        QString name; ///< object name of its table, and as typed
        QString title;
        QString empty;
        QString hint;
    };
    ~HistoryList() override = default;

    [[nodiscard]] const Words& words() const { return m_words; }
    [[nodiscard]] HistoryUses uses() const { return m_uses; }
    [[nodiscard]] Table& table() const { return *m_table; }

    /// Shows another choice of rows, from the newest on.
    virtual void begin(const ports::HistoryFilter& filter) = 0;
    /// Shows nothing until it begins anew; without it the rows stay until the first answer.
    virtual void forget() = 0;
    virtual void readNewer() = 0;
    /// Reads a page when the eye has come near the end of what is read.
    void readOlderWhereSeen();
    [[nodiscard]] virtual int rowCount() const = 0;
    [[nodiscard]] virtual bool isComplete() const = 0;
    [[nodiscard]] virtual bool isAsking() const = 0;
    [[nodiscard]] virtual const std::optional<Error<ports::HistoryCode>>& error() const = 0;
    /// Everything that the filter lets through, as CSV.
    [[nodiscard]] virtual CsvSource source(const ports::HistoryFilter& filter) const = 0;
    [[nodiscard]] virtual std::optional<MarketId> marketOf(int row) const = 0;

  signals:
    /// An answer of the history came.
    void changed();

  protected:
    HistoryList(PaneContext& context, Words words, HistoryUses uses, QObject* parent);
    void setModel(TableModelBase* model, std::vector<int> foldOrder);
    [[nodiscard]] PaneContext& context() const { return m_context; }
    virtual void readOlder() = 0;

  private:
    PaneContext& m_context;
    Words m_words;
    HistoryUses m_uses;
    Table* m_table; ///< belongs to the pane that shows it
};

template<class Record>
class HistoryListOf final : public HistoryList {
  public:
    using Kind = HistoryKind<Record>;
    using Row = HistoryRow<Record>;

    HistoryListOf(PaneContext& context, Words words, HistoryUses uses, QObject* parent)
        : HistoryList(context, std::move(words), uses, parent)
        , m_model(Kind::columns(), [](const Row& row) { return Kind::number(row.record); })
        , m_log(&Kind::number, [this] { take(); }) {
        setModel(&m_model, Kind::foldOrder());
    }

    void begin(const ports::HistoryFilter& filter) override {
        m_log.begin([this, filter](std::uint64_t before, std::size_t limit, typename PagedLog<Record>::Answer answer) {
            Kind::ask(context().history, filter, before, limit, std::move(answer));
        });
    }
    void forget() override {
        m_log.forget();
        m_model.clear();
    }
    void readNewer() override { m_log.readNewer(); }
    [[nodiscard]] int rowCount() const override { return m_model.rowCount(); }
    [[nodiscard]] bool isComplete() const override { return m_log.isComplete(); }
    [[nodiscard]] bool isAsking() const override { return m_log.isAsking(); }
    [[nodiscard]] const std::optional<Error<ports::HistoryCode>>& error() const override { return m_log.error(); }
    [[nodiscard]] std::optional<MarketId> marketOf(int row) const override {
        return Kind::market(m_model.row(row).record);
    }
    [[nodiscard]] CsvSource source(const ports::HistoryFilter& filter) const override {
        const auto columns = Kind::csv();
        CsvSource source;
        for (std::size_t i = 0; i < columns.size(); ++i) csv::add(source.heading, columns[i].heading, i == 0);
        source.heading += csv::kEnd;
        source.page = [&context = context(), filter, columns](std::uint64_t before, std::size_t limit,
                                                              const CsvPageAnswer& answer) {
            Kind::ask(context.history, filter, before, limit,
                      [&context, columns, limit, answer](Result<std::vector<Record>, ports::HistoryCode> records) {
                          if (!records) return answer(std::unexpected(records.error()));
                          answer(pageOf(context, columns, *records, limit));
                      });
        };
        return source;
    }

  private:
    static CsvPage pageOf(const PaneContext& context, const std::vector<CsvColumn<Record>>& columns,
                          const std::vector<Record>& records, std::size_t limit) {
        CsvPage page;
        const NameBook names(context);
        for (const Record& record : records) {
            const Row row = names.row(record);
            for (std::size_t i = 0; i < columns.size(); ++i) csv::add(page.lines, columns[i].text(row), i == 0);
            page.lines += csv::kEnd;
        }
        page.rows = records.size();
        page.last = records.size() < limit;
        if (!records.empty()) page.next = Kind::number(records.back());
        return page;
    }
    void readOlder() override { m_log.readOlder(); }
    void take() {
        if (m_generation != m_log.generation()) {
            m_generation = m_log.generation();
            m_model.clear();
        }
        const std::span<const Record> records(m_log.rows());
        const int shown = m_model.rowCount();
        const std::size_t older = shown == 0 ? 0 : firstBelow(records, Kind::number(m_model.row(shown - 1).record));
        if (older < records.size()) m_model.merge(rowsOf(records.subspan(older)), 0);
        // Without older ones the answer was of the newest: some may have come, and an order may have changed since.
        if (shown > 0 && older == records.size()) {
            const std::vector<Row> newest = rowsOf(records.first(std::min(older, PagedLog<Record>::kMostRefreshed)));
            m_model.replace(newest);
            m_model.merge(newest, 0);
        }
        emit changed();
    }
    /// The first of the records, newest first, with a number below this one.
    static std::size_t firstBelow(std::span<const Record> records, std::uint64_t number) {
        const auto first =
            std::ranges::partition_point(records, [number](const Record& r) { return Kind::number(r) >= number; });
        return static_cast<std::size_t>(first - records.begin());
    }
    std::vector<Row> rowsOf(std::span<const Record> records) const {
        const NameBook names(context());
        std::vector<Row> rows;
        rows.reserve(records.size());
        for (const Record& record : records) rows.push_back(names.row(record));
        return rows;
    }

    LogModel<Row> m_model;
    PagedLog<Record> m_log;
    std::uint64_t m_generation = 0;
};

} // namespace qd::ui
