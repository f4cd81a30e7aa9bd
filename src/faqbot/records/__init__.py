"""What is kept of conversations: today the thumbs that readers give to answers."""

from faqbot.records.store import SqlRecords, open_records

__all__ = ["SqlRecords", "open_records"]
