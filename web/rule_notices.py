"""What a person is told who stored something in spite of a warning."""

from web.pages import Page
from web.rule_watch import RuleWatch
from web.rule_words import RuleWords


def warned(page: Page, text: str, watch: RuleWatch) -> str:
    """Return a notice with the warnings of the rules behind it."""
    told = RuleWords(page.language).breaches(watch.warned)
    if not told:
        return text
    return " ".join([text, page.gettext("A rule warns:"), told])
