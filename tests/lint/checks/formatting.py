"""clang-format has nothing to change."""

import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

from .sources import Finding

PROGRAM = "clang-format-19"
MESSAGE = re.compile(r"^(.+?):(\d+):\d+: error: code should be clang-formatted")
BATCH = 24


class Missing(Exception):
    """The program is not there, and this is no build of the continuous integration: skip."""


def available():
    return shutil.which(PROGRAM)


def check(tree, style=None):
    program = available()
    style = style or tree.root / ".clang-format"
    if program is None:
        if os.environ.get("CI") == "true":
            yield Finding(PROGRAM, 0, "formatting", "is not installed")
            return
        raise Missing(f"{PROGRAM} is not installed: packaging/setup --for check brings it")
    files = [f for f in tree.files if f.endswith((".h", ".cpp"))]
    batches = [files[i:i + BATCH] for i in range(0, len(files), BATCH)]

    def run(batch):
        return subprocess.run([program, f"--style=file:{style}", "--dry-run", "-Werror", *batch],
                              cwd=tree.root, capture_output=True, text=True, check=False)

    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for batch, result in zip(batches, pool.map(run, batches)):
            found = [MESSAGE.match(line) for line in result.stderr.split("\n")]
            found = [m for m in found if m]
            for m in found:
                yield Finding(m[1], int(m[2]), "formatting", "clang-format-19 would lay this out otherwise")
            if result.returncode != 0 and not found:
                yield Finding(batch[0], 0, "formatting", result.stderr.strip() or f"{PROGRAM} failed")
