#!/usr/bin/env python3
"""The lint tests themselves: what stands in fixtures/ is wrong on purpose, and every wrong line must be found, no other.

A line that must be found carries expect(rule)."""

import os
import re
import tempfile
import unittest
from pathlib import Path

from checks import bans, formatting, imports, libraries, readmes, sizes
from checks.sources import Finding, Tree, split
from lint import HERE, load_rules

FIXTURES = HERE / "fixtures"
ROOT = HERE.parent.parent


def rules_without_exceptions():
    rules = load_rules()
    rules["exception"] = []
    return rules


def fixture(name):
    rules = rules_without_exceptions()
    rules["exclude"] = []
    return Tree(FIXTURES / name / "tree", rules)


def marked(tree):
    return sorted((path, number, rule)
                  for path in tree.files
                  for number, line in enumerate(tree.text(path).split("\n"), 1)
                  for rule in re.findall(r"expect\(([\w-]+)\)", line))


def found(findings):
    return sorted({(f.path, f.line, f.rule) for f in findings})


def written(files):
    """A folder that holds these files."""
    folder = tempfile.TemporaryDirectory()
    for name, text in files.items():
        path = Path(folder.name) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


class Imports(unittest.TestCase):
    def test_fixture(self):
        tree = fixture("imports")
        whole = [("core/cellar/Secret.h", 0, "imports"), ("misc", 0, "top-level"), ("misc/Note.h", 0, "imports")]
        self.assertEqual(found(imports.check(tree)), sorted(marked(tree) + whole))

    def test_every_room_and_what_it_may_include(self):
        rules = rules_without_exceptions()
        rules["top_level"].append("cellar")
        for room in rules["room"]:
            mine = room["path"].replace("*", "one") + "/Mine.h"
            allowed = [f"{other}/Other.h" for other in room["may"] if other not in room.get("never", [])]
            forbidden = ["cellar/Other.h"] if room["path"] == "tests" else ["tests/base/Other.h"]
            if not room["path"].startswith(("app", "tests")):
                forbidden.append("app/tool/Other.h")
            forbidden += [f"{other}/Other.h" for other in room.get("never", [])]
            for included, wrong in [(f, True) for f in forbidden] + [(f, False) for f in allowed]:
                with self.subTest(room=room["path"], included=included), \
                        written({mine: f'#include "{included}"\n', included: "\n"}) as folder:
                    findings = [f for f in imports.check(Tree(folder, rules)) if f.path == mine]
                    self.assertEqual(bool(findings), wrong, findings)

    def test_every_library_has_a_wrong_line(self):
        caught = {rule for _, _, rule in marked(fixture("imports"))}
        self.assertEqual({library["name"] for library in load_rules()["library"]} - caught, set())


class Bans(unittest.TestCase):
    def test_fixture(self):
        tree = fixture("bans")
        self.assertEqual(found(bans.check(tree)), marked(tree))

    def test_every_ban_has_a_wrong_line(self):
        tree = fixture("bans")
        for ban in load_rules()["ban"]:
            with self.subTest(rule=ban["rule"], where=ban["in"]):
                tree.rules["ban"] = [ban]
                self.assertNotEqual(list(bans.check(tree)), [])

    def test_exception_excuses_its_files_only(self):
        tree = fixture("bans")
        tree.rules["exception"] = [{"rule": "floating-point", "files": ["core/domain/*.h"], "reason": "a test"}]
        floating = {f.path for f in bans.check(tree) if f.rule == "floating-point"}
        self.assertEqual(floating, {"core/engine/risk/Risk.h"})

    def test_exception_that_nothing_needs_is_found(self):
        tree = fixture("bans")
        tree.rules["exception"] = [{"rule": "sql", "files": ["core/domain/*.h"], "reason": "a test"}]
        self.assertIn(("core/domain/*.h", 0, "exceptions"), found(bans.check(tree)))

    def test_exception_without_reason_is_found(self):
        tree = fixture("bans")
        tree.rules["exception"] = [{"rule": "floating-point", "files": ["core/domain/*.h"]}]
        self.assertIn(("core/domain/*.h", 0, "exceptions"), found(bans.check(tree)))


class Readmes(unittest.TestCase):
    def test_fixture(self):
        wrong = {("core/silent/README.md", 0), ("core/long/README.md", 26), ("core/empty/README.md", 1),
                 ("core/titled/README.md", 1), ("core/engine/risk/README.md", 0), ("widgets/pane/README.md", 0)}
        self.assertEqual({(f.path, f.line) for f in readmes.check(fixture("readmes"))}, wrong)


class Sizes(unittest.TestCase):
    def test_functions_are_found_with_their_lines(self):
        text = (FIXTURES / "sizes" / "Functions.cpp").read_text()
        marks = [(name, number, int(lines))
                 for number, line in enumerate(text.split("\n"), 1)
                 for name, lines in re.findall(r"// lines\((.+), (\d+)\)$", line)]
        marks.append(("boxed", 31, 5))
        self.assertEqual(sorted((f.name, f.first, f.lines) for f in sizes.functions(text)), sorted(marks))

    @staticmethod
    def check(text):
        with written({"core/base/A.cpp": text}) as folder:
            return [f.line for f in sizes.check(Tree(folder, rules_without_exceptions()))]

    @staticmethod
    def function(lines):
        return "void f() {\n" + "    g();\n" * (lines - 2) + "}\n"

    def test_function_of_forty_lines_passes(self):
        self.assertEqual(self.check(self.function(40)), [])

    def test_function_of_forty_one_lines_is_found(self):
        self.assertEqual(self.check("\n" + self.function(41)), [2])

    def test_file_of_four_hundred_lines_passes(self):
        self.assertEqual(self.check("int x;\n" * 400), [])

    def test_file_of_four_hundred_one_lines_is_found(self):
        self.assertEqual(self.check("int x;\n" * 401), [401])

    def test_announced_size_passes(self):
        self.assertEqual(self.check("// Size: one table\n" + self.function(50)), [])

    def test_announcement_without_reason_is_found(self):
        self.assertEqual(self.check("// Size: \n" + self.function(50)), [2])

    def test_announcement_far_down_is_found(self):
        self.assertEqual(self.check("\n" * 20 + "// Size: one table\n" + self.function(50)), [22])

    def test_announcement_of_nothing_is_found(self):
        self.assertEqual(self.check("// Size: one table\n" + self.function(5)), [1])


class Formatting(unittest.TestCase):
    @unittest.skipUnless(formatting.available(), "clang-format-19 is not installed")
    def test_fixture(self):
        findings = list(formatting.check(fixture("formatting"), ROOT / ".clang-format"))
        self.assertEqual({f.path for f in findings}, {"core/base/Bad.cpp"})

    def test_without_the_program(self):
        before = dict(os.environ)
        try:
            os.environ["PATH"] = ""
            os.environ["CI"] = "true"
            self.assertEqual(len(list(formatting.check(fixture("formatting")))), 1)
            os.environ["CI"] = ""
            with self.assertRaises(formatting.Missing):
                list(formatting.check(fixture("formatting")))
        finally:
            os.environ.clear()
            os.environ.update(before)


class Libraries(unittest.TestCase):
    def test_program_with_qt_is_found(self):
        program = os.environ.get("QD_QT_PROGRAM")
        if not program:
            self.skipTest("QD_QT_PROGRAM names no program that links Qt")
        findings = list(libraries.check_program(Path(program), "libQt"))
        self.assertTrue(any("libQt6Core" in f.message for f in findings), findings)

    def test_program_without_qt_passes(self):
        self.assertEqual(list(libraries.check_program(Path("/bin/sh"), "libQt")), [])

    def test_what_is_no_program_is_found(self):
        with written({"quantdesk-tool": "text"}) as folder:
            self.assertEqual(len(list(libraries.check(load_rules(), folder))), 1)

    def test_missing_program_is_found(self):
        with written({}) as folder:
            self.assertEqual([f.message for f in libraries.check(load_rules(), folder)], ["is not built"])


class Splitting(unittest.TestCase):
    def test_code_and_texts(self):
        cases = [
            ("comment", "a // b\nc", "a     \nc", " " * 6 + "\n "),
            ("block comment over lines", "a/*b\nc*/d", "a   \n   d", "    \n    "),
            ("text", 'f("x // y")', 'f("      ")', "   x // y  "),
            ("escaped quotation mark", r'"a\"b" c', '"    " c', r' a\"b   '),
            ("raw text", 'R"(a"b)" c', 'R      " c', ' "(a"b)   '),
            ("character", "'\"' b", "' ' b", "     "),
            ("digit separators", "1'000'000 'b'", "1'000'000 ' '", " " * 13),
        ]
        for name, text, code, texts in cases:
            with self.subTest(name):
                self.assertEqual(split(text), (code, texts))


class Rules(unittest.TestCase):
    def test_the_sources_are_what_is_looked_at(self):
        files = Tree(ROOT, load_rules()).files
        self.assertIn("core/base/Fixed.h", files)
        self.assertFalse([f for f in files if f.startswith(("build/", "tests/lint/fixtures/"))])

    def test_findings_say_where_and_why(self):
        self.assertEqual(str(Finding("a/B.h", 3, "imports", "why")), "a/B.h:3: [imports] why")


if __name__ == "__main__":
    unittest.main()
