"""Memory that tidies itself: stores, sessions, and dreams that can be reviewed, promoted and undone."""

__version__ = "0.1.0"
__all__ = ["__version__"]
