// Shows conversations from the data in this page. Texts of models and guests are only ever set as textContent.
"use strict";
(() => {
    const PAGE = 50;
    const byId = (id) => document.getElementById(id);
    const data = JSON.parse(byId("data-list").textContent);
    const list = byId("list");
    const more = byId("more");
    const filters = ["set", "split", "result", "task"].map((name) => byId("filter-" + name));
    let bodies = null;
    let found = [];
    let shown = 0;

    const make = (name, text, className) => {
        const element = document.createElement(name);
        if (text !== undefined) {
            element.textContent = text;
        }
        if (className) {
            element.className = className;
        }
        return element;
    };

    const passage = (parent, text, label) => {
        const element = make("pre", text, "talk");
        element.tabIndex = 0;
        element.setAttribute("aria-label", label);
        parent.append(element);
    };

    const said = (parent, role, text) => {
        parent.append(make("h5", role, "role"));
        passage(parent, text, role);
    };

    const outcome = (parent, call, texts) => {
        const [name, kind, , failure, trace] = call;
        const line = make("p");
        line.append(make("span", kind, kind === "returned" ? "badge good" : "badge bad"));
        parent.append(line);
        if (failure !== null) {
            said(parent, "Failure of " + name, texts[failure]);
        }
        if (trace !== null) {
            const details = make("details");
            details.append(make("summary", "Trace: the calls inside " + name));
            passage(details, texts[trace], "Trace of " + name);
            parent.append(details);
        }
    };

    const ROLES = { system: "Instructions", user: "Task", assistant: "Agent", tool: "Result", grading: "What grading showed" };

    const body = (parent, number) => {
        bodies = bodies || JSON.parse(byId("data-bodies").textContent);
        const { messages, calls } = bodies.items[number];
        const texts = bodies.texts;
        let next = 0;
        for (const [role, text, tool, asks] of messages) {
            const title = (ROLES[role] || role) + (tool ? " of " + tool : "");
            if (texts[text].trim() !== "" || asks.length === 0) {
                said(parent, title, texts[text]);
            }
            for (const [name, given] of asks) {
                said(parent, "Agent calls " + name, texts[given]);
            }
            if (role === "tool" && next < calls.length && calls[next][0] === tool && calls[next][2] === text) {
                outcome(parent, calls[next++], texts);
            }
        }
        // an agent that writes its calls as text has no results of its own among its messages
        for (const call of calls.slice(next)) {
            said(parent, "Agent calls " + call[0], texts[call[5]]);
            said(parent, "Result of " + call[0], texts[call[2]]);
            outcome(parent, call, texts);
        }
    };

    const entry = (number) => {
        const [set, split, task, repeat, score, cause, tokens, reason] = data.items[number];
        const item = make("li");
        const details = make("details");
        details.id = "c" + number;
        const summary = make("summary");
        const mark = score >= 1 ? "solved" : score > 0 ? "score " + score.toFixed(2) : "failed";
        summary.append(make("span", mark, score >= 1 ? "badge good" : "badge bad"), " ", make("strong", task), " ");
        const about = [split, data.sets[set], cause >= 0 ? data.causes[cause] : "", repeat > 1 ? "repeat " + repeat : ""];
        summary.append(make("span", about.filter((part) => part).join(" · "), "about"));
        details.append(summary);
        details.addEventListener("toggle", () => {
            if (details.open && details.childElementCount === 1) {
                details.append(make("p", "Verdict: " + (reason || "none") + " · " + tokens.toLocaleString("en") + " tokens"));
                body(details, number);
            }
        });
        item.append(details);
        return item;
    };

    const showMore = () => {
        const next = found.slice(shown, shown + PAGE);
        list.append(...next.map(entry));
        shown += next.length;
        more.hidden = shown >= found.length;
        more.textContent = "Show " + Math.min(PAGE, found.length - shown) + " more";
    };

    const search = () => {
        const [set, split, result, task] = filters.map((filter) => filter.value);
        found = [];
        data.items.forEach((item, number) => {
            const cause = item[5];
            if ((set === "" || String(item[0]) === set)
                && (split === "" || item[1] === split)
                && (result === "" || (result === "solved" ? cause < 0 : result === "failed" ? cause >= 0 : result === "cause-" + cause))
                && item[2].toLowerCase().includes(task.trim().toLowerCase())) {
                found.push(number);
            }
        });
        list.replaceChildren();
        shown = 0;
        showMore();
        byId("count").textContent = found.length + " of " + data.items.length + " conversations";
    };

    const clear = () => filters.forEach((filter) => { filter.value = ""; });

    const follow = () => {
        const cause = /^#(cause-\d+)$/.exec(location.hash);
        const conversation = /^#c(\d+)$/.exec(location.hash);
        if (cause) {
            clear();
            byId("filter-result").value = cause[1];
            search();
            byId("conversations").scrollIntoView();
            byId("filter-result").focus({ preventScroll: true });
        } else if (conversation && Number(conversation[1]) < data.items.length) {
            const number = Number(conversation[1]);
            clear();
            search();
            while (shown <= number && shown < found.length) {
                showMore();
            }
            const details = byId("c" + number);
            details.open = true;
            details.scrollIntoView();
            details.firstElementChild.focus({ preventScroll: true });
        }
    };

    const form = byId("filter");
    form.hidden = false;
    form.addEventListener("input", search);
    form.addEventListener("submit", (event) => event.preventDefault());
    more.addEventListener("click", () => {
        const first = shown;
        showMore();
        byId("c" + found[first]).firstElementChild.focus();
    });
    // what is folded is printed open
    window.addEventListener("beforeprint", () => {
        document.querySelectorAll("main details:not(#list details)").forEach((details) => { details.open = true; });
    });
    window.addEventListener("hashchange", follow);
    search();
    follow();
})();
