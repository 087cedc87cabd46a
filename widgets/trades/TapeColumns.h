#pragma once

#include <QString>

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace qd::ui::trades {

enum class TapeColumn : std::uint8_t { Time, Side, Price, Size, Prints, Average, Range };
inline constexpr std::size_t kTapeColumns = 7;

/// A column as data.
struct TapeColumnInfo {
    TapeColumn column = TapeColumn::Time;
    const char* key = "";     ///< in a layout
    bool optional = true;     ///< may be hidden
    bool ofJoined = false;    ///< means something only while prints are joined
    bool standard = true;     ///< shown until the user chooses
    int dropped = 0;          ///< order in which columns give way when there is no room; 0 = never
    const char* heading = ""; ///< to be translated
    const char* hint = "";    ///< to be translated; definition and unit
};
/// In the order on the screen.
[[nodiscard]] std::span<const TapeColumnInfo, kTapeColumns> tapeColumns();
[[nodiscard]] const TapeColumnInfo& infoOf(TapeColumn column);
[[nodiscard]] QString headingOf(const TapeColumnInfo& info);
[[nodiscard]] QString hintOf(const TapeColumnInfo& info);

/// Which columns are on, as a set of bits.
class ColumnChoice {
  public:
    ColumnChoice();
    [[nodiscard]] bool has(TapeColumn column) const { return m_on[static_cast<std::size_t>(column)]; }
    void set(TapeColumn column, bool on) { m_on[static_cast<std::size_t>(column)] = on; }
    /// "time price size", for the layout.
    [[nodiscard]] std::string text() const;
    /// Words it does not know are passed over; columns that cannot be hidden are always on.
    [[nodiscard]] static ColumnChoice parse(const std::string& text);
    friend bool operator==(const ColumnChoice&, const ColumnChoice&) = default;

  private:
    std::array<bool, kTapeColumns> m_on{};
};

/// Where a column stands, in device-independent pixels.
struct PlacedColumn {
    TapeColumn column = TapeColumn::Time;
    int left = 0;
    int right = 0;
};
/// Places columns of these widths into `width`: what does not fit gives way, what is left over becomes distance up to
/// a bound at which rows still read as rows. The last column ends at the right edge as long as the bound allows.
[[nodiscard]] std::vector<PlacedColumn> placeColumns(const ColumnChoice& choice, bool joined,
                                                     const std::array<int, kTapeColumns>& widths, int width, int gap);

} // namespace qd::ui::trades
