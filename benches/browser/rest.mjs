/** Waits until nothing has changed for a while. */
export const rest = (page) => page.evaluate(() => new Promise((done) => {
  let timer = setTimeout(done, 250);
  const observer = new MutationObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(done, 250);
  });
  observer.observe(document.documentElement, { subtree: true, childList: true, characterData: true, attributes: true });
}));
