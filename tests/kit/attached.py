"""Small real files of the three kinds that may be attached."""

import io

from reportlab.pdfgen.canvas import Canvas

_pdf = io.BytesIO()
_canvas = Canvas(_pdf, invariant=1)
_canvas.drawString(72, 720, "Attendance")
_canvas.save()
PDF = _pdf.getvalue()
#: One white point.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63f8ffffff7f0009fb03fd05434527"
    "0000000049454e44ae426082"
)
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb004300") + b"\x08" * 64 + b"\xff\xd9"
