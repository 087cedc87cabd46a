#include "tests/conform/Twin.h"

#include "tests/support/Shared.h"

#include <cstdlib>

namespace qd::test {
namespace {

constexpr int kPatienceMs = 60'000;
constexpr std::int64_t kExact = std::int64_t{1} << 53U; // a JSON number of some readers is a double

/// Large whole numbers as decimal texts.
Twin::Json forWire(const Twin::Json& value) {
    if (value.is_number_integer() && !value.is_number_unsigned()) {
        const auto whole = value.get<std::int64_t>();
        return whole >= kExact || whole <= -kExact ? Twin::Json(std::to_string(whole)) : value;
    }
    if (!value.is_structured()) return value;
    Twin::Json copy = value;
    for (auto& element : copy) element = forWire(element);
    return copy;
}

} // namespace

Twin::~Twin() {
    m_process.closeWriteChannel();
    if (m_process.state() != QProcess::NotRunning) m_process.waitForFinished(kPatienceMs);
}

std::expected<std::vector<std::string>, std::string> Twin::start(const std::string& reference) {
    m_process.start("python3", {QString::fromStdString(sourceFolder() + "/tests/conform/twin.py"),
                                QString::fromStdString(reference)});
    if (!m_process.waitForStarted(kPatienceMs)) return std::unexpected("python3 does not start");
    const auto names = readLine();
    if (!names) return std::unexpected(names.error());
    return names->get<std::vector<std::string>>();
}

std::expected<std::vector<Twin::Json>, std::string> Twin::evaluate(const std::string& formula,
                                                                   const std::vector<Json>& inputs) {
    for (const Json& one : inputs) {
        m_process.write(Json{formula, forWire(one)}.dump().c_str());
        m_process.write("\n");
    }
    m_process.write("\n");
    std::vector<Json> results;
    results.reserve(inputs.size());
    while (results.size() < inputs.size()) {
        auto line = readLine();
        if (!line) return std::unexpected(line.error());
        results.push_back(std::move(*line));
    }
    return results;
}

std::expected<Twin::Json, std::string> Twin::readLine() {
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(kPatienceMs))
            return std::unexpected("the twin says nothing: " + m_process.readAllStandardError().toStdString());
    }
    const std::string line = m_process.readLine().toStdString();
    Json json = Json::parse(line, nullptr, false);
    if (json.is_discarded()) return std::unexpected("the twin says " + line);
    return json;
}

} // namespace qd::test
