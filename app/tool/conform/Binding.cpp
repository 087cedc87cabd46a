#include "app/tool/conform/Binding.h"

#include "core/base/Decimal.h"

namespace qd::tool::conform {

Json told(Int128 value) {
    if (fitsInt64(value)) return static_cast<std::int64_t>(value);
    return formatDecimal(value, 0);
}

std::unexpected<Error<AnswerCode>> refusal(MathError error) {
    if (error == MathError::DivideByZero) return fail(AnswerCode::DivideByZero, "a division by zero");
    return fail(AnswerCode::Overflow, "an overflow");
}

} // namespace qd::tool::conform
