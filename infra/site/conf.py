"""How Sphinx makes the site: the pages of docs/ and those that they lead to, as they are in git."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "Sluice"
html_title = "Sluice"

extensions = ["myst_parser", "contents", "files", "search"]

# The source is the whole checkout, so that links mean what they mean in git.
root_doc = "docs/README"
include_patterns = [
    "docs/**",
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "infra/launch/settings.md",
]
exclude_patterns = [".*", "build", "data", "jobs", "sql"]

# Each heading has the anchor that it has on GitHub.
myst_heading_anchors = 6
# A block without a language is output, not Python.
highlight_language = "none"
# Blocks of SQL and YAML may leave something out: …
suppress_warnings = ["misc.highlighting_failure"]

html_theme = "furo"
html_static_path = ["static"]
html_css_files = ["sluice.css"]
templates_path = ["templates"]
html_additional_pages = {"index": "start.html", "search": "search.html"}
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b6376", "color-brand-content": "#0b6376"},
    "dark_css_variables": {"color-brand-primary": "#5cc4d9", "color-brand-content": "#5cc4d9"},
}
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_use_index = False
