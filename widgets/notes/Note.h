#pragma once

#include "core/base/Time.h"

#include <cstdint>
#include <string>

namespace qd::notes {

inline constexpr std::size_t kMostNotes = 5'000;
inline constexpr int kLongestText = 2'000;        ///< characters, as QString counts them
inline constexpr int kLongestFacts = 300;         ///< the same
inline constexpr std::size_t kLongestSymbol = 40; ///< bytes
inline constexpr std::int64_t kLastNumber = 999'999'999;
inline constexpr int kLongestDraft = 20'000; ///< characters: what is put in by mistake can be shortened

/// What a trader wrote down. Texts are UTF-8.
struct Note {
    std::int64_t number = 0; ///< from 1, rising in the order of writing
    UnixNanos at;            ///< market time when it was written
    std::string symbol;      ///< of the market it is about; empty: none
    std::string facts;       ///< position and last fill of the market then, a line for people; empty: there was none
    std::string text;        ///< lines, parted by '\n'
    friend bool operator==(const Note&, const Note&) = default;
};

/// What is being written and not kept yet. Texts are UTF-8.
struct Draft {
    std::int64_t edited = 0; ///< number of the note whose words it will be; 0: a new one
    std::string symbol;      ///< of the market a new one is about; empty: none
    std::string text;        ///< lines, parted by '\n'; it may be too long to be kept
    friend bool operator==(const Draft&, const Draft&) = default;
};

} // namespace qd::notes
