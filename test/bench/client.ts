// Real HTTP against the real server, as several people at once.
import { spawn } from "node:child_process";
import { Agent, request } from "node:http";
import { createInterface } from "node:readline";
import type { Input, Operation, Output } from "#core/contract.ts";
import { hashToken } from "#core/http/door.ts";
import type { Place } from "./stage.ts";

export type Answer<T> = { body: T; bytes: number; ms: number; text: string };
export type User = {
  token: string;
  personId: string;
  call<O extends Operation>(operation: O, input: Input<O>): Promise<Answer<Output<O>>>;
};

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
let address = 0;

/** One call over a kept connection; the time runs from the call to the last byte. */
export function send(
  url: URL,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<{ status: number; text: string; ms: number }> {
  const began = performance.now();
  return new Promise((done, fail) => {
    const call = request(
      url,
      { agent, method: options.method ?? "GET", ...(options.headers ? { headers: options.headers } : {}) },
      (response) => {
        const pieces: Buffer[] = [];
        response.on("data", (piece: Buffer) => pieces.push(piece));
        response.on("end", () =>
          done({
            status: response.statusCode ?? 0,
            text: Buffer.concat(pieces).toString("utf8"),
            ms: performance.now() - began,
          }),
        );
      },
    );
    call.on("error", fail);
    call.end(options.body);
  });
}

/** Path and query of an operation; what is in neither goes into the body. */
export function wire(
  operation: Operation,
  input: Record<string, unknown>,
): { path: string; body: Record<string, unknown> } {
  const left = { ...input };
  const path = operation.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = left[name];
    delete left[name];
    return encodeURIComponent(String(value));
  });
  if (operation.method !== "GET" && operation.body) return { path, body: left };
  const query = new URLSearchParams(
    Object.entries(left).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return { path: query.size > 0 ? `${path}?${query}` : path, body: {} };
}

/** Signs somebody in by a session of its own; each comes from an address of its own, as people do. */
export async function userOf(base: string, { owner }: Place, login: string): Promise<User> {
  const token = `bench-${crypto.randomUUID()}`;
  const { rows } = await owner.query<{ person_id: string }>(
    `insert into sessions (account_id, company_id, token_hash, expires_at, last_seen_at)
     select id, company_id, $2, now() + interval '8 hours', now() + interval '4 hours' from accounts where login_name = $1
     returning (select a.person_id from accounts a where a.id = account_id)`,
    [login, hashToken(token)],
  );
  const personId = rows[0]?.person_id;
  if (!personId) throw new Error(`there is no account ${login}`);
  const call = async (operation: Operation, input: Record<string, unknown>) => {
    const { path, body } = wire(operation, input);
    const hasBody = operation.method !== "GET" && operation.body !== undefined;
    // A fresh address per call keeps the limit per address out of the measurement.
    address += 1;
    const headers = {
      cookie: `yagura_session=${token}`,
      "x-yagura": "1",
      "x-forwarded-for": `10.${(address >> 16) & 255}.${(address >> 8) & 255}.${address & 255}`,
      ...(hasBody ? { "content-type": "application/json" } : {}),
    };
    const answer = await send(new URL(`${base}/api${path}`), {
      method: operation.method,
      headers,
      ...(hasBody ? { body: JSON.stringify(body) } : {}),
    });
    if (answer.status !== 200)
      throw new Error(`${operation.name}: ${answer.status} ${answer.text.slice(0, 300)}`);
    return {
      body: JSON.parse(answer.text) as never,
      bytes: Buffer.byteLength(answer.text),
      ms: answer.ms,
      text: answer.text,
    };
  };
  return { token, personId, call: call as User["call"] };
}

export type Process = { address: string; pid: number; stop(): Promise<void> };

/** Starts a program of ours in a process of its own and waits for the address it prints. */
export function start(script: string, env: Record<string, string>): Promise<Process> {
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  return new Promise((done, fail) => {
    child.once("exit", (code) => fail(new Error(`${script} ended with ${code}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const found = /https?:\/\/\S+/.exec(line);
      if (found) done({ address: found[0].replace(/\/$/, ""), pid: child.pid ?? 0, stop });
    });
  });
}

export const startProduct = (place: Place, dataFolder: string) =>
  start("src/app/serve.ts", {
    PORT: "0",
    DATABASE_URL: place.url,
    DATABASE_OWNER_URL: place.ownerUrl,
    YAGURA_DATA: dataFolder,
    LOG_LEVEL: "error",
    TRUST_PROXY: "yes",
  });
