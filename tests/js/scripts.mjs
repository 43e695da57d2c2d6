// The scripts of the site in a test: plain scripts, run one after the other in a world of their own.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const FOLDER = new URL("../../docs/assets/js/", import.meta.url);

/** What the scripts with these names, run in turn, have put into window.handbook. */
export function handbookOf(names, language = "en") {
  const handbook = { language };
  const world = vm.createContext({ window: { handbook }, handbook, URLSearchParams });
  for (const name of names) {
    const file = new URL(`${name}.js`, FOLDER);
    vm.runInContext(readFileSync(file, "utf8"), world, { filename: file.pathname });
  }
  return handbook;
}

/** A value of that world as one of ours, so that the two can be compared strictly. */
export const ours = (value) => structuredClone(value);
