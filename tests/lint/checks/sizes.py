"""Lines of files and of functions. Functions are found by their braces, which is good enough for code that
clang-format has laid out."""

import re
from dataclasses import dataclass

from .sources import Finding, split

# What may stand before a function without a semicolon.
LEADING = re.compile(r"(\s*(Q_OBJECT\b|Q_\w+\s*\([^()]*\)|(public|private|protected|signals)\s*(slots)?\s*:(?!:)))+")
ANNOUNCED = re.compile(r"^// Size: \S")


@dataclass(frozen=True)
class Function:
    name: str
    first: int  # line on which it begins
    lines: int


def head_kind(head):
    """What the brace behind `head` opens, at a place where functions may stand."""
    flat = re.sub(r"\b(alignas|alignof|decltype|noexcept|explicit|__attribute__)\s*\([^()]*\)", " ", head)
    flat = without_template(flat)
    if re.search(r"\bnamespace\b[^()]*$", flat) or re.match(r'\s*extern\s*"[^"]*"\s*$', flat):
        return "scope"
    if re.match(r"\s*(\[\[.*?\]\]\s*)*(typedef\s+|static\s+|constexpr\s+|inline\s+|const\s+)*(class|struct|union|enum)\b[^()]*$", flat):
        return "scope"
    if "(" not in flat or re.search(r"(?<![=!<>])=(?!=)[^()]*$", outside_parentheses(flat)):
        return "value"
    return "function"


def without_leading(head):
    before = LEADING.match(head)
    return head[before.end():] if before else head


def without_template(head):
    """Leaves out the parameter lists of templates, and requires clauses do no harm."""
    while (found := re.search(r"\btemplate\s*<", head)) is not None:
        depth, at = 1, found.end()
        while at < len(head) and depth > 0:
            depth += {"<": 1, ">": -1}.get(head[at], 0)
            at += 1
        head = head[:found.start()] + " " + head[at:]
    return head


def outside_parentheses(head):
    head = re.sub(r"\boperator\s*(\(\)|[^\s(]+)", "operator_", head)
    while (shorter := re.sub(r"\([^()]*\)", " ", head)) != head:
        head = shorter
    return head


def name_of(head):
    flat = without_template(head)
    found = re.search(r"((?:\w+::)*operator\s*(?:\(\)|[^\s(]+))\s*\(", flat) or re.search(r"([\w:~]+)\s*\(", flat)
    return found[1] if found else "?"


def without_directives(code):
    """Preprocessor lines hold no braces that count."""
    return re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda m: re.sub(r"[^\n]", " ", m[0]), code, flags=re.MULTILINE)


def functions(text):
    """Outermost functions of a C++ text, lambdas counted with the function they stand in."""
    code = without_directives(split(text)[0])
    found, stack, begin, parentheses = [], [], 0, 0
    for match in re.finditer(r"[{}();]", code):
        at, mark = match.start(), match.group()
        inside = next((entry for entry in stack if entry[0] == "function"), None)
        if mark == "(":
            parentheses += 1
        elif mark == ")":
            parentheses -= 1
        elif mark == "{":
            kind = "block" if inside or parentheses > 0 else head_kind(without_leading(code[begin:at]))
            stack.append((kind, begin, at))
            if kind == "scope":
                begin = match.end()
        elif mark == "}" and stack:
            kind, start, opened = stack.pop()
            if kind == "function" and re.match(r"\s*[,{]", code[match.end():]):
                continue  # a member's initialiser before the body
            if kind == "function":
                head = without_leading(code[start:opened])
                lead = opened - start - len(head.lstrip())
                first = code.count("\n", 0, start + lead) + 1
                found.append(Function(name_of(head), first, code.count("\n", 0, at) + 2 - first))
            if kind in ("function", "scope"):
                begin = match.end()
        elif mark == ";" and not inside and parentheses == 0:
            begin = match.end()
    return found


def check(tree, report=None):
    rules = tree.rules["sizes"]
    for path in tree.cpp:
        text = tree.text(path)
        count = text.count("\n")
        over = []
        if count > rules["file_lines"]:
            over.append(Finding(path, count, "sizes", f"{count} lines, more than {rules['file_lines']}"))
        for function in functions(text):
            if function.lines > rules["function_lines"]:
                over.append(Finding(path, function.first, "sizes",
                                    f"{function.name} takes {function.lines} lines, more than {rules['function_lines']}"))
        announced = any(ANNOUNCED.match(line) for line in text.split("\n")[:rules["announced_within"]])
        if report is not None:
            report.extend((finding, announced) for finding in over)
        if over and not announced:
            yield from over
        if announced and not over:
            yield Finding(path, 1, "sizes", "announces a size that it does not have")
