// What was typed and not saved, in this browser alone and readable to whoever typed it alone: encrypted under a key that the server gives to
// that person's own pages. What it is about is not told by its name either.
"use strict";
const PAUSE = 200;
const NONCE = 12;
const PREFIX = "countersign.writing:";
const utf8 = new TextEncoder();
const base64 = bytes => btoa(Array.from(bytes, one => String.fromCharCode(one)).join(""));
const bytesOf = text => Uint8Array.from(atob(text), one => one.charCodeAt(0));

/** The key that encrypts, and the name that tells nothing; both follow from the person's key. */
const opened = async (secret, about) => {
  const root = await crypto.subtle.importKey("raw", bytesOf(secret), "HKDF", false, ["deriveKey", "deriveBits"]);
  const from = info => ({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: utf8.encode(info) });
  const key = await crypto.subtle.deriveKey(from("content"), root, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const name = PREFIX + base64(new Uint8Array(await crypto.subtle.deriveBits(from(`name:${about}`), root, 128)));
  return { key, name, with: nonce => ({ name: "AES-GCM", iv: nonce, additionalData: utf8.encode(name) }) };
};

/** @param secret the person's own, base64  @param about what is written: a type, or a record */
export const draft = (secret, about) => {
  let place = null;
  let waiting = null;
  // what is written later, or forgotten, overtakes what is still being encrypted
  let turn = 0;

  const now = async (read, told) => {
    clearTimeout(waiting);
    waiting = null;
    const mine = ++turn;
    try {
      const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
      const text = utf8.encode(JSON.stringify({ ...read(), at: new Date().toISOString() }));
      const sealed = new Uint8Array(await crypto.subtle.encrypt(place.with(nonce), place.key, text));
      if (mine !== turn) return;
      localStorage.setItem(place.name, base64([...nonce, ...sealed]));
      told(true);
    } catch {
      if (mine === turn) told(false);
    }
  };
  const forget = () => {
    clearTimeout(waiting);
    waiting = null;
    turn++;
    try {
      localStorage.removeItem(place.name);
    } catch {
      // a browser that keeps nothing has nothing to forget
    }
  };
  return {
    /** What was kept; null if nothing was, and of what this person did not write here, which is dropped. */
    async load() {
      try {
        place = await opened(secret, about);
        const stored = localStorage.getItem(place.name);
        if (stored === null) return null;
        const sealed = bytesOf(stored);
        const text = await crypto.subtle.decrypt(place.with(sealed.subarray(0, NONCE)), place.key, sealed.subarray(NONCE));
        return JSON.parse(new TextDecoder().decode(text));
      } catch {
        forget();
        return null;
      }
    },
    /** After a pause in typing; at once where the page is left. */
    keep(read, told) {
      clearTimeout(waiting);
      waiting = setTimeout(() => now(read, told), PAUSE);
    },
    flush(read, told) {
      if (waiting !== null) now(read, told);
    },
    forget,
  };
};
