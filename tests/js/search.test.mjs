import assert from "node:assert/strict";
import { test } from "node:test";
import { handbookOf, ours } from "./scripts.mjs";

const SCRIPTS = ["text", "search-question", "search-scores"];
const { searchQuestion, searchScores } = handbookOf(SCRIPTS);
const { best, hitOf, markedParts, rank, rarity, share, stemsOf, weight } = searchScores;

const KNOWN = ["alignment", "aligned", "city", "cities", "budget", "cooperation", "network", "subnational", "office"];
const reader = (beyond = {}) => searchQuestion.reader(KNOWN, beyond);
/** The terms of a question, each as rare as ``rare`` says. */
const terms = (query, rare = []) =>
  reader()(query).terms.map((term, place) => Object.assign(term, { rare: rare[place] ?? 1 }));
const piece = (section, shown) => ({
  section,
  url: `#${section}`,
  shown,
  head: stemsOf(section),
  body: stemsOf(shown),
});
const page = (title, pieces = [], more = {}) => ({
  ...{ kind: "chapter", title, url: title, head: stemsOf(title), weight: 1, score: 1, pieces },
  ...more,
});
const titles = (pages) => ours(pages.map(({ title }) => title));

// ---------------------------------------------------------------------------------------------------- the question

test("a question loses the words that say nothing", () => {
  const asked = reader()("What is the budget of a city?").terms.map(({ said }) => said);
  assert.deepEqual(ours(asked), ["budget", "city"]);
});

test("a question of such words alone keeps them", () => {
  assert.equal(reader()("who can").unknown.length + reader()("who can").terms.length, 2);
});

test("another form of a word, its other spelling and its hyphen are found", () => {
  const forms = (word) => ours(reader()(word).terms[0].ways[0][0].forms);
  assert.deepEqual(forms("cities"), ["cities", "city"]);
  assert.deepEqual(forms("networks"), ["network"]);
  assert.equal(reader()("sub-national").terms[0].ways[0][0].word, "subnational");
});

test("a word with a wrong letter is read as the nearest one, a short one is not", () => {
  const { near, terms: found } = reader()("cooperetion");
  assert.deepEqual(ours(near), ["cooperation"]);
  assert.equal(found[0].ways[0][0].word, "cooperation");
  assert.deepEqual(ours(reader()("cyti xyz").unknown), ["cyti", "xyz"]);
});

test("the word that is being typed is found by its beginning, one before it is not", () => {
  assert.equal(reader()("coop").terms[0].ways[0][0].begins, true);
  assert.deepEqual(ours(reader()("coop city").unknown), ["coop"]);
});

test("a synonym adds the ways in which the text says it", () => {
  const read = reader({ synonyms: [[["money"], ["budget"]]] });
  assert.deepEqual(ours(read("money").terms[0].ways.map(([one]) => one.word)), ["budget"]);
});

test("the answer of the longest phrase whose words are all asked is the best", () => {
  const short = { title: "Short", asked: ["budget"] };
  const long = { title: "Long", asked: ["budget of a city"] };
  const read = reader({ best: [short, long] });
  assert.equal(read("the budget of our city").best.title, "Long");
  assert.equal(read("budget").best.title, "Short");
  assert.equal(read("city").best, null);
});

// ------------------------------------------------------------------------------------------------------ the scores

test("a term is wholly in a text that has a form of it, half where a word begins so", () => {
  assert.equal(share(stemsOf("Two cities"), terms("city")[0]), 1);
  assert.equal(share(stemsOf("cooperation"), terms("coop")[0]), 0.5);
  assert.equal(share(stemsOf("An office"), terms("city")[0]), 0);
});

test("what was asked counts more than what it may also mean", () => {
  const term = {
    ways: [[{ word: "money", stem: "money" }], [{ word: "budget", stem: searchQuestion.stem("budget") }]],
  };
  assert.equal(share(stemsOf("money"), term), 1);
  assert.equal(share(stemsOf("budget"), term), 0.7);
});

test("a way of several words is there only where all of them are", () => {
  const [one, two] = ["city", "budget"].map((word) => ({ word, stem: searchQuestion.stem(word) }));
  assert.equal(share(stemsOf("the city"), { ways: [[one, two]] }), 0);
  assert.equal(share(stemsOf("the city budget"), { ways: [[one, two]] }), 1);
});

test("a term is the rarer the fewer pages have it, and one that none has divides by nothing", () => {
  assert.ok(rarity(1) > rarity(2) && rarity(2) > rarity(200));
  assert.equal(rarity(0), rarity(1));
});

test("a page with the word in its title comes before one with it in a heading, and that before one in the text", () => {
  const pages = [
    page("Text", [piece("", "The budget.")]),
    page("Heading", [piece("The budget", "How it is made.")]),
    page("The budget", [piece("", "How it is made.")]),
  ];
  assert.deepEqual(titles(rank(pages, terms("budget"))), ["The budget", "Heading", "Text"]);
});

test("the rarer of two words decides between two pages", () => {
  const pages = [page("Cities", [piece("", "A city.")]), page("Budgets", [piece("", "A budget.")])];
  assert.equal(titles(rank(pages, terms("city budget", [1, 5])))[0], "Budgets");
  assert.equal(titles(rank(pages, terms("city budget", [5, 1])))[0], "Cities");
});

test("what the engine found much of comes first among alike, and a page of more weight", () => {
  const alike = (title, more) => page(title, [piece("", "The budget.")], more);
  assert.equal(titles(rank([alike("One", { score: 1 }), alike("Two", { score: 3 })], terms("budget")))[0], "Two");
  assert.equal(titles(rank([alike("One", {}), alike("Two", { weight: 2 })], terms("budget")))[0], "Two");
});

test("a page is named by a question that has nearly all of its rare words in the title", () => {
  const [one] = rank([page("The budget", [piece("", "x")])], terms("budget"));
  assert.equal(one.named, true);
  const [two] = rank([page("The budget", [piece("", "x")])], terms("budget city"));
  assert.equal(two.named, false);
});

test("no page gives no page", () => {
  assert.deepEqual(ours(rank([], terms("budget"))), []);
  assert.deepEqual(ours(best([])), []);
});

test("of what was found, that with far less of the question is dropped, and the rest counts less", () => {
  const found = [
    { id: "all", cover: 10, score: 1 },
    { id: "most", cover: 8, score: 1 },
    { id: "little", cover: 6, score: 1 },
  ];
  assert.deepEqual(ours(best(found).map(({ id, score }) => [id, Number(score.toFixed(2))])), [
    ["all", 1],
    ["most", 0.64],
  ]);
});

test("in the copy that is opened from a folder, a title weighs more than headings and text", () => {
  const [term] = terms("budget");
  assert.equal(weight(page("The budget", [piece("", "x")]), term), 8);
  assert.equal(weight(page("Money", [piece("A budget", "The budget.")]), term), 4);
});

// -------------------------------------------------------------------------------------------------------- the hits

test("a hit names the two best sections and shows the best", () => {
  const pieces = [
    piece("", "Nothing."),
    piece("Money", "A budget."),
    piece("The budget", "The budget."),
    piece("Way", "A budget."),
  ];
  const [one] = rank([page("Chapter", pieces)], terms("budget"));
  const hit = hitOf(one, terms("budget"));
  assert.deepEqual(ours(hit.sections.map(({ title }) => title)), ["The budget", "Money"]);
  assert.equal(hit.parts.map(({ text }) => text).join(""), "The budget.");
});

test("a case that is asked by its name is told by its summary", () => {
  const pieces = [piece("", "A summary."), piece("Actions", "The city did it.")];
  const [one] = rank([page("The city", pieces, { kind: "case" })], terms("city"));
  assert.equal(hitOf(one, terms("city")).parts[1]?.text ?? hitOf(one, terms("city")).parts.at(-1).text, "A summary.");
});

test("the words that were asked are marked, in every form, and the text stays as it was", () => {
  const text = "Cities and the BUDGET of a city.";
  const parts = markedParts(text, terms("city budget"));
  assert.equal(parts.map((part) => part.text).join(""), text);
  assert.deepEqual(ours(parts.filter((part) => part.marked).map((part) => part.text)), ["Cities", "BUDGET", "city"]);
});

test("a long text is shown from the sentence that holds most of the question", () => {
  const text = `${"Nothing is said here. ".repeat(20)}The city has a budget. ${"And so on. ".repeat(40)}`;
  const shown = markedParts(text, terms("city budget"))
    .map((part) => part.text)
    .join("");
  assert.ok(shown.startsWith("… ") && shown.endsWith(" …"));
  assert.ok(shown.includes("The city has a budget."));
  assert.ok(shown.length < 250);
});

test("accents that are typed otherwise are marked in their place", () => {
  const { searchQuestion: question, searchScores: scores } = handbookOf(SCRIPTS, "es");
  const read = question.reader(["cooperacion", "bogota"], {});
  const parts = scores.markedParts("La cooperación de Bogotá.", read("bogota").terms);
  assert.deepEqual(ours(parts.filter((part) => part.marked).map((part) => part.text)), ["Bogotá"]);
});
