#pragma once

#include "core/base/Fixed.h"
#include "core/base/Ids.h"
#include "core/base/Time.h"
#include "core/store/sqlite/Enumerators.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

/// Domain values to and from SQLite's 64-bit integers. Unsigned 64-bit values keep their bit pattern.
namespace qd::store::sqlite {

[[nodiscard]] constexpr std::int64_t stored(std::integral auto value) noexcept {
    return static_cast<std::int64_t>(value);
}
template<class E>
    requires std::is_enum_v<E>
[[nodiscard]] constexpr std::int64_t stored(E value) noexcept {
    return static_cast<std::int64_t>(std::to_underlying(value));
}
template<class Tag>
[[nodiscard]] constexpr std::int64_t stored(Fixed<Tag> value) noexcept {
    return value.raw();
}
template<class Tag, class Rep>
[[nodiscard]] constexpr std::int64_t stored(StrongId<Tag, Rep> id) noexcept {
    return static_cast<std::int64_t>(id.value());
}
[[nodiscard]] constexpr std::int64_t stored(UnixNanos t) noexcept { return t.value(); }
[[nodiscard]] inline const std::string& stored(const std::string& text) noexcept { return text; }

inline void bindOne(SQLite::Statement& statement, int index, const std::optional<std::int64_t>& value) {
    if (value)
        statement.bind(index, *value);
    else
        statement.bind(index); // NULL
}
template<class Tag>
void bindOne(SQLite::Statement& statement, int index, const std::optional<Fixed<Tag>>& value) {
    bindOne(statement, index, value ? std::optional(value->raw()) : std::nullopt);
}
template<class T>
void bindOne(SQLite::Statement& statement, int index, const T& value) {
    statement.bind(index, stored(value));
}
/// Binds the parameters 1, 2, … in order.
template<class... T>
void bindAll(SQLite::Statement& statement, const T&... values) {
    int index = 0;
    (bindOne(statement, ++index, values), ...);
}

/// Makes a statement ready for its next use, also when this one ended with an exception: a statement left standing
/// would keep its transaction open.
class Rewind {
  public:
    explicit Rewind(SQLite::Statement& statement) noexcept : m_statement(statement) {}
    Rewind(const Rewind&) = delete;
    Rewind& operator=(const Rewind&) = delete;
    ~Rewind() { m_statement.tryReset(); }

  private:
    SQLite::Statement& m_statement;
};

template<class... T>
void execute(SQLite::Statement& statement, const T&... values) {
    const Rewind rewind(statement);
    bindAll(statement, values...);
    statement.exec();
}

/// The single integer a query gives, empty when it gives none or NULL.
template<class... T>
[[nodiscard]] std::optional<std::int64_t> integerOf(SQLite::Statement& statement, const T&... values) {
    const Rewind rewind(statement);
    bindAll(statement, values...);
    if (!statement.executeStep() || statement.getColumn(0).isNull()) return std::nullopt;
    return statement.getColumn(0).getInt64();
}

/// Reads the columns of a row in order and checks that each fits its type: the file may be damaged. After the first
/// that does not, every value is the type's default and badColumn() names it.
class ColumnReader {
  public:
    explicit ColumnReader(const SQLite::Statement& statement) noexcept : m_statement(statement) {}

    template<std::integral T>
    void get(T& value) {
        value = integer<T>();
    }
    template<class E>
        requires std::is_enum_v<E>
    void get(E& value) {
        const auto read = static_cast<E>(integer<std::underlying_type_t<E>>());
        if (isKnown(read))
            value = read;
        else
            refuse();
    }
    template<class Tag>
    void get(Fixed<Tag>& value) {
        value = Fixed<Tag>(integer<std::int64_t>());
    }
    template<class Tag, class Rep>
    void get(StrongId<Tag, Rep>& id) {
        id = StrongId<Tag, Rep>(integer<Rep>());
    }
    void get(UnixNanos& t) { t = UnixNanos(integer<std::int64_t>()); }
    void get(std::optional<std::int64_t>& value) {
        const SQLite::Column column = m_statement.getColumn(m_next++);
        if (column.isNull())
            value.reset();
        else
            value = checked(column);
    }
    template<class Tag>
    void get(std::optional<Fixed<Tag>>& value) {
        std::optional<std::int64_t> raw;
        get(raw);
        value = raw ? std::optional(Fixed<Tag>(*raw)) : std::nullopt;
    }
    void get(std::string& text) {
        const SQLite::Column column = m_statement.getColumn(m_next++);
        if (!column.isText())
            refuse();
        else
            text = column.getString();
    }
    /// For a reader that has found a value outside its range.
    void refuse() noexcept {
        if (m_bad < 0) m_bad = m_next - 1;
    }
    [[nodiscard]] bool ok() const noexcept { return m_bad < 0; }
    [[nodiscard]] std::string badColumn() const { return m_statement.getColumnName(m_bad); }

  private:
    template<std::integral T>
    [[nodiscard]] T integer() {
        const std::int64_t raw = checked(m_statement.getColumn(m_next++));
        if constexpr (std::same_as<T, std::uint64_t>)
            return static_cast<std::uint64_t>(raw);
        else if constexpr (std::same_as<T, bool>) {
            if (raw != 0 && raw != 1) refuse();
            return raw == 1;
        } else {
            if (std::in_range<T>(raw)) return static_cast<T>(raw);
            refuse();
            return T{};
        }
    }
    [[nodiscard]] std::int64_t checked(const SQLite::Column& column) {
        if (column.isInteger()) return column.getInt64();
        refuse();
        return 0;
    }

    const SQLite::Statement& m_statement;
    int m_next = 0;
    int m_bad = -1;
};

} // namespace qd::store::sqlite
