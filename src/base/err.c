#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

whose_status fail(whose_error *err, whose_status status, uint64_t offset, const char *format, ...)
{
    if (err) {
        err->status = status;
        err->offset = offset;
        err->line = 0;
        va_list args;
        va_start(args, format);
        vsnprintf(err->message, sizeof err->message, format, args);
        va_end(args);
    }
    return status;
}

whose_status fail_nomem(whose_error *err)
{
    return fail(err, WHOSE_E_NOMEM, 0, "not enough memory");
}

const char *whose_status_words(whose_status status)
{
    switch (status) {
    case WHOSE_OK:
        return "done";
    case WHOSE_E_NOMEM:
        return "no memory";
    case WHOSE_E_FORMAT:
        return "unknown format";
    case WHOSE_E_INPUT:
        return "broken input";
    case WHOSE_E_LIMIT:
        return "a limit was reached";
    case WHOSE_E_SYSTEM:
        return "a system call failed";
    case WHOSE_E_NAME:
        return "a name fits nobody, or two people";
    }
    return "unknown status";
}
