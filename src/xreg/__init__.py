"""xreg: a metadata-correcting model-card registry and publisher for MindSpore Hub."""

__version__ = "0.1.0"
