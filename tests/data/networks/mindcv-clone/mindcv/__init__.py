"""A clone of a package of MindCV's form, whose models are small enough for a test."""

from mindcv import data
from mindcv.models import create_model

__all__ = ["create_model", "data"]
