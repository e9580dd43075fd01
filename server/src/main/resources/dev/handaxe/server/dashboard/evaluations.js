// Evaluations: asking for one, and how far each is.
import { ask, attempt, button, element, number, page, percent, read, refill, row } from "./api.js";

let listed = "";

export async function lookAtEvaluations() {
  if (page("evaluations-section").hidden) {
    const { datasets } = await read("api/datasets");
    page("dataset").replaceChildren(...datasets.map(one => {
      const option = element("option", `${one.name}, ${one.tasks} tasks`);
      option.value = one.name;
      return option;
    }));
    page("evaluations-section").hidden = false;
  }
  const text = await ask("api/evaluations");
  if (text === listed) return;
  listed = text;
  const { evaluations } = JSON.parse(text);
  page("no-evaluations").hidden = evaluations.length > 0;
  refill(page("evaluations"), evaluations.map(one => {
    const keys = Object.entries(one.result ? one.result.pass_at_k : {});
    const actions = document.createElement("td");
    actions.append(
      button("Verdicts", "verdicts " + one.evaluation, () => saveVerdicts(one.evaluation)),
      button(one.result ? "Forget" : "End", "end " + one.evaluation, () => forget(one.evaluation)));
    return row(
      new Date(one.asked).toLocaleTimeString(), one.dataset,
      element("td", one.error ? "failed: " + one.error : one.state, one.state),
      number(`${one.done} of ${one.samples}`), number(one.passed),
      keys.map(([k, value]) => `pass@${k} ${percent(value)}`).join(", "), actions);
  }));
}

// Lines of a file, each a sample; without a file the data set's own solutions are run.
async function evaluate() {
  const asked = { dataset: page("dataset").value };
  const [file] = page("samples").files;
  if (file) {
    const lines = (await file.text()).split("\n").filter(line => line.trim() !== "");
    asked.samples = lines.map((line, index) => {
      try {
        return JSON.parse(line);
      } catch {
        throw new Error(`${file.name}, line ${index + 1}: not JSON`);
      }
    });
  }
  await ask("api/evaluations", { body: JSON.stringify(asked) });
  await lookAtEvaluations();
}

async function saveVerdicts(id) {
  const made = await ask(`api/evaluations/${id}/verdicts`, { type: "blob" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(made);
  link.download = "verdicts.jsonl";
  link.click();
  URL.revokeObjectURL(link.href);
}

async function forget(id) {
  await ask("api/evaluations/" + id, { method: "DELETE" });
  await lookAtEvaluations();
}

page("evaluate").addEventListener("submit", event => {
  event.preventDefault();
  attempt(evaluate);
});
