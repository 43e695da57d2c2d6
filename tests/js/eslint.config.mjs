// The rules for the scripts that readers' browsers run (npm run rules). Their format is Prettier's, their types tsc's.

import readerText from "./reader-text.mjs";

// What a browser gives them, and "handbook", which page.js makes.
const GLOBALS = [
  ...["addEventListener", "atob", "btoa", "clearTimeout", "confirm", "dispatchEvent", "fetch", "getComputedStyle"],
  ...["print", "requestAnimationFrame", "scrollTo", "setTimeout", "innerHeight", "innerWidth", "scrollX", "scrollY"],
  ...["document", "history", "location", "navigator", "performance", "window", "localStorage"],
  ...["Blob", "CompressionStream", "CustomEvent", "DecompressionStream", "Event", "HashChangeEvent", "Response"],
  ...["IntersectionObserver", "NodeFilter", "Option", "TextDecoder", "TextEncoder", "URL", "URLSearchParams"],
  "handbook",
];
const STORAGE = ["localStorage", "sessionStorage", "indexedDB", "caches", "cookieStore"];

// Texts of no language: the licence, names of keys, and of a style that word processors know by it.
const NOT_OF_A_LANGUAGE = [". CC BY 4.0", "Escape", "Tab", "Title"];

export default [
  {
    files: ["**/*.js"],
    languageOptions: {
      ecmaVersion: 2024,
      sourceType: "script",
      globals: Object.fromEntries(GLOBALS.map((name) => [name, "readonly"])),
    },
    plugins: { handbook: { rules: { "reader-text": readerText } } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "array-callback-return": "error",
      "default-case-last": "error",
      eqeqeq: "error",
      "no-constant-condition": "error",
      "no-dupe-keys": "error",
      "no-eval": "error",
      "no-fallthrough": "error",
      "no-implicit-globals": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-param-reassign": "error",
      "no-redeclare": "error",
      "no-self-compare": "error",
      "no-undef": "error",
      "no-unreachable": "error",
      "no-unused-expressions": ["error", { allowShortCircuit: true, allowTernary: true }],
      "no-unused-vars": "error",
      "no-useless-assignment": "error",
      "no-useless-return": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": ["error", { destructuring: "all" }],
      "prefer-regex-literals": "error",
      "no-restricted-globals": ["error", ...STORAGE.map((name) => ({ name, message: "Save through store.js." }))],
      "no-restricted-properties": [
        "error",
        ...STORAGE.map((property) => ({ object: "window", property, message: "Save through store.js." })),
        { object: "document", property: "cookie", message: "Save through store.js." },
      ],
      "handbook/reader-text": ["error", { allow: NOT_OF_A_LANGUAGE }],
      strict: ["error", "function"],
    },
  },
  // Its texts are words to search with.
  { files: ["**/search-question.js"], rules: { "handbook/reader-text": "off" } },
  { files: ["**/store.js"], rules: { "no-restricted-globals": "off" } },
];
