// What asks for a fresh proof of who one is: one dialog for every screen, however many calls wait for it.

let show: ((answer: (isConfirmed: boolean) => void) => void) | null = null;
let waiting: Promise<boolean> | null = null;

/** Set by the dialog while it stands on the page. */
export function setProofDialog(given: typeof show): void {
  show = given;
}

/** Asks whoever sits there; false where nobody can be asked or they think better of it. */
export function askForProof(): Promise<boolean> {
  if (!show) return Promise.resolve(false);
  const ask = show;
  waiting ??= new Promise<boolean>((answer) => ask(answer)).finally(() => {
    waiting = null;
  });
  return waiting;
}

/** Makes a call, and once more after a fresh proof where the door asks for one. */
export async function withProof<T>(make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    const isAsked = (error as { code?: string } | null)?.code === "session.confirmation_needed";
    if (!isAsked || !(await askForProof())) throw error;
    return make();
  }
}

const channelName = "yagura.confirmed";

/** Called where a provider has sent the browser back in another tab: every tab of this browser that waits for it goes on. */
export function tellConfirmed(): void {
  const channel = new BroadcastChannel(channelName);
  // A channel is of this origin alone and names no other.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  channel.postMessage("confirmed");
  channel.close();
}

/** @returns ends the waiting. That it was said proves nothing: the door looks at the session once more. */
export function whenConfirmed(then: () => void): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.addEventListener("message", then);
  return () => channel.close();
}
