// Sending to the server, with how far it is.
"use strict";
import { word } from "./words.js";

/** Who is signed in, with the token for calls that change something; null if nobody is. */
export const session = async () => {
  const answer = await fetch("/api/session");
  return answer.ok ? answer.json() : null;
};

/** An answer with what was asked for; else an error that says in words why there is none. */
export const got = async (url, options = {}) => {
  let answer;
  try {
    answer = await fetch(url, options);
  } catch {
    throw new Error(word("unanswered"));
  }
  if (answer.ok) return answer;
  if (answer.status === 401) throw new Error(word("not-signed-in"));
  const problem = await answer.json().catch(() => null);
  throw new Error(problem?.detail ?? word("unanswered"));
};

export const gotJson = async url => {
  const answer = await got(url);
  return answer.json().catch(() => {
    throw new Error(word("unanswered"));
  });
};

/** @returns {status, body}; status 0 where no answer came */
export const send = (url, form, headers, told) => new Promise(done => {
  const request = new XMLHttpRequest();
  request.open("POST", url);
  Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
  request.upload.addEventListener("progress", event => {
    if (event.lengthComputable) told(event.loaded / event.total);
  });
  request.addEventListener("loadend", () => {
    let body = null;
    try {
      body = JSON.parse(request.responseText);
    } catch {
      // no answer, or none of ours
    }
    done({ status: request.status, body });
  });
  request.send(form);
});

/** A record as a program sends it: its document, and each file beside it. */
export const multipart = (document, files) => {
  const form = new FormData();
  form.append("record", new Blob([JSON.stringify(document)], { type: "application/json" }));
  files.forEach(file => form.append("file", file, file.name));
  return form;
};

export const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map(one => one.toString(16).padStart(2, "0")).join("");
