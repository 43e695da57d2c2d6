/* What a question asks for: its words without accents, those that carry weight, and the ways in which the text may write
   each of them. Fetched by search.js. */
(function () {
  "use strict";
  const { language } = window.handbook;
  const { fold, wordsOf } = window.handbook.text;

  // Words that say nothing of what is asked. "Sign" does, "can" does not.
  const WEAK = new Set(
    {
      es: `a al algo algun alguna algunas alguno algunos ante antes aqui asi aun aunque bajo bien cada como con contra cosa
        cosas cual cuales cualquier cuando cuanta cuantas cuanto cuantos de debe debemos deben deberia debo decir del desde
        dice dicen donde dos e el ella ellas ellos en entonces entre era es esa esas ese eso esos esta estan estar estas este
        esto estos fue ha hace hacemos hacer hacia hago han hasta hay haya he hemos la las le les lo los mas me mi mis mucho
        muy nada ni no nos nosotros nuestra nuestras nuestro nuestros o os otra otras otro otros para pero poco podemos
        podria podriamos por porque puede pueden puedo pues que quien quienes quiere queremos quiero se sea segun ser si sin
        sirve sirven sobre solo son soy su sus tal tambien tan tanto te tener tengo tenemos tiene tienen toda todas todo todos tras
        tu tus u un una unas uno unos usted ustedes va vamos van voy y ya yo necesito necesitamos ver da dan dar funciona funciono funcionar`,
      en: `a about after all also am an and any anybody anyone anything are as at be because been before being between both
        but by can cannot could did do does doing done each either else for from get give go got had has have having he her
        here hers him his how i if in into is it its just let like ll make many may me might more most much must my need
        needs no nor not nothing of off on one only or other others our ours out over own please re s say says shall she
        should so some somebody someone something such t tell than that the their theirs them then there these they thing
        things this those to too up us ve very want wants was we were what when where whether which while who whom whose why
        will with without would yes yet you your yours work works use used`,
    }[language].match(/\S+/g),
  );

  // Endings that a word changes without becoming another: number, gender, person, the noun of a verb. Longest first.
  const ENDINGS = {
    es: `aciones iciones amiento imiento amientos imientos aremos eremos iremos ariamos abamos acion icion adoras
      adores adora ador ancias ancia antes ante arian arias aria aron ieron iendo ando amos emos imos adas ados idas idos
      ada ado ida ido aban aba ares aran aras ara are ar er ir as es os an en a e o s`,
    en: `ational ations ation ating ated ates ate ators ator ions ion ments ment ings ing
      ers er eds ed es e ly s`,
  }[language]
    .match(/\S+/g)
    .sort((a, b) => b.length - a.length);
  const LEAST = 4;

  // AL-LAs, público/privada; the hyphens are those of a keyboard and those of a word processor.
  const COMPOUND = /[\p{L}\p{N}]+(?:[-\u2010\u2011/][\p{L}\p{N}]+)+/gu;
  const WITHIN = /[-\u2010\u2011/]/;

  /* The words of a text, and the words with hyphens also as one: "subnational" meets "sub-national". */
  function wordsAndWholes(text) {
    const wholes = fold(text).match(COMPOUND) || [];
    return [...wordsOf(text), ...wholes.map((one) => one.split(WITHIN).join(""))];
  }

  /* The other spelling of English, brought to one. It need not be a word. */
  function spelling(word) {
    if (language !== "en" || word.length < 5) return word;
    return word
      .replace(/iz(e|ed|es|er|ers|ing|able|ation|ations|ational)$/, "is$1")
      .replace(/lyz(e|ed|es|er|ing)$/, "lys$1")
      .replace(/our(s|ed|ing|able|hood|hoods|ites?|ful)?$/, "or$1")
      .replace(/([^aeiou])re(s|d)?$/, "$1er$2")
      .replace(/([aeio])ll(or|ors|ed|ing|er|ers)$/, "$1l$2")
      .replace(/ogue(s?)$/, "og$1")
      .replace(/amme(s?|d|r)$/, "am$1")
      .replace(/ence(s?)$/, "ense$1")
      .replace(/practise/, "practice");
  }

  /* The part of a word that its forms share; a form that is not in the list stays as another word. */
  function stem(word) {
    let one = spelling(word);
    if (one.length <= LEAST) return one;
    if (language === "en") one = one.replace(/ies$/, "y").replace(/([^s])s$/, "$1");
    for (const ending of ENDINGS) {
      if (one.length - ending.length < LEAST || !one.endsWith(ending)) continue;
      one = one.slice(0, -ending.length);
      break;
    }
    return language === "en" && one.length > LEAST ? one.replace(/([^aeiouls])\1$/, "$1") : one;
  }

  /* At most so many letters wrong; two that changed places count as one. */
  function within(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return false;
    let before = [];
    let last = Array.from({ length: b.length + 1 }, (_, at) => at);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      for (let j = 1; j <= b.length; j++) {
        const same = a[i - 1] === b[j - 1];
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
          row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      if (Math.min(...row) > most) return false;
      before = last;
      last = row;
    }
    return last[b.length] <= most;
  }

  function heavyStems(text) {
    const all = wordsOf(text.normalize("NFKC"));
    const heavy = all.filter((word) => word.length > 1 && !WEAK.has(word));
    return (heavy.length ? heavy : all).map(stem);
  }

  /* known: every word of the text, folded; beyond: what data/search.yml adds to them. Gives a function that reads a
     question. */
  function reader(known, { synonyms = [], best = [] }) {
    const words = new Set(known);
    const meanings = new Map(); // stem of a word that people ask with -> ways of the text to say it
    for (const [asked, means] of synonyms) {
      const ways = means.map(wordsOf);
      for (const one of asked) meanings.set(stem(wordsOf(one).join("")), ways);
    }
    const answers = best.flatMap((answer) => answer.asked.map((phrase) => ({ answer, stems: heavyStems(phrase) })));
    const stems = new Map();
    for (const word of words) {
      const key = stem(word);
      if (!stems.has(key)) stems.set(key, []);
      stems.get(key).push(word);
    }
    const inOrder = [...words].sort();

    function beginsOne(word) {
      let low = 0;
      let high = inOrder.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (inOrder[middle] < word) low = middle + 1;
        else high = middle;
      }
      return low < inOrder.length && inOrder[low].startsWith(word);
    }

    /* The word of the text that was probably meant; none for a short word. */
    function nearest(word) {
      if (word.length < 7) return null;
      const most = word.length < 11 ? 1 : 2;
      const near = inOrder.filter((one) => one[0] === word[0] && one.length > 5 && within(word, one, most));
      return near.find((one) => within(word, one, 1)) || near[0] || null;
    }

    const has = (word) => words.has(word) || stems.has(stem(word));
    const standsFor = (word, typing) => has(word) || (typing && word.length > 2 && beginsOne(word));

    /* The forms of a word that stand in the text, the form that was asked first. */
    function forms(word) {
      const same = stems.get(stem(word)) || [];
      return [...new Set([...(words.has(word) || !same.length ? [word] : []), ...same])];
    }

    /* The answer to a question that holds all the words of one of its phrases; of two, that of the longer phrase. */
    function bestAnswer(query) {
      const asked = new Set(heavyStems(query));
      const fit = answers.filter(({ stems }) => stems.every((one) => asked.has(one)));
      return fit.sort((a, b) => b.stems.length - a.stems.length)[0]?.answer || null;
    }

    /* {terms, unknown, near, best}: each term has the ways in which the text may write it, each of one word or several;
       "begins" says that the text has only words that begin so, as while somebody types. */
    return function read(query) {
      const asked = query.normalize("NFKC").match(/[\p{L}\p{N}]+(?:[-\u2010\u2011/][\p{L}\p{N}]+)*/gu) || [];
      const pieces = asked
        .map((said) => ({ said, parts: wordsOf(said) }))
        .filter(({ parts }) => parts.join("").length > 1);
      const heavy = pieces.filter(({ parts }) => parts.length > 1 || !WEAK.has(parts[0]));
      const terms = [];
      const unknown = [];
      const near = [];
      const all = heavy.length ? heavy : pieces;
      all.forEach(({ said, parts }, place) => {
        const typing = place === all.length - 1;
        const ways = [];
        const whole = parts.join("");
        if (standsFor(whole, typing)) ways.push([whole]);
        const weighty = parts.filter((one) => one.length > 1 && !WEAK.has(one));
        if (parts.length > 1 && weighty.length && weighty.every((one) => standsFor(one, typing))) ways.push(weighty);
        // "sub national" and "AL LAs": one word of the text, asked as two.
        const [before, next] = [all[place - 1], all[place + 1]].map((one) => one && one.parts.join(""));
        if (before && words.has(before + whole)) return;
        if (next && words.has(whole + next))
          ways.splice(0, 1, [whole + next], ...(heavy.length ? [[whole, next]] : []));
        const meant = meanings.get(stem(whole)) || [];
        if (meant.length && !has(whole)) ways.splice(0, ways.length);
        ways.push(...meant);
        if (ways.length) return terms.push({ said, ways });
        const guess = nearest(whole);
        if (!guess) return unknown.push(said);
        near.push(guess);
        terms.push({ said, ways: [[guess]] });
      });
      const wordOf = (word) => ({ word, stem: stem(word), forms: forms(word), begins: !has(word) });
      for (const term of terms) term.ways = term.ways.map((way) => way.map(wordOf));
      return { terms, unknown, near, best: bestAnswer(query) };
    };
  }

  window.handbook.searchQuestion = { reader, stem, wordsAndWholes };
})();
