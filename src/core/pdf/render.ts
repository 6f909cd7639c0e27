// PDF from a template and data. Data reaches the template as one JSON text and is never markup; the template comes from
// our own source. One document at a time, in a process of its own that is ended when it takes too long or has done enough.
import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { AppError } from "../errors.ts";
import type { Done, Job } from "./setter.ts";

export type RenderLimits = { dataBytes: number; seconds: number };
export const usualLimits: RenderLimits = { dataBytes: 8_000_000, seconds: 60 };
/** typst keeps some memory for good; a new process now and then gives it back. */
const documentsPerProcess = 200;
const idleMs = 60_000;

const resolve = createRequire(import.meta.url).resolve;
const fontFolders = ["noto-sans-jp", "noto-sans-sc"].flatMap((family) =>
  ["400Regular", "700Bold"].map((weight) =>
    join(dirname(resolve(`@expo-google-fonts/${family}/package.json`)), weight),
  ),
);

type Setter = { child: ChildProcess; workspace: string; left: number; idle: NodeJS.Timeout | null };
let setter: Setter | null = null;
let last: Promise<unknown> = Promise.resolve();
let serial = 0;
process.once("exit", () => setter && end(setter));

/** Pictures of a document by the name under which its template reads them, e.g. `photo-1.jpg`. */
export type Pictures = Readonly<Record<string, Uint8Array>>;

/**
 * @param passphrase encrypts the document, which is then no PDF/A; without it nothing of the document is read.
 * @throws AppError `pdf.too_large`, `pdf.too_slow`; any other error is a fault of the template.
 */
export async function renderPdf(
  template: string,
  data: unknown,
  limits: RenderLimits = usualLimits,
  pictures: Pictures = {},
  passphrase?: string,
): Promise<Uint8Array> {
  const text = JSON.stringify(data);
  if (text.length > limits.dataBytes) throw new AppError("too_large", "pdf.too_large");
  const turn = last.then(() => set({ template, data: text, pictures, passphrase }, limits));
  last = turn.catch(() => undefined);
  return turn;
}

function begin(): Setter {
  // An empty workspace: a template cannot read outside of it.
  const workspace = mkdtempSync(join(tmpdir(), "yagura-pdf-"));
  const child = fork(fileURLToPath(new URL("./setter.ts", import.meta.url)), [workspace, ...fontFolders], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    execArgv: ["--max-old-space-size=512"],
    env: { PATH: process.env["PATH"] },
  });
  return { child, workspace, left: documentsPerProcess, idle: null };
}

function end(of: Setter): void {
  if (setter === of) setter = null;
  of.child.kill("SIGKILL");
  rmSync(of.workspace, { recursive: true, force: true });
}

/** A process that waits must not keep ours from ending. */
function rest(of: Setter): void {
  of.child.unref();
  of.child.channel?.unref();
  of.idle = setTimeout(() => end(of), idleMs).unref();
}

function wake(of: Setter): void {
  if (of.idle) clearTimeout(of.idle);
  of.idle = null;
  of.child.ref();
  of.child.channel?.ref();
}

function set(job: Omit<Job, "id">, limits: RenderLimits): Promise<Uint8Array> {
  setter ??= begin();
  const now = setter;
  wake(now);
  serial += 1;
  const id = serial;
  return new Promise<Uint8Array>((give, refuse) => {
    const finish = (tell: () => void) => {
      clearTimeout(tooSlow);
      now.child.off("message", onMessage).off("exit", onExit).off("error", onExit);
      tell();
    };
    const onMessage = (message: unknown) => {
      const done = message as Done;
      if (done.id !== id) return;
      now.left -= 1;
      if (now.left <= 0) end(now);
      else rest(now);
      finish(() => ("pdf" in done ? give(done.pdf) : refuse(new Error(`typst: ${done.problem}`))));
    };
    const onExit = () => {
      end(now);
      finish(() => refuse(new Error("typst: the process that sets pages ended")));
    };
    const tooSlow = setTimeout(() => {
      finish(() => refuse(new AppError("unavailable", "pdf.too_slow")));
      end(now);
    }, limits.seconds * 1000);
    now.child.on("message", onMessage).on("exit", onExit).on("error", onExit);
    now.child.send({ id, ...job });
  });
}
