"""What may happen to curricula: loaded from their files, written as drafts, published."""

from trainingapp.curricula.actions.loading import FOLDER, Loaded, load

__all__ = ["FOLDER", "Loaded", "load"]
