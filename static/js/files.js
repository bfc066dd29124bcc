// A file chosen for a form that comes back with a fault is there again, for browsers forget it. It stays on this device, and goes
// from there with the next page of this tab that does not ask for it, or within an hour.
const NAME = "chosen-files";
const LONGEST = 60 * 60 * 1000;
const TAB = "chosen-files-of";

/** Return the key of this tab, by which several at once do not get in each other's way; none before a file was chosen. */
function tab(make) {
  if (make && !sessionStorage.getItem(TAB)) sessionStorage.setItem(TAB, crypto.getRandomValues(new Uint32Array(2)).join("-"));
  return sessionStorage.getItem(TAB);
}

function answerOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Do something with what is kept: entries of {tab, path, name, file, at}. */
async function withKept(deed) {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("files");
  const base = await answerOf(opening);
  try {
    return await deed(base.transaction("files", "readwrite").objectStore("files"));
  } finally {
    base.close();
  }
}

/** Put back what was chosen before, and say nothing more of having lost it. */
async function giveBack(path, lost) {
  for (const words of lost) {
    const input = document.getElementById(words.dataset.lost);
    const kept = await withKept((files) => answerOf(files.get(`${tab()} ${path} ${input.name}`)));
    if (!kept || input.files.length) continue;
    const transfer = new DataTransfer();
    transfer.items.add(kept.file);
    input.files = transfer.files;
    words.remove();
  }
}

/** Forget what no form of this tab asks for any more, and what other tabs left behind. */
async function forget() {
  await withKept(async (files) => {
    for (const key of await answerOf(files.getAllKeys())) {
      const kept = await answerOf(files.get(key));
      if (kept.tab === tab() || Date.now() - kept.at > LONGEST) files.delete(key);
    }
  });
}

export async function keepFiles() {
  const inputs = document.querySelectorAll("input[data-keep=file]");
  try {
    if (inputs.length === 0) {
      if ((await indexedDB.databases()).some((base) => base.name === NAME)) await forget();
      return;
    }
    const path = location.pathname;
    for (const input of inputs) {
      input.addEventListener("change", () => {
        const key = `${tab(true)} ${path} ${input.name}`;
        const [file] = input.files;
        withKept((files) => answerOf(file ? files.put({ tab: tab(), file, at: Date.now() }, key) : files.delete(key))).catch(() => {});
      });
    }
    await giveBack(path, document.querySelectorAll("[data-lost]"));
  } catch {
    // No storage here, as in some private windows: the page says that the file has to be chosen once more
  }
}
