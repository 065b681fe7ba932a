// The buttons and the line of the page on embedding: what a host's own script would do with <jikenbo-view>.
const view = document.querySelector("jikenbo-view");
const line = document.querySelector("output[data-words]");
for (const button of document.querySelectorAll("[data-show]")) {
  button.addEventListener("click", () => (view.query = button.dataset.show));
}
view?.addEventListener("jikenbo-state", ({ detail }) => {
  const { matching, total, query } = detail;
  line.textContent = line.dataset.words.replace("{matching}", matching).replace("{total}", total).replace("{query}", query);
});

for (const button of navigator.clipboard ? document.querySelectorAll("[data-copied]") : []) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const code = button.parentElement.querySelector("code");
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = button.dataset.copied;
    } catch {
      // To be copied by hand.
      getSelection().selectAllChildren(code);
    }
  });
}
