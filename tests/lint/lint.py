#!/usr/bin/env python3
"""Runs one check over the sources: lint.py imports|bans|readmes|sizes|formatting|libraries [--root DIR] [--bin DIR]

Prints what it finds, one a line, and ends with 1 when there is something; 77 says that the check could not run here."""

import argparse
import sys
import tomllib
from pathlib import Path

from checks import bans, formatting, imports, libraries, readmes, sizes
from checks.sources import Tree

HERE = Path(__file__).resolve().parent
SKIPPED = 77


def load_rules():
    return tomllib.loads((HERE / "rules.toml").read_text())


def sizes_with_report(tree):
    report = []
    findings = list(sizes.check(tree, report))
    print(f"{len(report)} files and functions are larger than usual:")
    for finding, announced in sorted(report):
        print(f"  {finding.path}:{finding.line}: {finding.message}{', announced' if announced else ''}")
    return findings


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("check", choices=["imports", "bans", "readmes", "sizes", "formatting", "libraries"])
    parser.add_argument("--root", type=Path, default=HERE.parent.parent)
    parser.add_argument("--bin", type=Path, help="folder of the programs, for libraries")
    arguments = parser.parse_args()
    rules = load_rules()
    tree = Tree(arguments.root, rules)
    run = {
        "imports": lambda: imports.check(tree),
        "bans": lambda: bans.check(tree),
        "readmes": lambda: readmes.check(tree),
        "sizes": lambda: sizes_with_report(tree),
        "formatting": lambda: formatting.check(tree),
        "libraries": lambda: libraries.check(rules, arguments.bin),
    }
    if arguments.check == "libraries" and arguments.bin is None:
        parser.error("libraries needs --bin")
    try:
        findings = sorted(run[arguments.check]())
    except formatting.Missing as missing:
        print(f"SKIPPED: {missing}")
        return SKIPPED
    for finding in findings:
        print(finding)
    print(f"{arguments.check}: {len(findings)} findings in {len(tree.files)} files")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
