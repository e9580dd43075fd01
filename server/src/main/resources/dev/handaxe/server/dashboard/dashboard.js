// Health, functions and calls; runs and evaluations where the server has them.
import { ask, attempt, button, details, diff, element, hasToken, number, page, read, refill, row, setText, setToken } from "./api.js";
import { lookAtRuns } from "./runs.js";
import { lookAtEvaluations } from "./evaluations.js";

const LOOK_MILLIS = 2000;

let shown = "";
let listed = "";
let called = "";
let parts;
let waiting = false;

async function showHealth() {
  const up = JSON.parse(await ask("health")).status === "up";
  setText("health", up ? "guest code runs" : "guest code does not run");
  page("health").className = up ? "up" : "down";
}

async function showFunctions() {
  const answer = await read("api/functions");
  if (answer.hash === listed) return;
  listed = answer.hash;
  page("no-functions").hidden = answer.functions.length > 0;
  refill(page("functions"), answer.functions.map(one => {
    const item = document.createElement("li");
    item.append(button(one.name, one.name, () => showFunction(one.name)), element("span", one.description));
    return item;
  }));
}

async function showFunction(name) {
  const path = "api/functions/" + encodeURIComponent(name);
  const one = await read(path);
  shown = one.name;
  setText("function-title", one.name);
  setText("function-description", one.description);
  setText("function-source", one.source);
  setText("function-schema", JSON.stringify(one.parameters, null, 2));
  page("arguments").value = JSON.stringify(template(one.parameters));
  setText("outcome", "");
  page("function").hidden = false;
  page("function-title").focus();
  page("history").hidden = !parts.has("/api/functions/{name}/versions");
  if (!page("history").hidden) await showHistory(path);
}

async function showHistory(path) {
  const { versions } = await read(path + "/versions");
  page("versions").replaceChildren(...versions.reverse().map(version => {
    const facts = Object.entries(version.provenance).map(([name, value]) => name + " " + value);
    return details(
      `version ${version.version}: ${version.change}`, "version " + version.version,
      element("p", facts.join(", "), "facts"), diff(version.diff));
  }));
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
  const submit = page("try").querySelector("button");
  submit.disabled = true;
  try {
    setText("outcome", "");
    const args = page("arguments").value.trim() || "{}";
    const path = "api/functions/" + encodeURIComponent(shown) + "/call";
    setText("outcome", await ask(path, { body: `{"args": ${args}}` }));
    await showCalls();
  } finally {
    submit.disabled = false;
  }
}

async function showCalls() {
  const text = await ask("api/calls");
  if (text === called) return;
  called = text;
  const { calls } = JSON.parse(text);
  const counts = new Map();
  calls.forEach(call => counts.set(call.outcome, (counts.get(call.outcome) || 0) + 1));
  const times = calls.map(call => call.wall_ms).sort((a, b) => a - b);
  setText("summary", calls.length === 0 ? "none yet"
    : [...counts].map(([kind, count]) => count + " " + kind.replace("_", " ")).join(", ")
      + `; median ${times[Math.floor(times.length / 2)].toFixed(1)} ms, `
      + `longest ${times[times.length - 1].toFixed(1)} ms`);
  page("calls").replaceChildren(...calls.slice(0, 100).map(call => row(
    new Date(call.at).toLocaleTimeString(),
    call.what,
    element("td", call.outcome.replace("_", " "), call.outcome),
    number(call.wall_ms.toFixed(1)),
    number(call.queue_ms.toFixed(1)))));
}

// What this server has is in its own description.
async function findParts() {
  if (!parts) parts = new Set(Object.keys((await read("openapi.json")).paths));
  return parts;
}

async function look() {
  if (waiting || document.hidden) return;
  waiting = true;
  try {
    await showHealth();
    if (hasToken() || page("access").hidden) {
      await findParts();
      await showFunctions();
      await showCalls();
      if (parts.has("/api/runs")) await lookAtRuns();
      if (parts.has("/api/evaluations")) await lookAtEvaluations();
    }
    if (page("message").dataset.from === "look") setText("message", "");
  } catch (fault) {
    page("message").dataset.from = "look";
    setText("message", fault.message);
  } finally {
    waiting = false;
  }
}

page("access").addEventListener("submit", event => {
  event.preventDefault();
  setToken(page("token").value.trim());
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
