"""Cases, assessments, words, documents and errors that every layer shares."""
