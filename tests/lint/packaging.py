#!/usr/bin/env python3
"""What packaging/common.sh asks CMake for; a stand-in takes CMake's place and writes down its words."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def asked(preset, pch):
    """The words of the call that configures."""
    with tempfile.TemporaryDirectory() as folder:
        words = Path(folder, "words")
        stand_in = Path(folder, "cmake")
        stand_in.write_text('#!/bin/bash\nprintf "%s\\n" "$*" >> "$QD_WORDS"\n', encoding="utf-8")
        stand_in.chmod(0o755)
        environment = {name: value for name, value in os.environ.items() if name != "QD_PCH"}
        environment |= {"PATH": f"{folder}:{os.environ['PATH']}", "QD_WORDS": str(words)}
        if pch is not None:
            environment["QD_PCH"] = pch
        subprocess.run(["bash", "-c", f"source packaging/common.sh; configure_and_build {preset} one"],
                       cwd=ROOT, env=environment, check=True)
        configure, build = words.read_text(encoding="utf-8").splitlines()
        assert build.startswith(f"--build --preset {preset} "), build
        return configure.split()


class Packaging(unittest.TestCase):
    def test_a_release_build_says_whether_headers_are_precompiled(self):
        self.assertIn("-DQD_PCH=OFF", asked("release", None))
        self.assertIn("-DQD_PCH=OFF", asked("release", ""))
        self.assertIn("-DQD_PCH=ON", asked("release", "ON"))

    def test_other_presets_choose_for_themselves(self):
        for preset in ("debug", "asan", "tsan"):
            for pch in (None, "ON", "OFF"):
                with self.subTest(preset=preset, pch=pch):
                    self.assertFalse([word for word in asked(preset, pch) if word.startswith("-DQD_PCH")])


if __name__ == "__main__":
    unittest.main()
