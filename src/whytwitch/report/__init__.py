"""An assessment as text, JSON and one HTML file."""
