// Lent to later modules.
// What the page says about this machine and its configuration. Set once at start, before requests.
import { X509Certificate } from "node:crypto";
import { readFile, stat, statfs } from "node:fs/promises";
import type { Output } from "#core/contract.ts";
import type { system } from "./contract.ts";
import { isLow } from "./rules.ts";

type Shown = Output<typeof system.getSystem>;

export type Installation = {
  version: string;
  database: "embedded" | "own";
  dataFolder: string;
  filesFolder: string;
  workers: number;
  certFile: string | null;
  isBehindTls: boolean;
  key: Omit<Shown["key"], "id">;
  backups: Shown["backups"]["plan"];
};

let current: Installation | undefined;

export function useInstallation(installation: Installation): void {
  current = installation;
}

export function installation(): Installation {
  if (!current) throw new Error("the installation was not set at start");
  return current;
}

export type Machine = Pick<Shown, "disks" | "certificate"> & { isOnSameDisk: boolean };

/** Looks at disks and certificate; what cannot be looked at is told as such. */
export async function lookAtMachine(now: Date): Promise<Machine> {
  const { dataFolder, filesFolder, backups, ...rest } = installation();
  const places = [
    ["data", dataFolder],
    ["files", filesFolder],
    ...(backups ? [["backups", backups.folder] as const] : []),
  ] as const;
  const disks = await Promise.all(places.map(([what, path]) => diskOf(what, path)));
  const [data, other] = await Promise.all([dataFolder, backups?.folder].map(deviceOf));
  return {
    disks,
    isOnSameDisk: data !== null && data === other,
    certificate: await certificateOf(rest, now),
  };
}

const deviceOf = async (path: string | undefined) =>
  path === undefined
    ? null
    : await stat(path).then(
        (found) => found.dev,
        () => null,
      );

async function diskOf(what: Shown["disks"][number]["what"], path: string): Promise<Shown["disks"][number]> {
  try {
    const { bsize, bavail, blocks } = await statfs(path);
    const [freeBytes, totalBytes] = [bsize * bavail, bsize * blocks];
    return { what, path, freeBytes, totalBytes, isLow: isLow(freeBytes, totalBytes) };
  } catch {
    return { what, path, freeBytes: null, totalBytes: null, isLow: false };
  }
}

async function certificateOf(
  { certFile, isBehindTls }: Pick<Installation, "certFile" | "isBehindTls">,
  now: Date,
): Promise<Shown["certificate"]> {
  const nothing = { name: null, validTo: null, daysLeft: null };
  if (!certFile) return { kind: isBehindTls ? "proxy" : "none", ...nothing };
  try {
    const certificate = new X509Certificate(await readFile(certFile));
    const ends = certificate.validToDate;
    return {
      kind: "file",
      name: certificate.subjectAltName ?? certificate.subject,
      validTo: ends.toISOString().slice(0, 10),
      daysLeft: Math.floor((ends.getTime() - now.getTime()) / 86_400_000),
    };
  } catch {
    return { kind: "file", ...nothing };
  }
}
