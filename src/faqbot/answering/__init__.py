"""From a question to checked evidence: the stages that `pipeline` puts in order."""
