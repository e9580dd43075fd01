// Asks the API and shows what it says. All that comes from functions, guests and models is set as
// text, never as markup.
"use strict";

const LOOK_MILLIS = 2000;
const page = id => document.getElementById(id);

let token = "";
let shown = "";
let listed = "";
let waiting = false;

async function ask(path, body) {
  const headers = {};
  if (token) headers.Authorization = "Bearer " + token;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const response = await fetch(path, {
    headers, body, method: body === undefined ? "GET" : "POST", credentials: "omit", cache: "no-store",
  });
  const text = await response.text();
  if (response.status === 401) {
    page("access").hidden = false;
    throw new Error("a token is needed");
  }
  if (!response.ok && path !== "health") {
    let detail = "the server answered with status " + response.status;
    try { detail = JSON.parse(text).detail || detail; } catch { /* no problem document */ }
    throw new Error(detail);
  }
  return text;
}

function element(name, text, kind) {
  const made = document.createElement(name);
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

function say(text) {
  if (page("message").textContent !== text) page("message").textContent = text;
}

async function showHealth() {
  const up = JSON.parse(await ask("health")).status === "up";
  const text = up ? "guest code runs" : "guest code does not run";
  if (page("health").textContent !== text) page("health").textContent = text;
  page("health").className = up ? "up" : "down";
}

async function showFunctions() {
  const answer = JSON.parse(await ask("api/functions"));
  if (answer.hash === listed) return;
  listed = answer.hash;
  page("no-functions").hidden = answer.functions.length > 0;
  page("functions").replaceChildren(...answer.functions.map(one => {
    const item = document.createElement("li");
    const open = element("button", one.name);
    open.type = "button";
    open.addEventListener("click", () => attempt(() => showFunction(one.name)));
    item.append(open, element("span", one.description));
    return item;
  }));
}

async function showFunction(name) {
  const one = JSON.parse(await ask("api/functions/" + encodeURIComponent(name)));
  shown = one.name;
  page("function-title").textContent = one.name;
  page("function-description").textContent = one.description;
  page("function-source").textContent = one.source;
  page("function-schema").textContent = JSON.stringify(one.parameters, null, 2);
  page("arguments").value = JSON.stringify(template(one.parameters));
  page("outcome").textContent = "";
  page("function").hidden = false;
  page("function-title").focus();
}

function template(schema) {
  const values = { string: "", number: 0, integer: 0, boolean: false, array: [], object: {}, null: null };
  const names = schema.required || Object.keys(schema.properties || {});
  return Object.fromEntries(names.map(name => {
    const type = ((schema.properties || {})[name] || {}).type;
    return [name, type in values ? values[type] : null];
  }));
}

// The answer is shown as it came: a number too large for this language would change if it were read.
async function callShown() {
  const button = page("try").querySelector("button");
  button.disabled = true;
  try {
    page("outcome").textContent = "";
    const args = page("arguments").value.trim() || "{}";
    const text = await ask("api/functions/" + encodeURIComponent(shown) + "/call", `{"args": ${args}}`);
    page("outcome").textContent = text;
    await showCalls();
  } finally {
    button.disabled = false;
  }
}

async function showCalls() {
  const { calls } = JSON.parse(await ask("api/calls"));
  const counts = new Map();
  calls.forEach(call => counts.set(call.outcome, (counts.get(call.outcome) || 0) + 1));
  const times = calls.map(call => call.wall_ms).sort((a, b) => a - b);
  page("summary").textContent = calls.length === 0 ? "none yet"
    : [...counts].map(([kind, count]) => count + " " + kind.replace("_", " ")).join(", ")
      + `; median ${times[Math.floor(times.length / 2)].toFixed(1)} ms, `
      + `longest ${times[times.length - 1].toFixed(1)} ms`;
  page("calls").replaceChildren(...calls.slice(0, 100).map(call => {
    const row = document.createElement("tr");
    row.append(
      element("td", new Date(call.at).toLocaleTimeString()),
      element("td", call.what),
      element("td", call.outcome.replace("_", " "), call.outcome),
      element("td", call.wall_ms.toFixed(1), "number"),
      element("td", call.queue_ms.toFixed(1), "number"));
    return row;
  }));
}

async function attempt(action) {
  try {
    await action();
    say("");
  } catch (fault) {
    say(fault.message);
  }
}

async function look() {
  if (waiting || document.hidden) return;
  waiting = true;
  await attempt(async () => {
    await showHealth();
    if (token || page("access").hidden) {
      await showFunctions();
      await showCalls();
    }
  });
  waiting = false;
}

page("access").addEventListener("submit", event => {
  event.preventDefault();
  token = page("token").value.trim();
  page("token").value = "";
  page("access").hidden = true;
  listed = "";
  look();
});
page("try").addEventListener("submit", event => {
  event.preventDefault();
  attempt(callShown);
});
look();
setInterval(look, LOOK_MILLIS);
