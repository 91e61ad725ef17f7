// Asks the browser for a passkey, and sends what it answers with the form around the button.
"use strict";

const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const named = (keys) => (keys ?? []).map((key) => ({ ...key, id: toBytes(key.id) }));

/** What the browser wants: bytes where the page has text. */
function understood(options) {
  const ready = { ...options, challenge: toBytes(options.challenge) };
  if (options.user) ready.user = { ...options.user, id: toBytes(options.user.id) };
  if (options.excludeCredentials) ready.excludeCredentials = named(options.excludeCredentials);
  if (options.allowCredentials) ready.allowCredentials = named(options.allowCredentials);
  return ready;
}

/** Whether browsers show a passkey to this page: only under the register's own name. */
const isOurs = ({ rp, rpId }) => [rp?.id, rpId].includes(location.hostname);

/** What the register wants: text where the browser has bytes. */
function told(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = toText(credential.response[part]);
  }
  return JSON.stringify({ id: credential.id, rawId: toText(credential.rawId), type: credential.type, response });
}

async function ask(place, form) {
  const publicKey = understood(JSON.parse(place.dataset.options));
  const problem = place.querySelector("[role=alert]");
  problem.hidden = true;
  try {
    const made = await navigator.credentials[place.dataset.passkey]({ publicKey });
    form.elements.credential.value = told(made);
  } catch {
    problem.textContent = place.dataset.failed;
    problem.hidden = false;
    return;
  }
  form.submit();
}

document.addEventListener("DOMContentLoaded", () => {
  const known = "credentials" in navigator && "PublicKeyCredential" in window;
  for (const place of document.querySelectorAll("[data-passkey]")) {
    const form = place.closest("form");
    const possible = known && isOurs(JSON.parse(place.dataset.options));
    place.hidden = !possible;
    const without = form.querySelector("[data-without-passkeys]");
    if (without) without.hidden = possible;
    place.querySelector("button").addEventListener("click", () => ask(place, form));
  }
});
