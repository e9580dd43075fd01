// What all parts of the page use: asking the API, and making elements. All that comes from
// functions, guests and models is set as text, never as markup.

let token = "";

export const page = id => document.getElementById(id);

export function setToken(text) {
  token = text;
}

export function hasToken() {
  return token !== "";
}

export async function ask(path, { body, method, type } = {}) {
  const headers = {};
  if (token) headers.Authorization = "Bearer " + token;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const response = await fetch(path, {
    headers, body, method: method || (body === undefined ? "GET" : "POST"),
    credentials: "omit", cache: "no-store",
  });
  if (response.status === 401) {
    page("access").hidden = false;
    throw new Error("a token is needed");
  }
  if (!response.ok && path !== "health") {
    let detail = "the server answered with status " + response.status;
    try { detail = JSON.parse(await response.text()).detail || detail; } catch { /* no problem document */ }
    throw new Error(detail);
  }
  return type === "blob" ? response.blob() : response.text();
}

export async function read(path) {
  return JSON.parse(await ask(path));
}

export function element(name, text, kind) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

// A button that does something; the key finds it again when its list is made anew.
export function button(text, key, action) {
  const made = element("button", text);
  made.type = "button";
  made.dataset.key = key;
  made.addEventListener("click", () => attempt(action));
  return made;
}

export function row(...cells) {
  const made = document.createElement("tr");
  made.append(...cells.map(cell => {
    if (cell instanceof HTMLTableCellElement) return cell;
    const data = document.createElement("td");
    data.append(cell instanceof Node ? cell : String(cell));
    return data;
  }));
  return made;
}

export function number(text) {
  return element("td", text, "number");
}

// Puts other elements in the place of those there are, without taking the keyboard's place away.
export function refill(container, elements) {
  const active = document.activeElement;
  const key = container.contains(active) ? active.dataset.key : undefined;
  container.replaceChildren(...elements);
  if (key === undefined) return;
  const again = [...container.querySelectorAll("[data-key]")].find(one => one.dataset.key === key);
  if (again) again.focus();
}

export function setText(id, text) {
  if (page(id).textContent !== text) page(id).textContent = text;
}

export async function attempt(action) {
  try {
    await action();
    setText("message", "");
  } catch (fault) {
    setText("message", fault.message);
  }
}

// Lines of a unified diff; their first characters say it without colours, too.
export function diff(lines) {
  const made = element("pre", undefined, "diff");
  made.tabIndex = 0;
  lines.forEach(line => {
    const kind = line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : "";
    made.append(element("span", line + "\n", kind));
  });
  return made;
}

export function details(summary, key, ...content) {
  const made = document.createElement("details");
  const head = element("summary", summary);
  head.dataset.key = key;
  made.append(head, ...content);
  return made;
}

export function percent(share) {
  return share === undefined ? "–" : (100 * share).toFixed(1) + " %";
}
