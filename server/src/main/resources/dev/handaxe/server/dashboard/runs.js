// Training runs: the list, one of them, and the conversations of its agent.
import { ask, button, details, diff, element, number, page, percent, read, refill, row, setText } from "./api.js";

const SVG = "http://www.w3.org/2000/svg";
const SPLITS = ["train", "validation", "test"];
const PAGE = 50;

let listed = "";
let shown = "";
let offset = 0;

export async function lookAtRuns() {
  page("runs-section").hidden = false;
  const text = await ask("api/runs");
  if (text === listed) return;
  listed = text;
  const { runs } = JSON.parse(text);
  page("no-runs").hidden = runs.length > 0;
  refill(page("runs"), runs.map(run => row(
    button(run.run, run.run, () => showRun(run.run, true)),
    run.state === "ended" ? "ended: " + run.stopped : run.state,
    run.dataset || "",
    number(run.epochs === undefined ? "" : run.epochs),
    ...SPLITS.map(split => number(gain((run.scores || {})[split] || {}))),
    number((run.usage || {}).calls || ""))));
  if (runs.some(run => run.run === shown)) await showRun(shown, false);
}

function gain(scores) {
  if (scores.first === undefined) return "–";
  return scores.last === undefined ? percent(scores.first) : percent(scores.first) + " → " + percent(scores.last);
}

async function showRun(name, opened) {
  const run = await read("api/runs/" + encodeURIComponent(name));
  shown = name;
  setText("run-title", "Run " + run.run);
  setText("run-conclusion", run.measured.conclusion || "");
  page("run-facts").replaceChildren(...facts(run));
  page("run-notes").replaceChildren(...run.notes.map(note => element("li", note)));
  page("curve").replaceChildren(...chart(run.curve));
  page("curve-rows").replaceChildren(...run.curve.map(point => row(
    point.fate === "pruned" ? "pruned" : point.epoch, point.fate,
    ...SPLITS.map(split => number(point[split]
      ? `${percent(point[split].mean)} (${percent(point[split].low)} to ${percent(point[split].high)})` : "–")))));
  refill(page("epochs"), run.epoch_list.map(epochDetails));
  refill(page("lineage"), Object.entries(run.lineage).map(lineageDetails));
  refill(page("credit"), run.measured.credit.map(one => row(
    one.name, number(one.calls || ""), number(one.succeeded || ""), number(one.tasks || ""))));
  page("run").hidden = false;
  if (!opened) return;
  choices("split", ["", ...SPLITS].map(split => [split, split || "all"]));
  choices("set", [["", "all"], ...Object.entries(run.sets)]);
  page("conversation").hidden = true;
  offset = 0;
  await showConversations();
  page("run-title").focus();
}

function facts(run) {
  const bounds = Object.entries(run.budget).map(([name, value]) => `${name.replace(/^budget[_-]?/, "")} ${value}`);
  const used = ["calls", "input_tokens", "output_tokens"].filter(name => run.usage[name])
    .map(name => `${run.usage[name]} ${name.replace("_", " ")}`);
  const all = [
    ["State", run.state === "ended" ? "ended: " + run.stopped : "goes on, or was interrupted"],
    ["Tasks", SPLITS.filter(split => split in run.tasks).map(split => `${run.tasks[split]} ${split}`).join(", ")],
    ["Used", used.join(", ")],
    ["Budget", bounds.join(", ") || "none"],
    ["Functions kept", run.functions],
    ["Headroom", run.measured.headroom.text || ""],
    ["Last written", run.last_written || ""],
  ];
  return all.filter(([, value]) => value !== "").flatMap(([name, value]) => [element("dt", name), element("dd", String(value))]);
}

function epochDetails(epoch) {
  const reason = epoch.decision.reason || "";
  const edits = epoch.edits.map(edit => {
    const part = element("div", undefined, "edit");
    part.append(element("h4", edit.action.replaceAll("_", " ") + " " + edit.name));
    Object.entries(edit.facts).forEach(([name, value]) => part.append(element("p", `${name.replaceAll("_", " ")}: ${value}`, "facts")));
    if (edit.code) {
      const code = element("pre", edit.code);
      code.tabIndex = 0;
      part.append(code);
    }
    return part;
  });
  const head = `epoch ${epoch.epoch}: ${epoch.verdict}, ${epoch.edits.length} edits`
    + (epoch.refused ? `, ${epoch.refused} answers sent back` : "");
  return details(head, "epoch " + epoch.epoch, element("p", reason), ...edits);
}

function lineageDetails([name, steps]) {
  const parts = steps.flatMap(step => {
    const text = step.diff.length > 0 ? diff(step.diff) : element("pre", step.source || "");
    text.tabIndex = 0;
    return [element("h4", `version ${step.version}: ${step.words}`), text];
  });
  return details(`${name}: ${steps.map(step => step.words).join(", ")}`, "function " + name, ...parts);
}

// Means by epoch as lines, with a mark for each: filled ones were kept. The table has the numbers.
function chart(points) {
  const [width, height, left, low] = [640, 220, 44, 24];
  const at = (index, share) => [
    left + (points.length === 1 ? 0.5 : index / (points.length - 1)) * (width - left - 24),
    height - low - share * (height - 2 * low)];
  const drawn = [];
  [0, 0.25, 0.5, 0.75, 1].forEach(share => {
    const [, y] = at(0, share);
    drawn.push(shape("line", { x1: left - 6, x2: width, y1: y, y2: y, class: "grid" }));
    drawn.push(label(left - 10, y + 4, 100 * share + " %", "end"));
  });
  points.forEach((point, index) => drawn.push(label(at(index, 0)[0], height - 4, String(point.epoch), "middle")));
  SPLITS.forEach(split => {
    const scored = points.map((point, index) => [point, index]).filter(([point]) => point[split]);
    const path = scored.map(([point, index]) => at(index, point[split].mean).map(x => x.toFixed(1)).join(","));
    drawn.push(shape("polyline", { points: path.join(" "), class: "curve " + split }));
    scored.forEach(([point, index]) => drawn.push(mark(split, ...at(index, point[split].mean), point.kept)));
  });
  return drawn;
}

function mark(split, x, y, kept) {
  const kind = `mark ${split} ${kept ? "kept" : "tried"}`;
  if (split === "train") return shape("circle", { cx: x, cy: y, r: 5, class: kind });
  if (split === "validation") return shape("rect", { x: x - 5, y: y - 5, width: 10, height: 10, class: kind });
  return shape("polygon", { points: `${x},${y - 6} ${x + 6},${y + 5} ${x - 6},${y + 5}`, class: kind });
}

function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  return made;
}

function label(x, y, text, anchor) {
  const made = shape("text", { x, y, "text-anchor": anchor });
  made.textContent = text;
  return made;
}

function choices(id, entries) {
  page(id).replaceChildren(...entries.map(([value, text]) => {
    const option = element("option", text);
    option.value = value;
    return option;
  }));
}

async function showConversations() {
  const query = new URLSearchParams({ offset, limit: PAGE });
  ["split", "set", "solved"].forEach(name => { if (page(name).value) query.set(name, page(name).value); });
  const answer = await read(`api/runs/${encodeURIComponent(shown)}/conversations?${query}`);
  const last = Math.min(offset + PAGE, answer.total);
  setText("conversation-count", answer.total === 0 ? "none" : `${offset + 1} to ${last} of ${answer.total}`);
  refill(page("conversations"), answer.conversations.map(one => row(
    button(one.task, "conversation " + one.index, () => showConversation(one.index)),
    one.split, element("td", one.solved ? "solved" : "failed", one.solved ? "returned" : "raised"),
    one.reason, number(one.calls_made), number(one.tokens))));
  page("earlier").disabled = offset === 0;
  page("later").disabled = last >= answer.total;
}

async function showConversation(index) {
  const one = await read(`api/runs/${encodeURIComponent(shown)}/conversations/${index}`);
  setText("conversation-title", `${one.task}, ${one.split}: ${one.solved ? "solved" : "failed"}`);
  setText("conversation-reason", one.reason);
  page("messages").replaceChildren(...one.messages.map(message => {
    const item = document.createElement("li");
    item.append(element("h4", message.tool ? `${message.role} ${message.tool}` : message.role), block(message.text));
    message.asks.forEach(asked => item.append(block(`${asked.name} ${asked.arguments}`)));
    return item;
  }));
  page("conversation-calls").replaceChildren(...one.calls.map(call => {
    const parts = [element("h4", "Arguments"), block(call.arguments), element("h4", "Reply"), block(call.reply)];
    if (call.trace) parts.push(element("h4", "Trace"), block(call.trace));
    return details(`${call.name}: ${call.outcome}`, call.name, ...parts);
  }));
  page("conversation").hidden = false;
  page("conversation-title").focus();
}

function block(text) {
  const made = element("pre", text);
  made.tabIndex = 0;
  return made;
}

// The report needs a token to be asked for, so it is saved rather than linked to.
async function saveReport() {
  const made = await ask(`api/runs/${encodeURIComponent(shown)}/report`, { type: "blob" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(made);
  link.download = shown + ".html";
  link.click();
  URL.revokeObjectURL(link.href);
}

function turn(by) {
  offset = Math.max(0, offset + by);
  return showConversations();
}

["split", "set", "solved"].forEach(id => page(id).addEventListener("change", () => {
  offset = 0;
  showConversations();
}));
page("turn").append(
  Object.assign(button("Earlier", "earlier", () => turn(-PAGE)), { id: "earlier" }),
  Object.assign(button("Later", "later", () => turn(PAGE)), { id: "later" }));
page("save").append(button("Save the whole report", "save", saveReport));
