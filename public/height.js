// For a page that shows Jikenbo in an <iframe>: gives the frame the height of what is in it, growing and shrinking.
// An <iframe data-fixed> keeps its own.
// <script src="https://<site>/height.js" defer></script>  — how it works: docs/embed.md
addEventListener("message", ({ data, source }) => {
  if (data?.type !== "jikenbo:height" || !(data.height > 0 && data.height < 1e5)) return;
  for (const frame of document.querySelectorAll("iframe")) {
    // Only the frame that speaks is resized, whatever the message says.
    if (frame.contentWindow !== source || "fixed" in frame.dataset) continue;
    const border = getComputedStyle(frame).boxSizing === "border-box" ? frame.offsetHeight - frame.clientHeight : 0;
    frame.style.height = `${Math.ceil(data.height) + border}px`;
  }
});
