export const permissions = { readMail: "mail.read", manageMail: "mail.manage" } as const;
