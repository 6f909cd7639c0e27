// The same clouds in other shapes: queries, notices, searches, tables, machines that are only listed there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { problemsOf, readAll } from "#test/importing.ts";
import { recogniseSource } from "./importers.ts";

const best = (content: string | object) =>
  recogniseSource(Buffer.from(typeof content === "string" ? content : JSON.stringify(content)), "x")[0]?.kind;

test("AWS Config: what a query answers, documents within texts or a table", async () => {
  const answer = {
    Results: [
      JSON.stringify({
        resourceId: "i-1",
        resourceType: "AWS::EC2::Instance",
        accountId: "111122223333",
        awsRegion: "eu-west-1",
        configuration: { privateIpAddress: "10.0.0.3", state: { name: "stopped" } },
      }),
      JSON.stringify({ resourceId: "vol-1", resourceType: "AWS::EC2::Volume" }),
    ],
    QueryInfo: { SelectFields: [{ Name: "resourceId" }] },
    NextToken: "more",
  };
  assert.equal(best(answer), "aws_config");
  const { extent, rows } = await readAll("aws_config", answer);
  assert.equal(extent, "changes");
  assert.deepEqual(problemsOf(rows), [["part_of_a_set"]]);
  const table = `resourceId,resourceType,configuration.privateIpAddress,configuration.state.name,accountId,awsRegion,__proto__.x
i-1,AWS::EC2::Instance,10.0.0.3,stopped,111122223333,eu-west-1,1
`;
  assert.equal(best(table), "aws_config");
  // What nobody asked for is not known: neither the system nor whether the internet reaches it.
  for (const [row] of [rows, (await readAll("aws_config", table)).rows])
    assert.deepEqual(
      [
        row?.sourceKey,
        row?.state,
        row?.belongsTo,
        row?.values.address,
        row?.values.os,
        row?.values.facesInternet,
      ],
      [
        "111122223333/eu-west-1/AWS::EC2::Instance/i-1",
        "stored",
        "111122223333",
        "10.0.0.3",
        undefined,
        undefined,
      ],
    );
});

test("AWS Config: a notice of one change has its item within", async () => {
  const { extent, rows } = await readAll("aws_config", {
    "detail-type": "Config Configuration Item Change",
    detail: {
      messageType: "ConfigurationItemChangeNotification",
      configurationItem: {
        configurationItemCaptureTime: "2026-11-20T09:59:00.000Z",
        configurationItemStatus: "ResourceDeleted",
        resourceType: "AWS::EC2::Instance",
        resourceId: "i-9",
        awsAccountId: "111122223333",
        awsRegion: "us-east-2",
      },
    },
  });
  assert.deepEqual(
    [extent, rows.map(({ name, isGone, seenAt }) => [name, isGone, seenAt])],
    ["changes", [["i-9", true, "2026-11-20T09:59:00.000Z"]]],
  );
});

test("Azure: a machine of Arc stands elsewhere, and a running system goes before its image", async () => {
  const machine = (type: string, name: string, properties: object) => ({
    id: `/subscriptions/s1/resourceGroups/rg/providers/${type}/${name}`,
    name,
    type,
    subscriptionId: "s1",
    properties,
  });
  const { rows } = await readAll("azure_resource_graph", {
    data: [
      machine("microsoft.hybridcompute/machines", "arc1", {
        osSku: "Windows Server 2019 Standard",
        osType: "windows",
        status: "Disconnected",
        lastStatusChange: "2026-11-01T00:00:00Z",
        machineFqdn: "arc1.corp.example",
        detectedProperties: { manufacturer: "Dell", model: "R640", serialNumber: "SVC1234" },
      }),
      machine("microsoft.compute/virtualmachines", "vm1", {
        storageProfile: {
          osDisk: { osType: "Linux" },
          imageReference: { offer: "0001-com-ubuntu-server-focal" },
        },
        extended: { instanceView: { osName: "ubuntu", osVersion: "22.04" } },
      }),
    ],
  });
  assert.deepEqual(
    rows.map(({ seenAt, values }) => [
      values.environment ?? null,
      values.hostname ?? null,
      values.serial ?? null,
      values.osVersion,
      seenAt,
    ]),
    [
      [null, "arc1.corp.example", "SVC1234", "Windows Server 2019 Standard", "2026-11-01T00:00:00.000Z"],
      ["cloud", null, null, "ubuntu 22.04", null],
    ],
  );
});

test("Azure: the portal's list of all resources, whose types are called as they are shown", async () => {
  const list = `NAME,TYPE,RESOURCE GROUP,LOCATION,SUBSCRIPTION
vm1,Virtual machine,rg,Japan East,Prod
nic1,Network Interface,rg,Japan East,Prod
st1,Storage account,rg,Japan East,Prod
`;
  assert.equal(best(list), "azure_resource_graph");
  const { rows } = await readAll("azure_resource_graph", list);
  assert.deepEqual(
    rows.map(({ ledger, name, belongsTo }) => [ledger, name, belongsTo]),
    [
      ["servers", "vm1", "Prod"],
      ["cloud_services", "st1", "Prod"],
    ],
  );
});

test("Google Cloud: a search's attributes, a table's document within a text, what the agent within says", async () => {
  const name = "//compute.googleapis.com/projects/p1/zones/us-central1-a/instances/vm-1";
  const one = async (asset: object) =>
    (await readAll("gcp_cai", [{ name, assetType: "compute.googleapis.com/Instance", ...asset }])).rows[0];
  const found = await one({
    displayName: "vm-1",
    labels: { owner: "ann@a.example" },
    state: "TERMINATED",
    additionalAttributes: { externalIPs: ["203.0.113.9"], internalIPs: ["10.0.0.2"] },
  });
  assert.deepEqual(
    [found?.person, found?.state, found?.values.address, found?.values.facesInternet],
    ["ann@a.example", "stored", "203.0.113.9", true],
  );
  const told = await one({
    resource: { data: JSON.stringify({ name: "vm-1", networkInterfaces: [{ networkIP: "10.0.0.2" }] }) },
    osInventory: { osInfo: { longName: "Debian GNU/Linux 11 (bullseye)", shortName: "debian" } },
  });
  assert.deepEqual(
    [told?.values.address, told?.values.facesInternet, told?.values.os, told?.values.osVersion],
    ["10.0.0.2", false, "linux", "Debian GNU/Linux 11 (bullseye)"],
  );
});
