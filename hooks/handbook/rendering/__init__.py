"""Objects and a language in, Markdown out."""

import handbook.rendering.directives  # noqa: F401 registers every directive
