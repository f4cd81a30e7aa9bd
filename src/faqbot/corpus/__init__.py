"""Files to documents to chunks: one loader a format, sections, sentences with exact offsets."""

from faqbot.corpus.reading import read

__all__ = ["read"]
