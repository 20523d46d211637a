// Shows the sections that have all words of the query, as search.py has them in SECTIONS. A word is
// found within others, too: "quarantine" in "quarantined".
"use strict";

const MOST = 60;
const BEFORE = 70;
const AFTER = 130;

function score(section, words) {
  let sum = 0;
  const [title, page, text] = [section.title, section.page, section.text].map((each) => each.toLowerCase());
  for (const word of words) {
    const times = text.split(word).length - 1;
    const found = 20 * title.includes(word) + 5 * page.includes(word) + Math.min(times, 5);
    if (found === 0) {
      return 0;
    }
    sum += found;
  }
  return sum;
}

// The text around the rarest of the words, with all of them marked.
function excerpt(text, words) {
  const made = document.createElement("p");
  const pieces = words.map((word) => text.toLowerCase().split(word)).filter((each) => each.length > 1);
  const [rarest] = pieces.sort((one, other) => one.length - other.length);
  const near = rarest ? rarest[0].length - BEFORE : 0;
  const begin = near > 0 ? text.indexOf(" ", near) : 0;
  const end = text.indexOf(" ", begin + BEFORE + AFTER);
  const part = text.slice(begin, end < 0 ? text.length : end);
  const either = words.map((word) => word.replace(/[^\p{L}\p{N}]/gu, "\\$&")).join("|");
  made.append(begin > 0 ? "… " : "");
  for (const [index, piece] of part.split(new RegExp(`(${either})`, "giu")).entries()) {
    const node = document.createElement(index % 2 ? "mark" : "span");
    node.textContent = piece;
    made.append(node);
  }
  made.append(end >= 0 ? " …" : "");
  return made;
}

function shown(section, words) {
  const made = document.createElement("div");
  const link = document.createElement("a");
  link.href = section.url;
  link.textContent = section.title;
  const heading = document.createElement("h3");
  heading.append(link, section.title === section.page ? "" : ` in ${section.page}`);
  made.append(heading, excerpt(section.text, words));
  return made;
}

function search(query) {
  const words = query.toLowerCase().split(/\s+/).filter((word) => word);
  if (!words.length) {
    return;
  }
  const found = SECTIONS.map((section) => [score(section, words), section])
    .filter(([points]) => points > 0)
    .sort(([one], [other]) => other - one);
  const [count, more] = [found.length, found.length > MOST ? `; the best ${MOST} are shown` : ""];
  document.getElementById("search-outcome").textContent =
    `${count} ${count === 1 ? "section" : "sections"} with “${query}”${more}`;
  document.getElementById("search-results").append(
    ...found.slice(0, MOST).map(([, section]) => shown(section, words)),
  );
}

const query = new URLSearchParams(location.search).get("q") ?? "";
for (const field of document.querySelectorAll("input[name=q]")) {
  field.value = query;
}
search(query);
