"""Generations of the index: embedding, vectors in Chroma, BM25, built aside, verified and switched."""
