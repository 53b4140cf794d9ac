"""Plain values -> pictures of a brief, as SVG: a timeline of its findings, and what each finding rests on."""
