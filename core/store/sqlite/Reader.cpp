#include "core/store/sqlite/Reader.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <pthread.h>

namespace qd::store::sqlite {

Reader::Reader(SQLite::Database db, std::filesystem::path file, ports::Executor& executor)
    : m_db(std::move(db))
    , m_file(std::move(file))
    , m_queries(m_db, m_file)
    , m_executor(executor)
    , m_thread([this] { run(); }) {
    pthread_setname_np(m_thread.native_handle(), "qd-store-read");
}

Reader::~Reader() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    sqlite3_interrupt(m_db.getHandle());
    m_wake.notify_one();
    m_thread.join();
}

std::unexpected<Error<StoreCode>> Reader::closedError() const {
    return fail(StoreCode::Closed, fmt::format("{}: closed before the request was served", m_file.string()));
}

void Reader::checkIntegrity(Answer<void> answer) {
    push([this, answer = std::move(answer)](bool closed) mutable {
        StoreResult<void> result = closed ? StoreResult<void>(closedError()) : check(m_db, m_file, CheckDepth::Full);
        m_executor.post(
            [answer = std::move(answer), result = std::move(result)]() mutable { answer(std::move(result)); });
    });
}

void Reader::push(Request request) {
    {
        const std::lock_guard lock(m_mutex);
        m_requests.push_back(std::move(request));
    }
    m_wake.notify_one();
}

void Reader::run() {
    while (true) {
        Request request;
        bool closed = false;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_stopping || !m_requests.empty(); });
            if (m_requests.empty()) return;
            request = std::move(m_requests.front());
            m_requests.pop_front();
            closed = m_stopping;
        }
        request(closed);
    }
}

} // namespace qd::store::sqlite
