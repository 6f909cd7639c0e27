// On the command line: an operation asks for a fresh proof of who one is, and goes on once it has it.
import { readFileSync } from "node:fs";
import { askHidden } from "#core/cli/asking.ts";
import { callServer, type Reply, type Server } from "#core/cli/client.ts";
import type { Operation, Output } from "#core/contract.ts";
import { StartError } from "#core/start-error.ts";
import { access } from "#modules/access/contract.ts";

export const proofWays = ["totp", "password", "recovery-code"] as const;
export type ProofWay = (typeof proofWays)[number];

/** As given on the command line: which way, and the password or code itself, `-` for the first line of standard input. */
export type GivenProof = { way: string | undefined; proof: string | undefined };

export const asksForProof = (reply: Reply): boolean =>
  reply.status === 403 && (reply.body as { code?: string } | null)?.code === "session.confirmation_needed";

const questions: Record<ProofWay, string> = {
  totp: "Code of your authenticator app: ",
  password: "Password: ",
  "recovery-code": "Recovery code: ",
};
const steps: Record<ProofWay, { operation: Operation; field: string }> = {
  totp: { operation: access.proveTotp, field: "code" },
  password: { operation: access.confirmByPassword, field: "password" },
  "recovery-code": { operation: access.proveRecoveryCode, field: "code" },
};

/** @returns the answer to the proof, with the session's new token; null where there is nothing to prove it by. */
export async function proveAnew(server: Server, given: GivenProof): Promise<Reply | null> {
  const way = wayOf(given.way) ?? (await usualWay(server));
  if (!way) return null;
  const proof = await proofOf(way, given.proof);
  if (!proof) return null;
  const { operation, field } = steps[way];
  return callServer(server, operation, { [field]: proof });
}

function wayOf(given: string | undefined): ProofWay | undefined {
  if (given === undefined) return undefined;
  const way = proofWays.find((one) => one === given);
  if (!way)
    throw new StartError(`--proof-by takes ${proofWays.join(", ")}`, "A passkey is proved in the browser.");
  return way;
}

/** The strongest of what the account has and a terminal can take. */
async function usualWay(server: Server): Promise<ProofWay | null> {
  const { body } = await callServer(server, access.getSignIn, {});
  const has = (body as Output<typeof access.getSignIn> | null)?.has;
  return has?.totp
    ? "totp"
    : has?.password
      ? "password"
      : has && has.recoveryCodes > 0
        ? "recovery-code"
        : null;
}

async function proofOf(way: ProofWay, given: string | undefined): Promise<string | null> {
  const said = given ?? process.env["YAGURA_PROOF"];
  if (said === "-") return readFileSync(0, "utf8").split(/\r?\n/)[0]?.trim() || null;
  if (said) return said;
  if (process.stdin.isTTY) return askHidden(questions[way]);
  console.error(
    `This asks for a fresh proof of who you are: give it by --proof, --proof - or YAGURA_PROOF (${way}), or type it at a terminal.`,
  );
  return null;
}
