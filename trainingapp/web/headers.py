"""What every response carries, errors included (trust rule 17)."""

from flask import Flask, Response, g, request

#: No inline style or script, nothing from elsewhere, no frame around us. `data:` images are Tabler's own small marks.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # Flask-WTF compares the referrer of unsafe requests over https, so it may not be withheld from ourselves.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}

#: Two years, in seconds.
STRICT_TRANSPORT = "max-age=63072000; includeSubDomains"


def add_headers(response: Response) -> Response:
    """The headers of every response. What a view has set itself stands, but for the content policy."""
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)
    if request.endpoint == "static":
        return response
    # A page that was made for somebody, or that anybody signed in may reload, is not kept by a browser that the next
    # person in the training office opens. Public pages set their own Cache-Control when they may be kept.
    if "Cache-Control" not in response.headers or g.get("no_store", False):
        response.headers["Cache-Control"] = "no-store"
    response.vary.add("HX-Request")
    response.vary.add("Cookie")
    return response


def init_app(app: Flask) -> None:
    """Add the headers after every request."""
    app.after_request(add_headers)
