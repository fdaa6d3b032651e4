// The texts of the page, as the server wrote them into it; {0} and {1} stand for what is given.
"use strict";
const texts = new Map();
document.querySelectorAll("[data-words] dt").forEach(name => texts.set(name.textContent, name.nextElementSibling.textContent));

export const word = (name, ...given) =>
  given.reduce((text, one, at) => text.replaceAll(`{${at}}`, () => String(one)), texts.get(name) ?? name);

export const has = name => texts.has(name);

/** An element with members, and what is in it: text is text and never becomes markup. */
export const make = (tag, members = {}, ...inside) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...inside.filter(one => one !== null && one !== undefined));
  return element;
};

export const bytes = length =>
  length < 1024 ? `${length} B` : length < 1048576 ? `${Math.ceil(length / 1024)} KiB` : `${(length / 1048576).toFixed(1)} MiB`;

let made = 0;
export const newId = () => `f${++made}`;
