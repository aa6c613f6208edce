"""Statements to Postgres, several to a round trip: a thin layer over psycopg's own libpq bindings.

A turn runs a handful of short transactions, and what they cost in Python is the round trips and the cursor around each
statement, not the SQL. Here a connection is given a list of statements, sends them together in libpq's pipeline mode
and comes back with all results. Everything runs as a server-side prepared statement; psycopg still connects, turns
Python values into Postgres values and back, waits, and names the errors.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import psycopg
from psycopg import errors, generators
from psycopg.abc import PQGen
from psycopg.abc import Transformer as Values
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn, PGresult
from psycopg.waiting import Ready, Wait

Params = Sequence[Any] | Mapping[str, Any] | None
Statement = tuple[str, Params]
Key = tuple[str, tuple[int, ...]]  # a statement and the types of its parameters: what is prepared once

PREPARED_MOST = 400  # statements kept prepared on one connection; the house has fewer
_PLACE = re.compile(r"%(?:\((\w+)\)s|(.)|$)", re.DOTALL)


@lru_cache(2048)
def _parsed(sql: str) -> tuple[bytes, int, tuple[str, ...]]:
    """`%s` and `%(name)s` as `$1`, `$2` …: the query, how many parameters, their names in order if they have any."""
    names: dict[str, int] = {}
    places = 0

    def number(found: re.Match[str]) -> str:
        nonlocal places
        name, sign = found.groups()
        if name:
            return f"${names.setdefault(name, len(names) + 1)}"
        if sign == "s":
            places += 1
            return f"${places}"
        if sign == "%":
            return "%"
        raise psycopg.ProgrammingError(f"only %s, %(name)s and %% may follow a percent sign: {sql}")

    query = _PLACE.sub(number, sql)
    if names and places:
        raise psycopg.ProgrammingError(f"named and unnamed parameters in one statement: {sql}")
    return query.encode(), len(names) or places, tuple(names)


@lru_cache(256)
def _automatic(count: int) -> list[PyFormat]:
    return [PyFormat.AUTO] * count


class Connection(psycopg.AsyncConnection[Any]):
    """A pooled connection that knows what it has prepared."""

    def __init__(self, pgconn: PGconn, *rest: Any, **named: Any) -> None:
        super().__init__(pgconn, *rest, **named)
        self._names: dict[Key, bytes] = {}
        self._named = 0
        self._values: Values | None = None

    @property
    def values(self) -> Values:
        """Turns Python values into Postgres values and back; made once the connection knows its adapters."""
        if self._values is None:
            self._values = Transformer(self)
        return self._values

    async def exchange(self, statements: Sequence[Statement]) -> list[PGresult]:
        """Send all statements at once and wait for all results, one each.

        Outside a transaction block they are one transaction of their own. Raises the first statement's error that
        there is; the statements after it have not run.
        """
        pgconn = self.pgconn
        sends: list[tuple[Any, ...]] = []
        kept: list[int] = []  # which of the sends are statements rather than preparations
        fresh: dict[int, Key] = {}  # which of the sends prepare what
        results: list[PGresult] = []
        try:
            for sql, params in statements:
                name, values, formats = self._ready(sql, params, sends, fresh)
                kept.append(len(sends))
                sends.append((pgconn.send_query_prepared, name, values, formats, 0))
            results = await self.wait(_exchange(pgconn, sends))
        finally:
            for i, key in fresh.items():
                if i >= len(results) or results[i].status != ExecStatus.COMMAND_OK:
                    self._names.pop(key, None)
        for result in results:
            if result.status == ExecStatus.FATAL_ERROR:
                raise errors.error_from_result(result, encoding="utf-8")
        return [results[i] for i in kept]

    def _ready(
        self, sql: str, params: Params, sends: list[tuple[Any, ...]], fresh: dict[int, Key]
    ) -> tuple[bytes, Sequence[Any] | None, Sequence[Any] | None]:
        """The name of the prepared statement and its values, after adding its preparation where it is new."""
        values: Sequence[Any] | None = None
        formats: Sequence[Any] | None = None
        types: tuple[int, ...] = ()
        transformer = self.values
        if params:
            query, count, names = _parsed(sql)
            if isinstance(params, Mapping):
                try:
                    params = [params[name] for name in names]
                except KeyError as missing:
                    raise psycopg.ProgrammingError(f"the statement's parameter {missing} was not passed") from missing
            if count != len(params):
                raise psycopg.ProgrammingError(f"the statement has {count} parameters and was passed {len(params)}")
            values = transformer.dump_sequence(params, _automatic(count))
            types = tuple(transformer.types or ())
            formats = transformer.formats
        else:
            query = sql.replace("%%", "%").encode()
        key = (sql, types)
        name = self._names.get(key)
        if name is None:
            if len(self._names) >= PREPARED_MOST:
                oldest = self._names.pop(next(iter(self._names)))
                sends.append((self.pgconn.send_query_params, b"deallocate " + oldest, None))
            self._named += 1
            name = self._names[key] = b"s%d" % self._named
            fresh[len(sends)] = key
            sends.append((self.pgconn.send_prepare, name, query, types))
        return name, values, formats

    def rows(self, result: PGresult, make: Any) -> list[Any]:
        """The result's rows, each made by `make` from a tuple of Python values."""
        if not result.ntuples:
            return []
        self.values.set_pgresult(result)
        return self.values.load_rows(0, result.ntuples, make)


def _exchange(pgconn: PGconn, sends: list[tuple[Any, ...]]) -> PQGen[list[PGresult]]:
    """The conversation with libpq; `Connection.wait` waits wherever it yields."""
    results: list[PGresult] = []
    pgconn.enter_pipeline_mode()
    try:
        for send, *rest in sends:
            send(*rest)
        pgconn.pipeline_sync()
        # A long list fills the socket both ways: what comes back has to be read while the rest goes out.
        while pgconn.flush():
            if (yield Wait.RW) & Ready.R:
                pgconn.consume_input()
        for _ in sends:
            results += yield from generators.fetch_many(pgconn)
        yield from generators.fetch_many(pgconn)  # the sync point
    except BaseException:
        pgconn.finish()  # nobody knows how far it came: the pool replaces it
        raise
    pgconn.exit_pipeline_mode()
    return results
