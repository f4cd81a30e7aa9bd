"""The corpus report: what the documents answer, what they leave open, contradict, or say too late."""
