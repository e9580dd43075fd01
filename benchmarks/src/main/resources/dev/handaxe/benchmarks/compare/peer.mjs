// Runs Python programs in a peer of Handaxe, for speed comparisons.
//   node peer.mjs pyodide-fresh|pyodide|monty FOLDER     FOLDER holds node_modules
// The first line out says the version; then each line in, {"program": ...} or {"calls": N},
// is answered by one line.
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [kind, folder] = process.argv.slice(2);
const packageName = kind === 'monty' ? '@pydantic/monty' : 'pyodide';
const home = join(folder, 'node_modules', packageName);
const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
const entry = kind === 'monty' ? manifest.main : 'pyodide.mjs';
const peer = await import(pathToFileURL(join(home, entry)).href);

const TRIVIAL = 'def plus(a, b):\n    return a + b\n';
const quiet = { stdout: () => {}, stderr: () => {} };

function namespace(pyodide) {
  return pyodide.toPy({ __name__: '__main__' });
}

function runIn(pyodide, program) {
  const globals = namespace(pyodide);
  try {
    pyodide.runPython(program, { globals });
  } finally {
    globals.destroy();
  }
}

function times(count, call) {
  const micros = [];
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    if (call() !== 5) throw new Error('2 + 3 is not 5');
    micros.push((performance.now() - start) * 1000);
  }
  return micros;
}

const kinds = {
  'pyodide-fresh': async () => ({
    program: async (text) => runIn(await peer.loadPyodide(quiet), text),
    calls: async (count) => {
      const micros = [];
      for (let i = 0; i < count; i++) {
        const start = performance.now();
        const pyodide = await peer.loadPyodide(quiet);
        if (pyodide.runPython(TRIVIAL + 'plus(2, 3)') !== 5) throw new Error('2 + 3 is not 5');
        micros.push((performance.now() - start) * 1000);
      }
      return micros;
    },
  }),
  pyodide: async () => {
    const pyodide = await peer.loadPyodide(quiet);
    const globals = namespace(pyodide);
    pyodide.runPython(TRIVIAL, { globals });
    const plus = globals.get('plus');
    return {
      program: async (text) => runIn(pyodide, text),
      calls: async (count) => times(count, () => plus(2, 3)),
    };
  },
  monty: async () => ({
    program: async (text) => new peer.Monty(text).run({ printCallback: () => {} }),
    calls: async (count) => times(count, () => new peer.Monty(TRIVIAL + 'plus(2, 3)').run()),
  }),
};

const runner = await kinds[kind]();
const say = (line) => process.stdout.write(JSON.stringify(line) + '\n');
say({ version: `${manifest.version} (Node ${process.versions.node})` });
for await (const line of createInterface({ input: process.stdin })) {
  const { program, calls } = JSON.parse(line);
  try {
    if (program !== undefined) {
      await runner.program(program);
      say({ passed: true });
    } else {
      say({ micros: await runner.calls(calls) });
    }
  } catch (error) {
    say({ passed: false, error: String(error.message ?? error).slice(0, 500) });
  }
}
