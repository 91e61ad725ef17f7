"""Pure: which browser on which system it was, from what a browser calls itself, and roughly from where.

Only so that people recognise their own sign-ins. Nothing is decided by it: a browser may say what it likes.
"""

import re
from ipaddress import ip_address, ip_network

#: Name -> how it betrays itself. The first that fits: each later one is imitated by those before it.
BROWSERS = (
    ("Edge", r"\bEdgA?(iOS)?/"),
    ("Opera", r"\bOPR/|\bOPX/"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\bFirefox/|\bFxiOS/"),
    ("Chrome", r"Chrome/|\bCriOS/|\bChromium/"),
    ("Safari", r"\bSafari/"),
)
SYSTEMS = (
    ("Android", r"\bAndroid\b"),
    ("iPadOS", r"\biPad\b"),
    ("iOS", r"\biPhone\b"),
    ("Windows", r"\bWindows\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("macOS", r"\bMac ?OS X\b|\bMacintosh\b"),
    ("Linux", r"\bLinux\b|\bX11\b"),
)


def browser_of(user_agent: str) -> str:
    """The browser's name; empty when it is none of the known ones."""
    return _first(BROWSERS, user_agent)


def system_of(user_agent: str) -> str:
    """The system's name; empty when it is none of the known ones."""
    return _first(SYSTEMS, user_agent)


def network_of(address: str) -> str:
    """The network that an address belongs to: `203.0.113.0/24`, `2001:db8:7::/48`. Empty for what is no address."""
    try:
        version = ip_address(address).version
        return str(ip_network(f"{address}/{24 if version == 4 else 48}", strict=False))
    except ValueError:
        return ""


def _first(table: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for name, pattern in table if re.search(pattern, text[:400])), "")
