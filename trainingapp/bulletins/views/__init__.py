"""Pages of bulletins and of needs: read, choose, look, publish; say what is needed, who may be named, who is new."""

from trainingapp.bulletins.views import contributors, needs, published, publishing
from trainingapp.bulletins.views.parts import bp

__all__ = ["bp", "contributors", "needs", "published", "publishing"]
