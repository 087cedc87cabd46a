#pragma once

#include "app/tool/conform/Formulas.h"

#include <QProcess>

#include <expected>
#include <string>
#include <vector>

namespace qd::test {

/// The executable form of the specification in a process of its own, python3 over twin.py.
class Twin {
  public:
    using Json = tool::conform::Json;

    Twin() = default;
    Twin(const Twin&) = delete;
    Twin& operator=(const Twin&) = delete;
    /// Waits for its end.
    ~Twin();

    /// Starts it and reads the names of its formulas. Error: a sentence.
    [[nodiscard]] std::expected<std::vector<std::string>, std::string> start(const std::string& reference);

    /// One result for each inputs, in order: {"value": ...} or {"error": "..."}. Error: a sentence.
    [[nodiscard]] std::expected<std::vector<Json>, std::string> evaluate(const std::string& formula,
                                                                         const std::vector<Json>& inputs);

  private:
    [[nodiscard]] std::expected<Json, std::string> readLine();

    QProcess m_process;
};

} // namespace qd::test
