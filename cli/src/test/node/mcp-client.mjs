// Asks a server of MCP what McpNpmIT wants to know, and prints the answers as one JSON document.
//
//     node mcp-client.mjs WAITING stdio COMMAND [ARGUMENT...]
//     node mcp-client.mjs WAITING http URL        (the token is in HANDAXE_TOKEN)
//
// It makes the file WAITING once it waits for other tools. SDK 1.29.0 is the newest whose packages all run on Node 18.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const PATIENCE_MILLIS = 60_000;
const [waiting, kind, target, ...words] = process.argv.slice(2);

function overStdio() {
    return new StdioClientTransport({ command: target, args: words, env: process.env, stderr: 'pipe' });
}

function overHttp(headers) {
    return new StreamableHTTPClientTransport(new URL(target), { requestInit: { headers } });
}

/** The status that a request without a token gets. */
async function refusal() {
    try {
        await new Client({ name: 'nobody', version: '1' }).connect(overHttp({}));
        return 'let in';
    } catch (error) {
        return error.code;
    }
}

const said = { errors: [], stderr: '' };
let changed;
const change = new Promise((resolve) => (changed = resolve));
const client = new Client(
    { name: 'handaxe-test', version: '1' },
    { listChanged: { tools: { onChanged: (error, tools) => heard(error, tools) } } },
);
client.onerror = (error) => said.errors.push(String(error));

function heard(error, tools) {
    const names = (tools ?? []).map((tool) => tool.name);
    if (error) {
        said.errors.push(String(error));
    } else if (names.includes('twice') && !names.includes('spin')) {
        changed(names);
    }
}

let transport;
if (kind === 'stdio') {
    transport = overStdio();
    transport.stderr.on('data', (chunk) => (said.stderr += chunk));
} else {
    said.refused = await refusal();
    transport = overHttp({ Authorization: `Bearer ${process.env.HANDAXE_TOKEN}` });
}
const agreed = transport.setProtocolVersion?.bind(transport);
transport.setProtocolVersion = (version) => {
    said.protocol = version;
    agreed?.(version);
};

const call = (name, args) => client.callTool({ name, arguments: args });
const late = setTimeout(() => {
    console.error('no answer, or no word of other tools, in time; so far:', said);
    process.exit(1);
}, PATIENCE_MILLIS);

await client.connect(transport);
said.server = client.getServerVersion().name;
said.pid = transport.pid;
said.tools = (await client.listTools()).tools;
said.returned = await call('mean', { xs: [1, 2, 6] });
said.raised = await call('mean', { xs: [] });
said.printed = await call('run_python', { source: 'print(mean([4, 6]))' });
writeFileSync(waiting, '');
said.changed = await change;
said.added = await call('twice', { x: 21 });
if (kind === 'http') {
    await transport.terminateSession();
}
const ended = kind === 'stdio' ? once(transport.stderr, 'end') : undefined;
await client.close();
await ended;
clearTimeout(late);
console.log(JSON.stringify(said));
