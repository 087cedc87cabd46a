#pragma once

#include "core/ports/Executor.h"
#include "core/store/sqlite/Connection.h"
#include "core/store/sqlite/Queries.h"

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

namespace qd::store::sqlite {

/// The reader thread: serves requests in order, each from one consistent state of the database.
class Reader {
  public:
    /// Throws SQLite::Exception when the tables are not ours.
    Reader(SQLite::Database db, std::filesystem::path file, ports::Executor& executor);
    /// Interrupts the request being served and answers the rest with Closed.
    ~Reader();
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    /// Any thread. `query` runs on the reader thread.
    template<class T, class Query>
    void ask(Answer<T> answer, Query query) {
        push([this, answer = std::move(answer), query = std::move(query)](bool closed) mutable {
            StoreResult<T> result = closed ? StoreResult<T>(closedError()) : serve<T>(query);
            m_executor.post(
                [answer = std::move(answer), result = std::move(result)]() mutable { answer(std::move(result)); });
        });
    }
    /// Any thread.
    void checkIntegrity(Answer<void> answer);

  private:
    using Request = std::move_only_function<void(bool closed)>;

    template<class T, class Query>
    [[nodiscard]] StoreResult<T> serve(Query& query) {
        return guarded(m_file, "reading", [&]() -> StoreResult<T> {
            SQLite::Transaction snapshot(m_db); // ends with the scope; several statements see one state
            return query(m_queries);
        });
    }
    [[nodiscard]] std::unexpected<Error<StoreCode>> closedError() const;
    void push(Request request);
    void run();

    SQLite::Database m_db;
    std::filesystem::path m_file;
    Queries m_queries;
    ports::Executor& m_executor;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Request> m_requests;
    bool m_stopping = false;
    std::jthread m_thread;
};

} // namespace qd::store::sqlite
