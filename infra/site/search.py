"""Makes the index that search.js looks into: the text of each section of each page.

Sphinx's own search finds whole pages, of which some have a thousand lines, and reads pages again to
cite them, which no browser allows without a server. So it is turned off.
"""

import json
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

# What of a page is no text of its section.
ELSEWHERE = (nodes.section, nodes.title, nodes.comment)


def turn_off_sphinx_search(app: Sphinx) -> None:
    app.builder.search = False


def write_index(app: Sphinx, exception: Exception | None) -> None:
    if exception is None:
        sections = [entry for page in sorted(app.env.found_docs) for entry in entries(app, page)]
        text = f"const SECTIONS = {json.dumps(sections, ensure_ascii=False)};\n"
        (Path(app.outdir) / "sections.js").write_text(text, encoding="utf-8")


def entries(app: Sphinx, page: str) -> list[dict[str, str]]:
    """Where each section stands, the titles of its page and itself, and its text."""
    url = app.builder.get_target_uri(page)
    title = app.env.titles[page].astext()
    return [
        {
            "url": f"{url}#{section['ids'][-1]}",
            "page": title,
            "title": section[0].astext(),
            "text": " ".join(own_text(section).split()),
        }
        for section in app.env.get_doctree(page).findall(nodes.section)
    ]


def own_text(node: nodes.Node) -> str:
    """Its text, with a blank between paragraphs, cells and blocks."""
    if isinstance(node, nodes.TextElement | nodes.Text):
        return node.astext()
    return " ".join(own_text(part) for part in node.children if not isinstance(part, ELSEWHERE))


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", turn_off_sphinx_search)
    app.connect("build-finished", write_index)
