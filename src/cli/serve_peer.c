/* takes   the ports of a loopback connection
 * gives   whether the other end is a process of the same user
 * method  the kernel's table of TCP sockets has the owner of each; the other end of our
 *         connection is the row whose two ports are ours, exchanged
 * cost    one pass over the table a connection */
#define _POSIX_C_SOURCE 200809L

#include "serve.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* -1: the table has no such row. */
static long owner_of(FILE *table, unsigned from, unsigned to)
{
    static const char loopback[] = "0100007F"; // how the table writes 127.0.0.1, and ends 127.0.0.1 in IPv6
    char line[512], remote[40];
    while (fgets(line, sizeof line, table)) {
        unsigned local_port, remote_port, state;
        long uid;
        if (sscanf(line, " %*d: %*[0-9A-F]:%x %39[0-9A-F]:%x %x %*[^ ] %*[^ ] %*s %ld", &local_port, remote,
                   &remote_port, &state, &uid) == 5 &&
            local_port == from && remote_port == to && strlen(remote) >= sizeof loopback - 1 &&
            strcmp(remote + strlen(remote) - (sizeof loopback - 1), loopback) == 0)
            return uid;
    }
    return -1;
}

bool peer_is_own(unsigned peer_port, unsigned own_port)
{
    static const char *const tables[] = {"/proc/net/tcp", "/proc/net/tcp6"};
    for (int i = 0; i < 2; i++) {
        FILE *table = fopen(tables[i], "re");
        if (!table)
            continue;
        long uid = owner_of(table, peer_port, own_port);
        fclose(table);
        if (uid >= 0)
            return uid == 0 || uid == (long)geteuid();
    }
    return true;
}
