// Takes mail from the group's mail server, over SMTP (RFC 5321). It is no mail server for the world: known peers alone, our own addresses
// alone, nothing is passed on. A mail is taken once it is in the database; till then the sender's server keeps it and tries again.
import type { AddressInfo } from "node:net";
import ipaddr from "ipaddr.js";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { codeOf, type Log } from "../log.ts";
import type { Envelope } from "./incoming.ts";

export type ListenerOptions = {
  host: string;
  port: number;
  peers: readonly string[];
  /** Whether mail to this address is taken. */
  isOurs(address: string): boolean;
  /** Done when it is kept; whatever it throws, the sender's server tries again. */
  take(source: Buffer, envelope: Envelope): Promise<void>;
  tls?: { cert: Buffer; key: Buffer } | null;
  log: Log;
};

export type Listener = { port: number; close(): Promise<void> };

export const mostMailBytes = 25 * 1_048_576;
const mostAtOnce = 10;

const refusal = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });

export function isPeer(peers: readonly string[], address: string): boolean {
  const plain = ipaddr.process(address.replace(/%.*$/, ""));
  return peers.some((one) => {
    const [base = "", bits] = one.split("/");
    const network = ipaddr.process(base);
    const length = bits === undefined ? (network.kind() === "ipv6" ? 128 : 32) : Number(bits);
    return network.kind() === plain.kind() && plain.match([network, length] as never);
  });
}

export async function listenForMail(options: ListenerOptions): Promise<Listener> {
  const { log, peers, isOurs } = options;
  const server = new SMTPServer({
    banner: "Yagura takes mail of its own addresses",
    size: mostMailBytes,
    maxClients: mostAtOnce,
    authOptional: true,
    disabledCommands: ["AUTH", ...(options.tls ? [] : ["STARTTLS"])],
    ...options.tls,
    // Whoever connects is known by their address; a name of theirs is not asked for.
    disableReverseLookup: true,
    socketTimeout: 60_000,
    closeTimeout: 5_000,
    onConnect: ({ remoteAddress }, done) =>
      isPeer(peers, remoteAddress) ? done() : done(refusal(554, "no service for this host")),
    onRcptTo: ({ address }, _session, done) =>
      isOurs(address.toLowerCase()) ? done() : done(refusal(550, "no such address here")),
    onData: (stream, session, done) => {
      takeFrom(stream, session, options).then(
        () => done(null, "kept"),
        (error: Error) => done(error),
      );
    },
  });
  server.on("error", (error) => log.warn({ err: error, code: codeOf(error) }, "mail coming in broke off"));
  await new Promise<void>((ready, fail) => {
    server.server.once("error", fail);
    server.listen(options.port, options.host, () => ready());
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

async function takeFrom(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  { take, log }: ListenerOptions,
): Promise<void> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of stream as AsyncIterable<Buffer>) {
    size += piece.length;
    // Read to its end and let go: an answer in the middle would be taken for a broken line.
    if (size <= mostMailBytes) pieces.push(piece);
    else pieces.length = 0;
  }
  if (size > mostMailBytes) throw refusal(552, "larger than is taken here");
  const { mailFrom, rcptTo } = session.envelope;
  const from = mailFrom === false ? "" : mailFrom.address;
  try {
    await take(Buffer.concat(pieces), { from, to: rcptTo.map((one) => one.address) });
  } catch (error) {
    log.error({ err: error, code: codeOf(error) }, "a mail could not be kept");
    throw refusal(451, "not kept, try again later");
  }
}
