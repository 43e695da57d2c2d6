// Reads {"es": [words], "en": [words]} and writes, in the same shape, {wrong word: suggestions}. Run by test_spelling.py.
import { readFileSync } from "node:fs";
import english from "dictionary-en-gb";
import spanish from "dictionary-es";
import nspell from "nspell";

const asked = JSON.parse(readFileSync(0, "utf8"));
const answer = {};
for (const [language, dictionary] of [["es", spanish], ["en", english]]) {
  const speller = nspell(dictionary);
  const wrong = (asked[language] || []).filter((word) => !speller.correct(word));
  // Suggestions take long: the first words will do.
  answer[language] = Object.fromEntries(wrong.map((word, index) => [word, index < 10 ? speller.suggest(word).slice(0, 3) : []]));
}
process.stdout.write(JSON.stringify(answer));
