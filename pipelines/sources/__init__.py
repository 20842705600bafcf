"""The readers: each makes a delivered file available to DuckDB as text, and says which rows it
could not read.
"""

from pipelines.sources.reading import Delivered, deliver

__all__ = ["Delivered", "deliver"]
