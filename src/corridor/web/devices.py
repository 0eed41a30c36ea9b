"""What kind of device asks, in the same two words wherever it is named."""

from typing import Final

_SYSTEMS: Final = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iOS",
    "iPad": "iOS",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}
_BROWSERS: Final = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "YaBrowser/": "Yandex",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
"""In the order in which they are looked for: most of them also say that they are another."""


def device_words(user_agent: str) -> str:
    """Browser and system in two words; what cannot be told is left out."""
    browser = next((name for mark, name in _BROWSERS.items() if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS.items() if mark in user_agent), "")
    return ", ".join(word for word in (browser, system) if word)
