"""Every room has a short README."""

from .sources import Finding, matches


def folders(tree):
    """All folders that hold a tracked file, themselves or deeper."""
    names = set()
    for path in tree.files:
        parts = path.split("/")[:-1]
        names.update("/".join(parts[:i + 1]) for i in range(len(parts)))
    return sorted(names)


def check(tree):
    rules = tree.rules["readmes"]
    tracked = set(tree.files)
    for folder in folders(tree):
        if not any(matches(folder, room) for room in rules["rooms"]):
            continue
        readme = f"{folder}/README.md"
        if readme not in tracked:
            if not holds_files(tracked, folder):
                continue  # only a step on the way to rooms below
            yield Finding(readme, 0, "readmes", "is missing: what the room is for, what it may include, threads, how to add one more")
            continue
        lines = tree.text(readme).rstrip("\n").split("\n")
        if len(lines) > rules["lines"]:
            yield Finding(readme, len(lines), "readmes", f"is longer than {rules['lines']} lines")
        if not lines[0].startswith("# ") or not any(line.strip() for line in lines[1:]):
            yield Finding(readme, 1, "readmes", "has no title or says nothing")


def holds_files(tracked, folder):
    return any(path.rsplit("/", 1)[0] == folder for path in tracked)
