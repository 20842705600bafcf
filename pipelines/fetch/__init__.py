"""Fetches open data of one gemeente from the services that publish them, as files of the contract,
each with a source card. Written against the published descriptions of the services; the tests run
on a server of our own.
"""

from pipelines.fetch.all_sources import fetch_gemeente, newest_year, oldest_year
from pipelines.fetch.cards import SourceCard, cards_in

__all__ = ["SourceCard", "cards_in", "fetch_gemeente", "newest_year", "oldest_year"]
