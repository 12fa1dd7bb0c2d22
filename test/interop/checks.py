"""A list of named checks, run one by one, each failure told and counted."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_checks: list[tuple[str, Callable[..., None]]] = []


def check(function: Callable[..., None]) -> Callable[..., None]:
    """Registers a check; its docstring's first line, or its name, is what is printed."""
    _checks.append(((function.__doc__ or function.__name__).splitlines()[0], function))
    return function


@contextmanager
def raises(kind: type[BaseException], text: str = "") -> Iterator[None]:
    """Fails unless the block raises such an error whose message contains `text`."""
    try:
        yield
    except kind as error:
        assert text in str(error), f"{text!r} is not in {str(error)!r}"
    else:
        raise AssertionError(f"{kind.__name__} was not raised")


def run_checks(**fixtures: object) -> int:
    """Runs every check with the fixtures it asks for by name; returns the number that failed."""
    failed = 0
    for title, function in _checks:
        wanted = function.__code__.co_varnames[: function.__code__.co_argcount]
        try:
            function(**{name: fixtures[name] for name in wanted})
        except Exception:
            failed += 1
            print(f"FAILED  {title}")
            traceback.print_exc()
        else:
            print(f"ok      {title}")
    print(f"{len(_checks) - failed} passed, {failed} failed")
    return failed
