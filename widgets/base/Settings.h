#pragma once

#include "core/base/Error.h"

#include <QObject>

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace qd::ui {

enum class SettingsCode : std::uint8_t { Unreadable, UnknownKey, BadValue };

using SettingValue = std::variant<bool, std::int64_t, double, std::string>;

/// One row of the table of settings.
struct SettingInfo {
    std::string key;     ///< "appearance.theme"
    std::string summary; ///< one sentence
    SettingValue standard;
    /// For texts: what may be chosen. Empty: anything.
    std::vector<std::string> choices;
    /// For numbers: inclusive range.
    double least = 0;
    double most = 0;
    std::string unit = {};    ///< of a number, after it: "USDC". Empty: none
    double step = 1;          ///< of a number: what an arrow key adds, at least 0.000001
    std::string section = {}; ///< heading it stands under in SETTINGS; equal ones follow each other in the table
    /// Another pane keeps it as coded text: nobody types it, SET still can.
    bool hidden = false;
};

/// A value in the words Settings::set takes.
[[nodiscard]] std::string typedText(const SettingValue& value);

/// Keys of the table, so that a slip of the pen does not compile.
namespace setting {
inline constexpr const char* kTheme = "appearance.theme";
inline constexpr const char* kColourBlind = "appearance.colour_blind";
inline constexpr const char* kFontScale = "appearance.font_scale";
inline constexpr const char* kFlash = "appearance.flash";
inline constexpr const char* kLargestNotional = "guard.largest_notional";
inline constexpr const char* kFarthestPrice = "guard.farthest_price_percent";
inline constexpr const char* kUsualSizeFactor = "guard.usual_size_factor";
inline constexpr const char* kLadderSize1 = "ladder.size_1";
inline constexpr const char* kLadderSize2 = "ladder.size_2";
inline constexpr const char* kLadderSize3 = "ladder.size_3";
inline constexpr const char* kLadderSize4 = "ladder.size_4";
inline constexpr std::array<const char*, 4> kLadderSizes{kLadderSize1, kLadderSize2, kLadderSize3, kLadderSize4};
inline constexpr const char* kQuickSize = "ladder.quick_size";
inline constexpr const char* kTickStep = "ladder.tick_step";
inline constexpr const char* kAssetLimit = "risk.asset_notional";
inline constexpr const char* kAssetLimits = "risk.asset_limits";
inline constexpr const char* kGrossLeverage = "risk.gross_leverage";
inline constexpr const char* kDailyLoss = "risk.daily_loss";
inline constexpr const char* kDrawdown = "risk.drawdown_percent";
inline constexpr const char* kSessionTrades = "risk.session_trades";
inline constexpr const char* kLosingStreak = "risk.losing_streak";
inline constexpr const char* kAssetAction = "risk.asset_action";
inline constexpr const char* kLeverageAction = "risk.leverage_action";
inline constexpr const char* kDailyLossAction = "risk.daily_loss_action";
inline constexpr const char* kDrawdownAction = "risk.drawdown_action";
inline constexpr const char* kTradesAction = "risk.trades_action";
inline constexpr const char* kStreakAction = "risk.streak_action";
inline constexpr const char* kAssetLocks = "risk.asset_locks";
inline constexpr const char* kLeverageLocks = "risk.leverage_locks";
inline constexpr const char* kDailyLossLocks = "risk.daily_loss_locks";
inline constexpr const char* kDrawdownLocks = "risk.drawdown_locks";
inline constexpr const char* kTradesLocks = "risk.trades_locks";
inline constexpr const char* kStreakLocks = "risk.streak_locks";
inline constexpr const char* kLockMinutes = "risk.lock_minutes";
inline constexpr const char* kLockState = "risk.lock_state";
inline constexpr const char* kScenarios = "risk.scenarios";
inline constexpr const char* kBrackets = "order.brackets";
inline constexpr const char* kRunning = "order.running";
inline constexpr const char* kAlerts = "alerts.prices";
inline constexpr const char* kStudyAlerts = "alerts.studies";
inline constexpr const char* kSound = "alerts.sound";
inline constexpr const char* kOrderNews = "alerts.orders";
inline constexpr const char* kFillsFrom = "alerts.fills_from";
inline constexpr const char* kLadderBracket = "ladder.bracket";
inline constexpr const char* kBoards = "quotes.boards";
inline constexpr const char* kFirstRunDone = "general.first_run_done";
} // namespace setting

/// The typed settings, kept as TOML by whoever holds the file. Main thread.
class Settings : public QObject {
    Q_OBJECT
  public:
    explicit Settings(QObject* parent = nullptr);

    [[nodiscard]] static const std::vector<SettingInfo>& table();

    /// Replaces all values with those of a settings file; keys it does not name have their standard. Errors name line
    /// or key and change nothing. Keys that are not in the table are kept out and listed in `unknown`.
    [[nodiscard]] Result<void, SettingsCode> read(std::string_view toml, const std::string& source,
                                                  std::vector<std::string>* unknown = nullptr);
    [[nodiscard]] std::string write() const;

    [[nodiscard]] bool flag(const char* key) const { return std::get<bool>(m_values.at(key)); }
    [[nodiscard]] std::int64_t integer(const char* key) const { return std::get<std::int64_t>(m_values.at(key)); }
    [[nodiscard]] double real(const char* key) const { return std::get<double>(m_values.at(key)); }
    [[nodiscard]] const std::string& text(const char* key) const { return std::get<std::string>(m_values.at(key)); }

    /// From the text a person typed.
    [[nodiscard]] Result<void, SettingsCode> set(const std::string& key, const std::string& typed);
    [[nodiscard]] std::string textOf(const std::string& key) const;

  signals:
    void changed(const QString& key);

  private:
    [[nodiscard]] static const SettingInfo* find(std::string_view key);
    [[nodiscard]] static Result<void, SettingsCode> check(const SettingInfo& info, const SettingValue& value);
    /// Is what a person chooses there to be chosen?
    [[nodiscard]] Result<void, SettingsCode> checkChoice(const SettingInfo& info, const SettingValue& value) const;

    std::map<std::string, SettingValue, std::less<>> m_values;
};

} // namespace qd::ui
