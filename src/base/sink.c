#include "base/sink.h"

#include "base/err.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void sink_init(struct sink *sink, whose_write *write, void *user)
{
    sink->write = write;
    sink->user = user;
    sink->failed = false;
    sink->n_written = 0;
    sink->n = 0;
}

static void hand_over(struct sink *sink, const char *at, size_t n)
{
    if (!sink->failed && n && sink->write(sink->user, at, n) != 0)
        sink->failed = true;
}

void sink_put(struct sink *sink, struct str s)
{
    sink->n_written += s.n;
    if (s.n > SINK_BYTES - sink->n) {
        hand_over(sink, sink->bytes, sink->n);
        sink->n = 0;
        if (s.n >= SINK_BYTES) {
            hand_over(sink, s.at, s.n);
            return;
        }
    }
    if (s.n)
        memcpy(sink->bytes + sink->n, s.at, s.n);
    sink->n += (uint32_t)s.n;
}

void sink_char(struct sink *sink, char c)
{
    sink_put(sink, (struct str){&c, 1});
}

void sink_uint(struct sink *sink, uint64_t n)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + n % 10);
        n /= 10;
    } while (n);
    sink_put(sink, (struct str){digits + at, sizeof digits - at});
}

void sink_printf(struct sink *sink, const char *format, ...)
{
    char line[1024];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (n < 0)
        return;
    size_t kept = (size_t)n < sizeof line ? (size_t)n : sizeof line - 1;
    sink_put(sink, (struct str){line, kept});
}

void sink_json(struct sink *sink, struct str s)
{
    sink_char(sink, '"');
    size_t from = 0;
    for (size_t at = 0; at < s.n;) {
        size_t here = at;
        uint32_t c = utf8_next(s, &at);
        bool broken = c == UTF8_REPLACEMENT && at == here + 1;
        if (c >= ' ' && c != '"' && c != '\\' && c != 0x7F && !broken)
            continue;
        sink_put(sink, str_part(s, from, here));
        from = at;
        if (broken)
            SINK_PUT(sink, "\xEF\xBF\xBD");
        else if (c == '"' || c == '\\')
            sink_put(sink, (struct str){c == '"' ? "\\\"" : "\\\\", 2});
        else if (c == '\n')
            SINK_PUT(sink, "\\n");
        else if (c == '\t')
            SINK_PUT(sink, "\\t");
        else if (c == '\r')
            SINK_PUT(sink, "\\r");
        else
            sink_printf(sink, "\\u%04x", c);
    }
    sink_put(sink, str_part(s, from, s.n));
    sink_char(sink, '"');
}

whose_status sink_end(struct sink *sink, whose_error *err)
{
    hand_over(sink, sink->bytes, sink->n);
    sink->n = 0;
    if (sink->failed)
        return fail(err, WHOSE_E_SYSTEM, sink->n_written, "the output could not be written");
    return WHOSE_OK;
}
