/** Shows the questions of the chosen group alone. What was filled in for another one is kept, and not sent. */
const chosen = document.querySelector("select[name=group]");
const limited = [...document.querySelectorAll("fieldset[data-groups]")];

/** Shows what the chosen group is asked, and hides what stays empty by that. */
function show() {
  for (const one of limited) {
    one.hidden = one.disabled = !one.dataset.groups.split(" ").includes(chosen.value);
    one.querySelector("legend").hidden = true;
  }
  for (const section of new Set(limited.map((one) => one.parentElement))) {
    section.hidden = [...section.children].every((one) => one.hidden || one.matches("legend"));
  }
}

if (chosen && limited.length) {
  chosen.addEventListener("change", show);
  addEventListener("pageshow", show);
  show();
}
