// A malware scanner as a port: clamd, asked over its socket while an upload waits (clamd(8), INSTREAM). Without one
// nothing is scanned; with one nothing is stored that it has not looked at, unless the operator says otherwise.
import { createReadStream } from "node:fs";
import { connect, type Socket } from "node:net";
import { AppError } from "../errors.ts";

export type Verdict = { isClean: true } | { isClean: false; signature: string };
export type Scanner = {
  /** @throws Error where the scanner cannot be asked or does not say. */
  scan(path: string): Promise<Verdict>;
};
export type Scanning = { scanner: Scanner; whenDown: "refuse" | "accept" };

const patienceMs = 120_000;
const pieceBytes = 65_536;

/** @param place a path of a unix socket, or host:port. */
export function clamd(place: string): Scanner {
  const [, host, port] = /^([^/]+):(\d+)$/.exec(place) ?? [];
  const open = () => (host && port ? connect(Number(port), host) : connect(place));
  return { scan: async (path) => readVerdict(await askClamd(open(), path)) };
}

async function askClamd(socket: Socket, path: string): Promise<string> {
  socket.setTimeout(patienceMs, () => socket.destroy(new Error("clamd does not answer")));
  let reply = "";
  const answered = new Promise<string>((done, fail) => {
    socket.setEncoding("utf8").on("data", (piece: string) => (reply += piece));
    socket.on("error", fail).on("close", () => done(reply));
  });
  // Awaited below; a line that is cut while the content goes out is told there.
  answered.catch(() => undefined);
  socket.write("zINSTREAM\0");
  for await (const piece of createReadStream(path, { highWaterMark: pieceBytes })) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE((piece as Buffer).length);
    if (socket.destroyed || reply !== "") break;
    if (!socket.write(Buffer.concat([length, piece as Buffer]))) await drained(socket);
  }
  socket.write(Buffer.alloc(4));
  return answered;
}

const drained = (socket: Socket) =>
  new Promise<void>((done) => {
    socket.once("drain", done);
    socket.once("close", () => done());
  });

function readVerdict(reply: string): Verdict {
  const said = reply.replace(/\0$/, "").trim();
  if (/^stream: OK$/.test(said)) return { isClean: true };
  const signature = /^stream: (.+) FOUND$/.exec(said)?.[1];
  if (signature) return { isClean: false, signature };
  throw new Error(`clamd said: ${said.slice(0, 100) || "nothing"}`);
}

let current: Scanning | null = null;
let onDown: (error: unknown) => void = () => undefined;

/** Set once at start. @param tell of a scanner that cannot be asked. */
export function useScanner(
  scanning: Scanning | null,
  tell: (error: unknown) => void = () => undefined,
): void {
  current = scanning;
  onDown = tell;
}

/** @throws AppError `file.infected`, or `file.not_scanned` where the scanner is down and nothing passes without it. */
export async function refuseInfected(path: string): Promise<void> {
  if (!current) return;
  const verdict = await current.scanner.scan(path).catch((error: unknown) => {
    onDown(error);
    return null;
  });
  if (verdict === null) {
    if (current.whenDown === "accept") return;
    throw new AppError("unavailable", "file.not_scanned", { retryAfterSeconds: 60 });
  }
  if (!verdict.isClean)
    throw new AppError("invalid", "file.infected", {
      values: { signature: verdict.signature.slice(0, 100) },
    });
}
