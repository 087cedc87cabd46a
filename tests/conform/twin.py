#!/usr/bin/env python3
"""Serves the executable form of the specification: twin.py REFERENCE

First it writes the names of the formulas as one JSON list. Then for every line [formula, inputs] it reads it writes one,
{"value": ...} or {"error": "..."}; an empty line flushes. Whole numbers of 2^53 and more are decimal texts, both ways."""

import importlib.util
import inspect
import json
import math
import re
import sys

WHOLE = re.compile(r"-?[0-9]+")
EXACT = 2**53


def load(path):
    sys.dont_write_bytecode = True  # the material stays as it is
    spec = importlib.util.spec_from_file_location("reference", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def formulas_of(module):
    """Its functions of one dictionary of inputs and a mode."""
    functions = inspect.getmembers(module, inspect.isfunction)
    return {name: f for name, f in functions if list(inspect.signature(f).parameters) == ["i", "mode"]}


def as_input(value):
    if isinstance(value, dict):
        return {key: as_input(element) for key, element in value.items()}
    if isinstance(value, list):
        return [as_input(element) for element in value]
    return int(value) if isinstance(value, str) and WHOLE.fullmatch(value) else value


def as_output(value):
    if isinstance(value, (list, tuple)):
        return [as_output(element) for element in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= EXACT:
        return str(value)
    if isinstance(value, complex) or (isinstance(value, float) and not math.isfinite(value)):
        raise ValueError("not a real number")
    return value


def answer(formulas, line):
    name, inputs = json.loads(line)
    try:
        return {"value": as_output(formulas[name](as_input(inputs)))}
    except (ArithmeticError, ValueError) as error:
        return {"error": f"{type(error).__name__}: {error}"}


def main():
    sys.set_int_max_str_digits(0)
    formulas = formulas_of(load(sys.argv[1]))
    print(json.dumps(sorted(formulas)), flush=True)
    while line := sys.stdin.readline():
        if line == "\n":
            sys.stdout.flush()
        else:
            print(json.dumps(answer(formulas, line)))


if __name__ == "__main__":
    main()
