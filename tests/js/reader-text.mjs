// A rule for ESLint: what readers see or hear comes from data/vocabulary/words.yml, through word("id").

// Functions whose texts are selectors, events, patterns or keys; and names after which a text is no one's to read.
const NOT_READ = new Set([
  ...["querySelector", "querySelectorAll", "closest", "matches", "getElementById", "addEventListener", "createElement"],
  ...["word", "load", "RegExp", "Error", "createElementNS", "CustomEvent", "Event", "add", "remove", "toggle"],
  ...["getAttribute", "setAttribute", "removeAttribute", "hasAttribute", "startsWith", "endsWith", "includes"],
]);
const READ_ATTRIBUTES =
  /^(aria-(label|description|roledescription|valuetext|placeholder)|title|placeholder|alt|label)$/;
const READ_PROPERTIES = /^(textContent|innerText|innerHTML|title|placeholder|alt|ariaLabel|ariaDescription|label)$/;
const LETTERS = /\p{L}{2}/u;
const TWO_WORDS = /\p{L}{2,}[,;:.?!…]? \p{L}{2,}/u;
const NOT_ASCII = /[^\x00-\x7f]/;
const CAPITAL = /^\p{Lu}\p{Ll}+[.:!?…]?$/u;
const CLASSES_OR_ENDING = /^(\.\w+|[a-z]+-[a-z-]+( [a-z]+-[a-z-]+)*)$/;

const nameOf = (node) => node?.name ?? node?.property?.name ?? node?.value;
/** The pieces of text in a node: of a literal, of a template, and of what "?", "+" and "??" choose or join. */
function textsOf(node) {
  if (!node) return [];
  if (node.type === "Literal") return typeof node.value === "string" ? [node.value] : [];
  if (node.type === "TemplateLiteral") return node.quasis.map((one) => one.value.cooked);
  if (node.type === "ConditionalExpression") return [...textsOf(node.consequent), ...textsOf(node.alternate)];
  if (node.type === "BinaryExpression" && node.operator === "+") return [...textsOf(node.left), ...textsOf(node.right)];
  if (node.type === "LogicalExpression") return [...textsOf(node.left), ...textsOf(node.right)];
  if (node.type === "SpreadElement" || node.type === "ArrayExpression")
    return [node.argument, ...(node.elements ?? [])].flatMap(textsOf);
  return [];
}

export default {
  meta: {
    type: "problem",
    docs: { description: "a text for readers is a word of data/vocabulary/words.yml" },
    messages: {
      text: 'Put "{{text}}" into data/vocabulary/words.yml, in both languages, and ask for it with word("…").',
    },
    schema: [{ type: "object", properties: { allow: { type: "array", items: { type: "string" } } } }],
  },
  create(context) {
    const allowed = new Set(context.options[0]?.allow ?? []);
    const said = new Set();
    function report(node, texts) {
      const text = texts.find((one) => LETTERS.test(one) && !CLASSES_OR_ENDING.test(one) && !allowed.has(one.trim()));
      if (text === undefined || said.has(node)) return;
      said.add(node);
      context.report({ node, messageId: "text", data: { text: text.trim().slice(0, 60) } });
    }
    /** Whether a text stands where no reader sees it: in markup, a selector, a class, an address, an identifier. */
    function isUnread(node) {
      for (let [one, parent] = [node, node.parent]; parent; [one, parent] = [parent, parent.parent]) {
        if (parent.type === "CallExpression" || parent.type === "NewExpression")
          return NOT_READ.has(nameOf(parent.callee)) && one !== parent.callee;
        if (parent.type === "Property" && parent.value === one)
          return (
            !READ_ATTRIBUTES.test(String(nameOf(parent.key))) &&
            /^(class|rel|sandbox|href|d|viewBox|aria-labelledby)$/.test(String(nameOf(parent.key)))
          );
        if (parent.type === "AssignmentExpression") return /^class(Name|List)$/.test(String(nameOf(parent.left)));
        if (/Function|Statement|Declaration$/.test(parent.type) && parent.type !== "VariableDeclaration") return false;
      }
      return false;
    }
    /** A literal or a piece of a template that reads like a sentence or has a letter that code does not have. */
    function look(node, text) {
      if (text.startsWith("<") || /^[\s\w-]*:|=>|[<>{}=[\]#/]/.test(text)) return; // markup, selectors, addresses
      if (text === "use strict" || isUnread(node)) return;
      if (TWO_WORDS.test(text) || (NOT_ASCII.test(text) && LETTERS.test(text)) || CAPITAL.test(text))
        report(node, [text]);
    }
    return {
      Literal: (node) => typeof node.value === "string" && look(node, node.value),
      TemplateElement: (node) => look(node, node.value.cooked ?? ""),
      CallExpression(node) {
        const name = nameOf(node.callee);
        if (name === "make" || name === "svg")
          for (const child of node.arguments.slice(2)) report(child, textsOf(child));
        if (
          ["append", "prepend", "before", "after", "replaceChildren", "say", "confirm", "alert", "prompt"].includes(
            name,
          )
        )
          for (const child of node.arguments) report(child, textsOf(child));
        if (name === "download") report(node.arguments[0] ?? node, textsOf(node.arguments[0]));
        if (name === "setAttribute" && READ_ATTRIBUTES.test(String(node.arguments[0]?.value)))
          report(node.arguments[1], textsOf(node.arguments[1]));
      },
      Property(node) {
        if (READ_ATTRIBUTES.test(String(nameOf(node.key))) && !node.shorthand) report(node.value, textsOf(node.value));
      },
      AssignmentExpression(node) {
        if (node.left.type === "MemberExpression" && READ_PROPERTIES.test(String(nameOf(node.left))))
          report(node.right, textsOf(node.right));
      },
    };
  },
};
