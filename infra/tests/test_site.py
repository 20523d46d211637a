"""The site of docs/, as a browser finds it on a disk: no server, no network."""

import re
import shutil
import subprocess
import tempfile
import unittest
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

CHECKOUT = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")


class Page(HTMLParser):
    """What a page has: its anchors, its links, and what it loads."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        self.anchors.update(has[name] for name in ("id", "name") if name in has)
        if tag == "a" and "href" in has:
            self.links.append(has["href"])
        elif tag == "link" and has.get("rel") not in ("index", "search", "next", "prev"):
            self.loads.append(has["href"])
        elif has.get("http-equiv") == "refresh":
            self.links.append(has["content"].partition("url=")[2])
        self.loads.extend(has[name] for name in ("src", "srcset", "poster", "data") if name in has)

    def leads_to(self, link: str) -> tuple[Path, str] | None:
        """File and anchor of a link within the site; None where it leads into the net."""
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            return None
        path = unquote(parts.path)
        return (self.file.parent / path).resolve() if path else self.file, unquote(parts.fragment)


class SiteTest(unittest.TestCase):
    site: Path
    pages: dict[Path, Page]

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.site = Path(folder.name).resolve() / "the site"
        made = make_site(CHECKOUT, cls.site)
        if (made.returncode, made.stdout) != (0, f"made {cls.site}/index.html\n"):
            raise AssertionError(f"run 'make docs' first: {made.stdout}{made.stderr}")
        cls.pages = {file: Page(file) for file in cls.site.rglob("*.html")}

    def test_every_link_leads_to_a_page_and_an_anchor_of_it(self) -> None:
        count = 0
        for page in self.pages.values():
            for file, anchor in filter(None, map(page.leads_to, page.links)):
                self.assertTrue(file.is_file(), (page.file, file))
                if anchor:
                    self.assertIn(anchor, self.pages[file].anchors, (page.file, file))
                count += 1
        self.assertGreater(count, 1000)

    def test_it_loads_nothing_from_the_net(self) -> None:
        for page in self.pages.values():
            for load in page.loads:
                led = page.leads_to(load)
                self.assertTrue(led and led[0].is_file(), f"{page.file}: {load}")
        self.assertTrue(self.pages[self.site / "search.html"].loads)
        styles = list(self.site.rglob("*.css"))
        self.assertGreater(len(styles), 2)
        for style in styles:
            for loaded in re.findall(r"@import|url\(.{0,20}", style.read_text()):
                self.assertRegex(loaded, r"^url\([\"']?(data:|#)", style.name)

    def test_every_page_is_found_from_the_start(self) -> None:
        found, next_ones = set(), [self.site / "index.html"]
        while next_ones:
            page = self.pages[next_ones.pop()]
            found.add(page.file)
            links = {led[0] for led in map(page.leads_to, page.links) if led}
            next_ones.extend((links & self.pages.keys()) - found - set(next_ones))
        written = [CHECKOUT / "README.md", *(CHECKOUT / "docs").rglob("*.md")]
        shown = {self.site / file.relative_to(CHECKOUT).with_suffix(".html") for file in written}
        self.assertEqual(set(), shown - found)
        # What somebody links to in the checkout is shown, too.
        self.assertIn(self.site / "sql" / "events" / "rules.sql.html", found)

    def test_headings_have_the_anchors_of_github(self) -> None:
        pipelines = self.pages[self.site / "docs" / "pipelines.html"]
        self.assertLessEqual(
            {"pipelineyaml", "rulessql-and-transformationssql", "an-example-that-works"},
            pipelines.anchors,
        )

    def test_a_browser_begins_at_the_contents(self) -> None:
        self.assertTrue('id="sluices-documentation"' in self.browsed("index.html"))

    def test_a_browser_finds_sections_by_their_words(self) -> None:
        found = self.browsed("search.html?q=ambiguous+times")
        for part in (
            " sections with “ambiguous times”",
            '<a href="docs/pipelines.html#pipelineyaml">pipeline.yaml</a>',
            "<mark>ambiguous</mark>",
        ):
            self.assertTrue(part in found, part)
        nothing = self.browsed("search.html?q=%3Cb%3Enowhere(")
        self.assertTrue("0 sections with “&lt;b&gt;nowhere(”" in nothing)

    def browsed(self, page: str) -> str:
        """The page as a browser has it after its scripts, which must not complain."""
        if not CHROMIUM.exists():
            self.skipTest(f"there is no {CHROMIUM}")
        with tempfile.TemporaryDirectory() as profile:
            options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
            options += [f"--user-data-dir={profile}", "--enable-logging=stderr", "--dump-dom"]
            options += ["--virtual-time-budget=3000", "--host-resolver-rules=MAP * ~NOTFOUND"]
            done = subprocess.run(
                [CHROMIUM, *options, f"{self.site.as_uri()}/{page}"],
                capture_output=True,
                text=True,
                check=True,
            )
        self.assertNotIn("CONSOLE", done.stderr)
        return done.stdout


class MistakesTest(unittest.TestCase):
    def test_a_link_that_leads_nowhere_ends_it(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            checkout = Path(folder) / "checkout"
            for part in ("infra/site", "infra/make-site"):
                (checkout / part).parent.mkdir(parents=True, exist_ok=True)
                copy = shutil.copytree if (CHECKOUT / part).is_dir() else shutil.copy
                copy(CHECKOUT / part, checkout / part)
            (checkout / ".venv").symlink_to(CHECKOUT / ".venv")
            (checkout / ".gitignore").write_text("secret\n")
            (checkout / "secret").write_text("ignored by git\n")
            (checkout / "docs").mkdir()
            (checkout / "docs" / "README.md").write_text(
                "# Start\n\n[a](page.md) [b](page.md#there) [c](page.md#nowhere) [d](#nowhere)\n"
                "[e](gone.md) [f](../secret) [g](../infra/site) ![h](gone.png)\n"
            )
            (checkout / "docs" / "page.md").write_text("# Page\n\n## There\n")
            (checkout / "docs" / "unnamed.md").write_text("# Named by no README\n")
            subprocess.run(["git", "init", "--quiet", checkout], check=True)
            made = make_site(checkout, checkout / "site")
        self.assertEqual((1, ""), (made.returncode, made.stdout))
        *warnings, last = made.stderr.splitlines()
        self.assertEqual("Cannot make the site, see above", last)
        said = [
            "unnamed.md: WARNING: document isn't included in any toctree",
            "README.md:3: WARNING: local id not found in doc 'docs/page': 'nowhere'",
            "README.md:3: WARNING: 'myst' cross-reference target not found: 'nowhere'",
            "README.md:3: WARNING: 'myst' cross-reference target not found: 'gone.md'",
            "README.md:3: WARNING: a link leads to secret, which git doesn't have",
            "README.md:3: WARNING: image file not readable: docs/gone.png",
        ]
        for warning in said:
            self.assertTrue(any(warning in line for line in warnings), (warning, made.stderr))
        self.assertEqual(len(said), len(warnings), made.stderr)


def make_site(checkout: Path, site: Path) -> subprocess.CompletedProcess[str]:
    command = [checkout / "infra" / "make-site", site]
    return subprocess.run(command, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    unittest.main()
