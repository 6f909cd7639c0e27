/** Why the program cannot start, in plain words, and what to do about it. Printed without a stack. */
export class StartError extends Error {
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.name = "StartError";
    this.hint = hint;
  }
}
