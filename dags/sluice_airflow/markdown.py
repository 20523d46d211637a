"""Text that somebody else wrote, on a page in Markdown."""

_MARKS = "\\`*_{}[]<>#|!~"


def plain(text: str) -> str:
    """The text in one line, so that nothing in it changes the page's layout."""
    marked = "".join(f"\\{letter}" if letter in _MARKS else letter for letter in text)
    return " ".join(marked.split())
