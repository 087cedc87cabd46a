#pragma once

#include "core/base/Bytes.h"
#include "core/base/Error.h"
#include "core/simulation/Draw.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

namespace qd::simulation {

enum class RecordsCode : std::uint8_t {
    Journal, ///< the journal's own error; see detail
    NotTorn, ///< a group that was cut short while it was written was not found and left out
};
template<class T>
using RecordsResult = Result<T, RecordsCode>;

/// What is left of an exchange when its process dies: a snapshot of its state and the commands since. One thread.
class Records {
  public:
    /// What recover finds. `state` is called once, first, if there is a snapshot.
    struct Reader {
        std::function<void(ByteSpan snapshot)> state;
        std::function<void(ByteSpan record)> command;
    };

    Records() = default;
    Records(const Records&) = delete;
    Records& operator=(const Records&) = delete;
    virtual ~Records() = default;

    /// Adds the next command.
    [[nodiscard]] virtual RecordsResult<void> append(ByteSpan record) = 0;
    /// Keeps the state after the last command.
    [[nodiscard]] virtual RecordsResult<void> keep(ByteSpan snapshot) = 0;
    /// The process has died: reads everything back and goes on behind it.
    [[nodiscard]] virtual RecordsResult<void> recover(const Reader& reader) = 0;
};

/// In memory: fast, and forgets nothing.
[[nodiscard]] std::unique_ptr<Records> memoryRecords();
/// A journal in `folder`, which must not be there yet. Every death happens while a group is being written: what is
/// torn was told to nobody and must be gone afterwards. `draw` says where it is torn.
[[nodiscard]] RecordsResult<std::unique_ptr<Records>> fileRecords(const std::filesystem::path& folder, Draw draw);

} // namespace qd::simulation
