/* Text as the search, the explorer and the comparison look into it. */
(function () {
  "use strict";

  /** Without accents and capitals, letter by letter, so that places in the result are places in the composed text. */
  const fold = (text) =>
    [...text.normalize("NFC").toLowerCase()].map((letter) => [...letter.normalize("NFD")][0]).join("");

  /** The words of a text, folded. */
  const wordsOf = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) || [];

  window.handbook.text = { fold, wordsOf };
})();
