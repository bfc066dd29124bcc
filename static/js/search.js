// Ways to the search by the keyboard: "/" leads into the box, or to the page that has one; Escape empties it, and then leaves.

const isWriting = (element) => element?.isContentEditable || /^(input|textarea|select)$/i.test(element?.tagName ?? "");

export function searchByKey() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const box = document.querySelector("input[data-search]");
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isWriting(event.target)) {
      const way = document.querySelector("a[data-search-way]");
      if (!box && !way) return;
      event.preventDefault();
      if (!box) location.assign(way.href);
      else {
        box.focus();
        box.select();
      }
    }
    if (event.key === "Escape" && box && event.target === box) {
      event.preventDefault();
      if (box.value) {
        box.value = "";
        box.dispatchEvent(new Event("input", { bubbles: true }));
      } else box.blur();
    }
  });
  const box = document.querySelector("input[data-search]");
  if (box && location.hash === `#${box.id}`) box.focus();
}
