"""What several stages know about words: tokens and stems, sentences, languages, names, numbers."""
