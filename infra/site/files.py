"""Shows files and folders of the checkout that pages link to, such as ../sql/events.

A link leads to what git has, or would have: to a folder's README where there is one, else to a page
with a list of its files, and to a page with the text of each file. Any other link is warned of.
"""

import html
import posixpath
import subprocess
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from pygments.lexers import get_lexer_for_filename, guess_lexer
from pygments.util import ClassNotFound
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.logging import getLogger

LOGGER = getLogger(__name__)

Page = tuple[str, dict[str, str], str]


class Files:
    """The files of a checkout, and what of them pages link to."""

    def __init__(self, checkout: Path) -> None:
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=True)
        self.checkout = checkout
        self.paths = sorted({path for path in listed.stdout.split("\0") if path})
        self.linked: set[str] = set()

    def link(self, path: str) -> str | None:
        """The page that shows this file or folder; None where there is none."""
        if path not in self.paths and not self.below(path):
            return None
        self.linked.add(path)
        return self.page(path)

    def page(self, path: str) -> str:
        return path if path in self.paths else f"{path}/index"

    def below(self, folder: str) -> list[str]:
        return [path for path in self.paths if path.startswith(f"{folder}/")]

    def pages(self, app: Sphinx) -> Iterator[Page]:
        """Sphinx's pages of what is linked, and of all files of linked folders."""
        shown = set(self.linked)
        for path in sorted(self.linked):
            below = self.below(path)
            shown.update(below)
            if below:
                yield self.made(path, self.list_of(app, path, below))
        for path in sorted(shown.intersection(self.paths)):
            yield self.made(path, self.text_of(app, path))

    def made(self, path: str, body: str) -> Page:
        title = html.escape(path)
        heading = f"<h1><code>{title}</code></h1>"
        return self.page(path), {"title": title, "body": heading + body}, "page.html"

    def list_of(self, app: Sphinx, folder: str, paths: list[str]) -> str:
        items = "".join(
            f'<li><a href="{app.builder.get_relative_uri(self.page(folder), path)}">'
            f"<code>{html.escape(path.removeprefix(folder + '/'))}</code></a></li>"
            for path in paths
        )
        return f"<ul>{items}</ul>"

    def text_of(self, app: Sphinx, path: str) -> str:
        text = (self.checkout / path).read_text(encoding="utf-8", errors="replace")
        return app.builder.highlighter.highlight_block(text, language(path, text), linenos="inline")


def language(path: str, text: str) -> str:
    try:
        return get_lexer_for_filename(path, text).aliases[0]
    except ClassNotFound:
        return guess_lexer(text).aliases[0] if text.startswith("#!") else "none"


class LinksToFiles(SphinxTransform):
    """Lets links to files that are no pages of Markdown lead to those that show them."""

    default_priority = 500  # before Sphinx takes them for downloads

    def apply(self, **_: object) -> None:
        files: Files = self.app.files
        links = (*self.document.findall(addnodes.download_reference), *self.unresolved())
        for node in links:
            folder = posixpath.dirname(self.env.docname)
            target = posixpath.normpath(posixpath.join(folder, node["reftarget"]))
            if f"{target}/README" in self.env.found_docs:
                node["refdomain"], node["reftarget"] = "doc", f"{target}/README"
                node["reftargetid"] = None
            elif page := files.link(target):
                link = nodes.reference("", "", *node.children, internal=True)
                link["refuri"] = self.app.builder.get_relative_uri(self.env.docname, page)
                node.replace_self(link)
            elif isinstance(node, addnodes.download_reference):
                LOGGER.warning("a link leads to %s, which git doesn't have", target, location=node)

    def unresolved(self) -> list[addnodes.pending_xref]:
        found = self.document.findall(addnodes.pending_xref)
        return [node for node in found if node["reftype"] == "myst" and not node["refdomain"]]


def setup(app: Sphinx) -> None:
    app.files = Files(Path(app.srcdir))
    app.add_transform(LinksToFiles)
    app.connect("html-collect-pages", app.files.pages)
