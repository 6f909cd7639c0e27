// What is typed and not yet with the server. Capabilities that keep such work on the device say how much it is, send it
// and forget it; the shell asks before somebody signs out, and sends what was left when somebody comes back.
export type Unsent = {
  /** How many pieces of this person's work wait on this device. */
  count(personId: string): Promise<number>;
  /** Sends what can be sent; whatever cannot stays. */
  send(personId: string): Promise<void>;
  /** Removes everything of this person from this device, sent or not. */
  forget(personId: string): Promise<void>;
};
