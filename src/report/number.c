/* takes   a number
 * gives   its decimal digits, with a point in every locale
 * method  one rounding to an integer, then digits; printf would follow the locale
 * cost    O(digits) */
#include "report/internal.h"

#include <math.h>

void number_put(struct sink *sink, double x, uint32_t decimals)
{
    static const uint32_t power[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
    uint32_t scale = power[decimals < 6 ? decimals : 6];
    if (!(fabs(x) < 1e12)) {
        SINK_PUT(sink, "null");
        return;
    }
    uint64_t n = (uint64_t)(fabs(x) * scale + 0.5);
    if (x < 0 && n)
        sink_char(sink, '-');
    sink_uint(sink, n / scale);
    uint32_t rest = (uint32_t)(n % scale);
    if (!rest)
        return;
    sink_char(sink, '.');
    for (uint32_t unit = scale / 10; rest; unit /= 10) {
        sink_char(sink, (char)('0' + rest / unit));
        rest %= unit;
    }
}
