"""Patterns that must not be found."""

import re

from .sources import CPP, Finding, line_of, matches, split


def looked_at(ban, path):
    if ban["in"] != "all" and not path.endswith(CPP):
        return False
    under = ban.get("under")
    if under is not None and not any(matches(path, folder) for folder in under):
        return False
    return not any(matches(path, folder) for folder in ban.get("except", []))


def check(tree):
    bans = [(ban, re.compile(ban["pattern"])) for ban in tree.rules["ban"]]
    for path in tree.files:
        mine = [(ban, pattern) for ban, pattern in bans if looked_at(ban, path)]
        if not mine:
            continue
        text = tree.text(path)
        for ban, pattern in mine:
            looked = text if ban["in"] == "all" else split(text)[0 if ban["in"] == "code" else 1]
            for found in pattern.finditer(looked):
                if not tree.excused(ban["rule"], path):
                    yield Finding(path, line_of(looked, found.start()), ban["rule"], f"{found.group().strip()}: {ban['why']}")
    yield from tree.needless_exceptions({ban["rule"] for ban in tree.rules["ban"]})
