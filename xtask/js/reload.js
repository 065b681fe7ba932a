
// Appended to the boot loader by `cargo xtask serve --dev`: reloads the page when the server has a newer build.
{
  // Every build would be a new version to offer, and what one keeps would outlive the server (public/keep.js).
  document.documentElement.dataset.keep = "no";
  const address = new URL("/__build", document.baseURI);
  const build = async () => (await fetch(address, { cache: "no-store" })).text();
  let seen;
  setInterval(async () => {
    try {
      const now = await build();
      if (seen !== undefined && now !== seen) location.reload();
      seen = now;
    } catch {
      // The server is being restarted; the next answer tells.
    }
  }, 1000);
}
