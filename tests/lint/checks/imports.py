"""Who may include whom, and which library stands where."""

import fnmatch
import re

from .sources import Finding, line_of, matches, split, within

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"\n]*)"|<([^>\n]*)>)', re.MULTILINE)


def room_of(path, rules):
    folder = path.rsplit("/", 1)[0]
    for room in rules["room"]:
        if within(folder, room["path"]):
            return room
    return None


def own_folder(path, room):
    """The folder of the room that holds `path`: "widgets/chart" where the room says "widgets/*"."""
    return "/".join(path.split("/")[:room["path"].count("/") + 1])


def allowed(path, included, room):
    folder = included.rsplit("/", 1)[0]
    if within(folder, own_folder(path, room)):
        return True
    if any(within(folder, other) for other in room.get("never", [])):
        return False
    return any(within(folder, other) for other in room["may"])


def own_include(tree, path, room, included, line):
    if included.endswith(".moc") and "/" not in included:
        return
    if "/" not in included or included.startswith((".", "/")) or not (tree.root / included).is_file():
        yield Finding(path, line, "imports", f'"{included}" is no file, named from the root of the sources')
    elif not allowed(path, included, room) and not tree.excused("imports", path):
        yield Finding(path, line, "imports", f"{own_folder(path, room)} may not include {included}")


def library_include(tree, path, included, line):
    if (tree.root / included).is_file():
        yield Finding(path, line, "imports", f"<{included}> is ours: include it with quotation marks")
    for library in tree.rules["library"]:
        if not any(fnmatch.fnmatchcase(included, header) for header in library["headers"]):
            continue
        if any(matches(path, folder) for folder in library["only"]) or tree.excused(library["name"], path):
            continue
        yield Finding(path, line, library["name"], f"{library['name']} (<{included}>) belongs to {', '.join(library['only'])}")


def check(tree):
    for top in sorted({f.split("/")[0] for f in tree.files}):
        if top not in tree.rules["top_level"]:
            yield Finding(top, 0, "top-level", "the top level is fixed")
    for path in tree.cpp:
        if "/" not in path or not path.endswith((".h", ".cpp", ".in")):
            continue
        room = room_of(path, tree.rules)
        if room is None:
            yield Finding(path, 0, "imports", "stands in a room that the rules do not know")
            continue
        code = split(tree.text(path))[0]
        for found in INCLUDE.finditer(code):
            line = line_of(code, found.start())
            if found[1] is not None:
                yield from own_include(tree, path, room, found[1], line)
            else:
                yield from library_include(tree, path, found[2], line)
    yield from tree.needless_exceptions({"imports"} | {library["name"] for library in tree.rules["library"]})
