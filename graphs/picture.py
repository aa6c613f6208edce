"""`python -m graphs.picture` (make picture): the README's picture of the receptionist, drawn anew from the code."""

import re
from pathlib import Path

from graphs import registry

README = Path(__file__).parent.parent / "README.md"


def main() -> None:
    """Replace what stands between the marks in the README."""
    drawn = registry.graph("receptionist").get_graph().draw_mermaid(with_styles=False).strip()
    between = re.compile(r"(<!-- receptionist: begin -->\n).*?(<!-- receptionist: end -->)", re.DOTALL)
    text = README.read_text(encoding="utf-8")
    README.write_text(between.sub(lambda m: f"{m[1]}```mermaid\n{drawn}\n```\n{m[2]}", text), encoding="utf-8")


if __name__ == "__main__":
    main()
