"""Text on PDF pages: any script our people's names are written in, measured, fitted and drawn as vectors.

From the ground up: bidi (which way it runs), fonts (which file covers which character), shaping (which glyph stands
where), fitting (which size, which lines), embedding and drawing (into a ReportLab canvas).

Text here is drawn, never interpreted: there is no markup, so a name can never be one.
"""
