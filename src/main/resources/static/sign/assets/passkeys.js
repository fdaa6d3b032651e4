// Passkeys on our pages. A button with data-passkey="get" or "create" asks the address in data-ask for a question, hands it to the
// browser, writes the answer into the hidden fields of its form and sends the form. Without this script, or without passkeys in the
// browser, such a button does not show and everything else works. Where the question names a salt, the passkey's secret over it is asked
// too (PRF); it is in the form's field "prf" until the form is sent, and nowhere else.
"use strict";
(() => {
  const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), one => one.charCodeAt(0));
  const text = buffer =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const answers = {
    async get(question) {
      const salted = question.credentials.filter(one => one.salt);
      const made = await navigator.credentials.get({ publicKey: {
        challenge: bytes(question.challenge), rpId: question.host, userVerification: "required", timeout: 120000,
        allowCredentials: question.credentials.map(one =>
          ({ type: "public-key", id: bytes(one.id), ...(one.transports.length ? { transports: one.transports } : {}) })),
        ...(salted.length
          ? { extensions: { prf: { evalByCredential: Object.fromEntries(salted.map(one => [one.id, { first: bytes(one.salt) }])) } } }
          : {}),
      } });
      const secret = made.getClientExtensionResults().prf?.results?.first;
      if (salted.length && !secret) {
        throw new DOMException("no PRF", "NotSupportedError");
      }
      return {
        prf: secret ? text(secret) : "",
        credentialId: text(made.rawId), clientData: text(made.response.clientDataJSON),
        authenticatorData: text(made.response.authenticatorData), signature: text(made.response.signature),
        ceremonyId: question.ceremonyId,
      };
    },
    async create(question) {
      const made = await navigator.credentials.create({ publicKey: {
        rp: { id: question.host, name: "Countersign" },
        user: { id: bytes(question.userHandle), name: question.userName, displayName: question.printedName },
        challenge: bytes(question.challenge), timeout: 120000, attestation: "none",
        pubKeyCredParams: [{ type: "public-key", alg: -7 }],
        authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
        excludeCredentials: question.exclude.map(id => ({ type: "public-key", id: bytes(id) })),
        extensions: { prf: {} },
      } });
      return {
        attestationObject: text(made.response.attestationObject), clientData: text(made.response.clientDataJSON),
        transports: made.response.getTransports ? made.response.getTransports().join(" ") : "",
      };
    },
  };

  const start = button => {
    const form = button.form;
    const alert = form.querySelector("[data-passkey-alert]");
    const said = message => {
      alert.textContent = message;
      alert.hidden = !message;
      if (message) {
        alert.focus();
      }
    };
    const fields = () => {
      const named = new FormData(form);
      const wanted = button.dataset.send ? [...new Set(["_csrf", ...button.dataset.send.split(" ")])] : [...named.keys()];
      const sent = new URLSearchParams();
      wanted.forEach(name => sent.append(name, named.get(name) ?? ""));
      return sent;
    };
    const run = async () => {
      // what a passkey stands in for need not be filled in
      const spared = (button.dataset.instead || "").split(" ").filter(Boolean).map(name => form.elements[name]);
      spared.forEach(field => { field.required = false; });
      try {
        if (!form.reportValidity()) {
          return;
        }
        said("");
        button.disabled = true;
        const asked = await fetch(button.dataset.ask, { method: "POST", body: fields(), headers: { Accept: "application/json" } });
        const question = await asked.json().catch(() => ({}));
        if (!asked.ok) {
          said(question.detail || button.dataset.failed);
          return;
        }
        const answer = await answers[button.dataset.passkey](question);
        spared.forEach(field => { field.value = ""; });
        (button.dataset.forget || "").split(" ").filter(Boolean).forEach(name => { form.elements[name].value = ""; });
        Object.entries(answer).filter(([name]) => form.elements[name]).forEach(([name, value]) => { form.elements[name].value = value; });
        HTMLFormElement.prototype.submit.call(form);
        if (form.elements.prf) {
          form.elements.prf.value = "";
        }
      } catch (e) {
        said({ InvalidStateError: button.dataset.known, NotSupportedError: button.dataset.noprf }[e.name] || button.dataset.failed);
      } finally {
        spared.forEach(field => { field.required = true; });
        button.disabled = false;
      }
    };
    if (button.type === "submit") {
      form.addEventListener("submit", event => { event.preventDefault(); run(); });
    } else {
      button.addEventListener("click", run);
    }
  };

  if (window.PublicKeyCredential && navigator.credentials) {
    document.querySelectorAll("button[data-passkey]").forEach(start);
    document.querySelectorAll("[data-passkey-shown]").forEach(one => { one.hidden = false; });
    document.querySelectorAll("[data-passkey-missing]").forEach(one => { one.hidden = true; });
  }
})();
