#pragma once

#include <QObject>

#include <functional>
#include <memory>

namespace qd::test {

/// Adds a test class to this executable's run. Use QD_TEST below the class.
class Registration {
  public:
    explicit Registration(std::function<std::unique_ptr<QObject>()> make);
};

} // namespace qd::test

/// Registers a QObject with test slots; one executable holds the classes of one room.
#define QD_TEST(Class)                                                                                                 \
    static const qd::test::Registration registerOf##Class(                                                             \
        []() -> std::unique_ptr<QObject> { return std::make_unique<Class>(); })
