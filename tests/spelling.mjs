// Reads {"es": [words], "en": [words]} and writes, in the same shape, {wrong word: suggestions}. Run by test_spelling.py.
import { readFileSync } from "node:fs";
import english from "dictionary-en-gb";
import spanish from "dictionary-es";
import nspell from "nspell";

// «descríbala», «ordénelos»: a verb and its pronoun, which the Spanish dictionary has only for some verbs.
const verb = (word) =>
  word
    .replace(/(se)?(l[aeo]s?|se|nos)$/, "")
    .normalize("NFD")
    .replace(/\u0301/g, "")
    .normalize("NFC");
const known = {
  es: (speller, word) => speller.correct(word) || (verb(word) !== word && speller.correct(verb(word))),
  en: (speller, word) => speller.correct(word),
};
const asked = JSON.parse(readFileSync(0, "utf8"));
const answer = {};
for (const [language, dictionary] of [
  ["es", spanish],
  ["en", english],
]) {
  const speller = nspell(dictionary);
  const wrong = (asked[language] || []).filter((word) => !known[language](speller, word));
  // Suggestions take long: the first words will do.
  answer[language] = Object.fromEntries(
    wrong.map((word, index) => [word, index < 10 ? speller.suggest(word).slice(0, 3) : []]),
  );
}
process.stdout.write(JSON.stringify(answer));
