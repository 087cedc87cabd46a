#pragma once

#include <QTest>

#include <rapidcheck.h>

/// A RapidCheck property inside a Qt Test slot. The reproducing seed is in the output; RC_PARAMS="seed=…" repeats it.
#define QD_PROPERTY(...) QVERIFY(rc::check(__VA_ARGS__))
