import { module } from "#core/module.ts";
import { mails, messages, permissions } from "./contract.ts";
import { gatherMails } from "./gathering.ts";
import { messagesMail } from "./mail.ts";
import * as mailsService from "./mails-service.ts";
import { messageMaker } from "./making.ts";
import * as service from "./service.ts";

const { testMail, ...mailOperations } = mailsService;

export const messagesModule = module({
  name: "messages",
  contract: { ...messages, ...mails },
  service: { ...service, ...mailOperations },
  subscribers: [messageMaker],
  timed: [gatherMails],
  mails: [messagesMail, testMail],
  roles: {
    administrator: [permissions.readMail, permissions.manageMail],
    group_office: [permissions.readMail],
  },
});
