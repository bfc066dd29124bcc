// Forms that ask the browser for a passkey: the answer is filled in, then the form goes its ordinary way.
const { browserSupportsWebAuthn, startAuthentication, startRegistration } = globalThis.SimpleWebAuthnBrowser;

async function optionsOf(form) {
  const answer = await fetch(form.dataset.options, {
    method: "POST",
    headers: { "X-CSRFToken": form.elements.csrf_token.value, Accept: "application/json" },
  });
  if (!answer.ok) throw new Error(`options: ${answer.status}`);
  return answer.json();
}

async function ask(form) {
  const optionsJSON = await optionsOf(form);
  return form.dataset.passkey === "create" ? startRegistration({ optionsJSON }) : startAuthentication({ optionsJSON });
}

function enhance(form) {
  const go = form.querySelector("[data-passkey-go]");
  const failed = form.querySelector("[data-passkey-failed]");
  if (!browserSupportsWebAuthn()) {
    form.querySelector("[data-passkey-unknown]").hidden = false;
    go.remove();
    return;
  }
  const begin = async () => {
    if (!form.reportValidity()) return;
    failed.hidden = true;
    go.disabled = true;
    try {
      form.elements.credential.value = JSON.stringify(await ask(form));
      form.submit();
    } catch {
      failed.hidden = false;
    } finally {
      go.disabled = false;
    }
  };
  go.addEventListener("click", begin);
  form.addEventListener("submit", (event) => {
    // The return key in a field does what the button does
    if (form.elements.credential.value) return;
    event.preventDefault();
    begin();
  });
}

document.querySelectorAll("[data-passkey]").forEach(enhance);
