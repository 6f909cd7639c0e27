// Who asks, as it comes in and as it stands for one permission.
import type { From, Language, Reach } from "../context.ts";
import type { Operation } from "../contract.ts";

export type Asker = {
  token: string | null;
  language?: Language;
  requestId?: string;
  /** Told whose session or which token it is before anything is done under it; may refuse. */
  entered?: (asker: string, operation: Operation) => void;
  /** Told that what is answered is seen for hours alone: it is kept nowhere. */
  lends?: () => void;
  from?: From;
  /** What this browser keeps of something that it began elsewhere (browser-key.ts). */
  browserKey?: string | null;
};

/** A session, a token or what somebody lets another see, as it stands for one permission that is held. */
export type OpenSession = {
  sessionId: string | null;
  accountId: string;
  personId: string;
  companyId: string;
  language: Language;
  timeZone: string | null;
  permission: string | null;
  reach: Reach;
  isStale: boolean;
  boundTo: string | null;
  isComplete: boolean;
  /** Whether its owner has proved to be it within the last minutes. */
  isConfirmed: boolean;
  /** The emergency by which the permission is held, alone or beside another right. */
  emergencyId: string | null;
  /** As whom the session looks now. */
  viewingId: string | null;
  viewer?: { personId: string; companyId: string; endsAt: string };
} & ({ tokenId: null } | { tokenId: string; lent: string[]; isReadOnly: boolean });
