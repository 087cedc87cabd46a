"""Files of the project, and C++ text with its comments and literals taken out."""

import fnmatch
import re
import subprocess
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

CPP = (".h", ".cpp", ".in")


@dataclass(frozen=True, order=True)
class Finding:
    path: str
    line: int  # 0: the file as a whole
    rule: str
    message: str = ""

    def __str__(self):
        return f"{self.path}:{self.line}: [{self.rule}] {self.message}"


def matches(path, pattern):
    """Does `path` fit? "a/b/" is everything below the folder; "*" stands for one name or a part of it."""
    if pattern.endswith("/"):
        depth = pattern.count("/")
        return path.count("/") >= depth and matches("/".join(path.split("/")[:depth]), pattern[:-1])
    names, wanted = path.split("/"), pattern.split("/")
    return len(names) == len(wanted) and all(map(fnmatch.fnmatchcase, names, wanted))


def within(path, room):
    """Is `path` the folder `room` or below it?"""
    return matches(path, room) or matches(path, room + "/")


class Tree:
    """The tracked files below a root, without those the rules exclude."""

    def __init__(self, root, rules):
        self.root = Path(root)
        self.rules = rules
        self.used = set()  # exceptions that were needed: (rule, pattern)

    @cached_property
    def files(self):
        excluded = self.rules.get("exclude", [])
        return [f for f in sorted(self._all()) if not any(matches(f, e) for e in excluded)]

    def _all(self):
        git = subprocess.run(["git", "-C", self.root, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "."],
                             capture_output=True, check=False)
        if git.returncode == 0 and git.stdout:
            names = git.stdout.decode().split("\0")
        else:  # an unpacked archive
            names = [str(p.relative_to(self.root)) for p in self.root.rglob("*")]
            names = [n for n in names if not n.startswith(("build/", ".git/"))]
        return [n for n in names if n and (self.root / n).is_file()]

    @cached_property
    def cpp(self):
        return [f for f in self.files if f.endswith(CPP)]

    def text(self, path):
        """Empty for a file that is not text."""
        data = (self.root / path).read_bytes()
        if b"\0" in data:
            return ""
        return data.decode("utf-8", errors="replace")

    def excused(self, rule, path):
        """Is there an exception with a reason? It is noted as needed."""
        for exception in self.rules.get("exception", []):
            if exception["rule"] != rule:
                continue
            for pattern in exception["files"]:
                if matches(path, pattern):
                    self.used.add((rule, pattern))
                    return True
        return False

    def needless_exceptions(self, rules_asked):
        """Exceptions to these rules that nothing needed, or without a reason."""
        for exception in self.rules.get("exception", []):
            if exception["rule"] not in rules_asked:
                continue
            for pattern in exception["files"]:
                if (exception["rule"], pattern) not in self.used:
                    yield Finding(pattern, 0, "exceptions", f"nothing needs the exception to {exception['rule']}")
            if not exception.get("reason", "").strip():
                yield Finding(exception["files"][0], 0, "exceptions", f"the exception to {exception['rule']} has no reason")


TOKEN = re.compile(
    r"""(?P<comment>//(?:\\\n|[^\n])*|/\*.*?\*/)
      |(?P<raw>\b(?:u8|[uUL])?R"(?P<mark>[^\s()\\]{0,16})\(.*?\)(?P=mark)")
      |(?P<include>^[ \t]*\#[ \t]*include[ \t]*(?:"[^"\n]*"|<[^>\n]*>))
      |(?P<number>(?<![\w.])\.?\d(?:'?[\w.]|[eEpP][+-])*)
      |(?P<text>"(?:\\.|[^"\\\n])*")
      |(?P<char>'(?:\\.|[^'\\\n])*')""",
    re.VERBOSE | re.DOTALL | re.MULTILINE)


def blank(text):
    return re.sub(r"[^\n]", " ", text)


@lru_cache(maxsize=None)
def split(text):
    """(code, texts): the same length as `text`; code without comments and the insides of literals, and only those
    insides of strings."""
    code, texts, at = [], [], 0
    for found in TOKEN.finditer(text):
        between = text[at:found.start()]
        token = found.group()
        code.append(between)
        texts.append(blank(between))
        at = found.end()
        if found["include"] or found["number"]:
            code.append(token)
            texts.append(blank(token))
        elif found["comment"]:
            code.append(blank(token))
            texts.append(blank(token))
        else:
            code.append(token[0] + blank(token[1:-1]) + token[-1] if len(token) > 1 else token)
            texts.append(blank(token) if found["char"] else " " + token[1:-1] + " ")
    code.append(text[at:])
    texts.append(blank(text[at:]))
    return "".join(code), "".join(texts)


def line_of(text, at):
    return text.count("\n", 0, at) + 1
