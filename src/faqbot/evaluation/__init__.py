"""Proving the answers: judged questions, runs, measures, the gate, reports."""
