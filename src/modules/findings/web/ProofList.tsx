import { useState } from "react";
import { FormError } from "#web/errors/ErrorState.tsx";
import { downloadFile } from "#web/transfer.ts";
import type { Finding } from "./finding.ts";

/** The files of one act, each opened by its name. */
export function ProofList({ finding, actId }: { finding: Finding; actId: string }) {
  const [failed, setFailed] = useState<unknown>(null);
  const proofs = finding.proofs.filter((one) => one.actId === actId);
  if (proofs.length === 0) return null;
  return (
    <ul className="demands small">
      {proofs.map((one) => (
        <li key={one.fileId}>
          <button
            type="button"
            className="linkish"
            onClick={() => void downloadFile(one.fileId).catch(setFailed)}
          >
            {one.name}
          </button>
        </li>
      ))}
      <FormError error={failed} />
    </ul>
  );
}
