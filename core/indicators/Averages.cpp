#include "core/indicators/Averages.h"

namespace qd::indicators {

double vanished() { return 0; }

} // namespace qd::indicators
