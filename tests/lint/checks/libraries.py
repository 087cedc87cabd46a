"""What the programs without a GUI are linked with."""

import subprocess
from pathlib import Path

from .sources import Finding


def linked(program):
    """Names of the shared libraries, the indirect ones too; None when the file is no dynamic program."""
    result = subprocess.run(["ldd", program], capture_output=True, text=True, check=False)
    if result.returncode != 0:
        return None
    return [line.split()[0] for line in result.stdout.splitlines() if line.strip()]


def check_program(program, prefix):
    names = linked(program)
    if names is None:
        yield Finding(str(program), 0, "libraries", "ldd cannot read it")
        return
    for name in names:
        if name.startswith(prefix):
            yield Finding(str(program), 0, "libraries", f"links {name}")


def check(rules, folder):
    settings = rules["libraries"]
    for name in settings["programs"]:
        program = Path(folder) / name
        if program.exists():
            yield from check_program(program, settings["must_not_link"])
        elif name in settings["required"]:
            yield Finding(str(program), 0, "libraries", "is not built")
