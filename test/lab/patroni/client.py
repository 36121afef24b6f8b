"""The client: asks PostgreSQL at an address again and again, each time on a new connection, until its stdin ends.

Prints a line for each time: when it began (seconds, monotonic), the host that answered or `-`, and `primary`
for one that took a write, else `standby`, or what went wrong.
"""

import select
import sys
import time

import psycopg2

HOST, EVERY_S = sys.argv[1], 0.05

while not select.select([sys.stdin], [], [], EVERY_S)[0]:
    began = time.monotonic()
    try:
        with psycopg2.connect(
            host=HOST, user="postgres", dbname="postgres", connect_timeout=2,
            options="-c statement_timeout=2000", tcp_user_timeout=1000,
        ) as connection, connection.cursor() as cursor:
            cursor.execute("select current_setting('data_directory'), pg_is_in_recovery()")
            folder, is_standby = cursor.fetchone()
            if not is_standby:
                cursor.execute("create table if not exists beats (at float8)")
                cursor.execute("insert into beats values (%s)", (began,))
        connection.close()
        print(began, folder.split("/")[-2], "standby" if is_standby else "primary", flush=True)
    except psycopg2.Error as error:
        print(began, "-", str(error).strip().split("\n")[0], flush=True)
