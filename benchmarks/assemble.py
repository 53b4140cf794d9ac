"""Write the folder that an engine renders: the Quarto document and every file that it names.

python benchmarks/assemble.py FOLDER [--project DIR] [BRIEF]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from policybrief.assemble import assemble  # noqa: E402
from policybrief.assemble.templates import Templates  # noqa: E402
from policybrief.checks.project import check_project  # noqa: E402
from policybrief.engines import FILTER  # noqa: E402
from policybrief.reading.project import choose_briefs, read_project  # noqa: E402


def main() -> None:
    """Assemble one brief without rendering it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("brief", nargs="?")
    parser.add_argument("--project", type=Path, default=ROOT)
    options = parser.parse_args()
    project, found = read_project(
        options.project, choose_briefs(options.project, [options.brief] if options.brief else [])[:1]
    )
    (checked,) = check_project(project, found).briefs
    options.folder.mkdir(parents=True, exist_ok=True)
    assemble(checked, Templates(options.project), project=options.project, folder=options.folder, lua_filter=FILTER)


if __name__ == "__main__":
    main()
