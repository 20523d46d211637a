"""Makes the site's contents from the READMEs below docs/: their links, under their headings.

So there is one list of pages, and people read it on GitHub too. Of a page that no README names
Sphinx warns, which ends the build.
"""

import posixpath
import re

from sphinx.application import Sphinx

README = re.compile(r"docs/(.+/)?README")
HEADING_OR_LINK = re.compile(r"^## (?P<heading>.+)$|\]\((?P<link>[^)#:]+)\.md\)", re.MULTILINE)


def add_contents(app: Sphinx, page: str, source: list[str]) -> None:
    """Appends to a README what Sphinx makes its sidebar from."""
    if README.fullmatch(page):
        for heading, linked in sections(page, source[0]):
            there = [each for each in linked if each in app.env.found_docs]
            source[0] += toctree(heading, there) if there else ""


def sections(page: str, text: str) -> list[tuple[str, list[str]]]:
    """The headings of a README, each with the pages that it is the first to link."""
    found: list[tuple[str, list[str]]] = [("", [])]
    seen = set()
    for match in HEADING_OR_LINK.finditer(text):
        if match["heading"]:
            found.append((match["heading"], []))
            continue
        linked = posixpath.normpath(posixpath.join(posixpath.dirname(page), match["link"]))
        if linked not in seen:
            seen.add(linked)
            found[-1][1].append(linked)
    return found


def toctree(heading: str, pages: list[str]) -> str:
    entries = "\n".join(f"/{page}" for page in pages)
    caption = f":caption: {heading}\n" if heading else ""
    return f"\n```{{toctree}}\n:hidden:\n{caption}\n{entries}\n```\n"


def setup(app: Sphinx) -> None:
    app.connect("source-read", add_contents)
