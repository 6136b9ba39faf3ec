"""Markdown as a page has it and as a slide has it. Markup that is no Markdown stays as it is."""

from markdown_it import MarkdownIt
from markdown_it.token import Token

READER = MarkdownIt("commonmark", {"html": False})


def html(text: str) -> str:
    """As HTML; whatever looks like a tag is escaped."""
    return READER.render(text)


def plain(text: str) -> str:
    """As a line a paragraph, without marks."""
    return "\n".join(line(each) for each in READER.parse(text) if each.type == "inline")


def line(token: Token) -> str:
    """The words of a paragraph; a break of the source is a space."""
    return "".join(
        " " if each.type == "softbreak" else each.content for each in token.children or ()
    )
