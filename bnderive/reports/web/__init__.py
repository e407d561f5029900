"""Parts of the page that a browser shows: elements are made here, of what stands in the report. Nothing is decided."""
