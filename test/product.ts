// The whole program as a process that can be killed: `src/app/serve.ts` on a data folder of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { until } from "./until.ts";

export type Product = {
  address: string;
  child: ChildProcess;
  said(): string;
  ended: Promise<number | null>;
};

const alive = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of alive) child.kill("SIGKILL");
});

/** @param program the product itself, or the demo, which is the product with the sample group in it. */
export function spawnProduct(
  env: Record<string, string>,
  program: "serve" | "demo" = "serve",
): Omit<Product, "address"> {
  const child = spawn(process.execPath, [`src/app/${program}.ts`], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PORT: "0", ...env },
  });
  alive.add(child);
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (piece: string) => (text += piece));
  const ended = once(child, "close").then(([code]) => {
    alive.delete(child);
    return code as number | null;
  });
  return { child, said: () => text, ended };
}

export async function startProduct(
  env: Record<string, string>,
  program: "serve" | "demo" = "serve",
): Promise<Product> {
  const started = spawnProduct(env, program);
  const address = await until(
    "the product is ready",
    async () => {
      if (started.child.exitCode !== null) throw new Error(`it ended: ${started.said()}`);
      return /Yagura is ready: (\S+)/.exec(started.said())?.[1];
    },
    120_000,
  );
  return { ...started, address };
}

/** A call as a client makes it; the session cookie is given and comes back. */
export async function ask(
  address: string,
  method: string,
  path: string,
  body?: object,
  cookie = "",
): Promise<{ status: number; body: Record<string, unknown>; cookie: string; headers: Headers }> {
  const reply = await fetch(`${address}${path}`, {
    method,
    headers: {
      "x-yagura": "1",
      ...(cookie ? { cookie } : {}),
      ...(body ? { "content-type": "application/json" } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const given = reply.headers.getSetCookie()[0]?.split(";")[0] ?? cookie;
  const text = await reply.text();
  return {
    status: reply.status,
    body: text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : {},
    cookie: given,
    headers: reply.headers,
  };
}

export const firstGroup = {
  groupName: "Test Group",
  fiscalYearStartMonth: 4,
  timeZone: "Asia/Tokyo",
  languages: ["ja", "en"],
  parentName: "Parent Inc.",
  parentCode: "P",
  parentCountry: "JP",
  parentWorkers: 100,
  familyName: "Kobayashi-Testname",
  givenName: "Kaoru",
  loginName: "kaoru.secretmail@example.test",
  password: "a long enough phrase",
  language: "en",
};
