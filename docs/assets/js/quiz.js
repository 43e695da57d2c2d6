/* Quizzes that correct themselves: the list of answers becomes a choice, with an explanation for what was chosen.
   Nothing is kept and nothing is sent. Without this script, the answers open one by one. */
(function () {
  "use strict";
  const { make, word } = window.handbook;
  const WORDS = {
    check: word("quiz-check"),
    first: word("quiz-first"),
    score: (right, all) => word("quiz-score", { right, all }),
    again: word("quiz-restart"),
  };

  for (const quiz of document.querySelectorAll("[data-quiz]")) {
    const questions = [...quiz.querySelectorAll("[data-question]")];
    const answered = new Map();
    const score = make("p", { class: "quiz-score", role: "status" });
    const resets = [];
    quiz.querySelector(".quiz-questions").classList.add("numbered");

    for (const item of questions) {
      const text = item.querySelector(".quiz-question");
      const list = item.querySelector(".quiz-options");
      const answer = item.querySelector("details");
      const name = `${quiz.dataset.quiz}-${item.dataset.question}`;
      const group = make(
        "fieldset",
        { class: "quiz-choices" },
        make("legend", { class: "quiz-question", id: text.id || null }, text.textContent),
      );
      for (const option of list.children) {
        const input = make("input", { type: "radio", name, value: option.dataset.option, autocomplete: "off" });
        group.append(make("label", { class: "choice" }, input, make("span", {}, option.textContent)));
      }
      const result = make("div", { class: "quiz-result", role: "status" });
      const button = make("button", { type: "button", class: "md-button" }, WORDS.check);
      const again = answer.querySelector(".quiz-again");
      button.addEventListener("click", () => {
        const chosen = group.querySelector("input:checked");
        if (!chosen) {
          result.textContent = WORDS.first;
          return;
        }
        const right = chosen.value === item.dataset.right;
        const reason = answer.querySelector(`[data-feedback="${chosen.value}"]`);
        result.replaceChildren(make("p", {}, ...reason.cloneNode(true).childNodes), again.cloneNode(true));
        result.className = "quiz-result " + (right ? "right" : "wrong");
        answered.set(item, right);
        if (answered.size === questions.length) {
          const count = [...answered.values()].filter(Boolean).length;
          const restart = make("button", { type: "button", class: "md-button" }, WORDS.again);
          restart.addEventListener("click", () => {
            for (const reset of resets) reset();
            answered.clear();
            score.replaceChildren();
            quiz.querySelector("input").focus();
          });
          score.replaceChildren(WORDS.score(count, questions.length) + " ", restart);
        }
      });
      resets.push(() => {
        for (const input of group.querySelectorAll("input")) input.checked = false;
        result.replaceChildren();
        result.className = "quiz-result";
      });
      text.remove();
      list.replaceWith(group, button, result);
      answer.hidden = true;
    }
    quiz.append(score);
  }
})();
