// A form that is sent once the browser has made, or used, a passkey (W3C Web Authentication, level 2).
// Its options stand in the JSON that data-options names; "enter" asks the form's own address for them.
import { say } from "./toasts.js";
import { word } from "./words.js";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer) =>
  buffer && btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function create({ publicKey }) {
  const user = { ...publicKey.user, id: bytes(publicKey.user.id) };
  // It opens the account by itself: kept by the device, and unlocked by a finger, a face or a code.
  const authenticatorSelection = {
    ...publicKey.authenticatorSelection,
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  };
  const challenge = bytes(publicKey.challenge);
  const excludeCredentials = known(publicKey.excludeCredentials);
  const asked = { ...publicKey, user, challenge, excludeCredentials, authenticatorSelection };
  const made = await navigator.credentials.create({ publicKey: asked });
  return { made, response: { attestationObject: text(made.response.attestationObject) } };
}

async function use({ publicKey }) {
  const allowCredentials = known(publicKey.allowCredentials);
  const asked = { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials };
  const made = await navigator.credentials.get({ publicKey: asked });
  const { authenticatorData, signature, userHandle } = made.response;
  const response = { authenticatorData: text(authenticatorData), signature: text(signature), userHandle: text(userHandle) };
  return { made, response };
}

async function optionsOf(form) {
  const here = document.getElementById(form.dataset.options);
  const there = () => fetch(form.action, { headers: { Accept: "application/json" } });
  const told = here ? JSON.parse(here.textContent) : await (await there()).json();
  return told.creation_options ?? told.request_options;
}

export default function passkey(form) {
  const kind = form.dataset.pactePasskey;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const options = await optionsOf(form);
      const { made, response } = await (kind === "create" ? create(options) : use(options));
      form.elements.credential.value = JSON.stringify({
        id: made.id,
        rawId: text(made.rawId),
        type: made.type,
        response: { ...response, clientDataJSON: text(made.response.clientDataJSON) },
        clientExtensionResults: made.getClientExtensionResults(),
      });
      form.submit();
    } catch {
      say(word("passkey"));
    }
  });
}
