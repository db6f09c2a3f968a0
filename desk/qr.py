"""Addresses as QR codes."""

import io

import segno

_DOTS = 10
"""Each square of the code, in pixels: large enough for a phone held at arm's length."""


def qr_png(url: str) -> bytes:
    """As an image."""
    image = io.BytesIO()
    segno.make(url, error="m", micro=False).save(image, kind="png", scale=_DOTS)
    return image.getvalue()
