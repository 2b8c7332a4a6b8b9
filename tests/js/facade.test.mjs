import assert from "node:assert/strict";
import { after, test } from "node:test";
import { isCheckoutError, rejection, stubbed, until } from "./package.mjs";

const broken = () => new Response("down", { status: 503 });

/** A shop that does not answer, until the tests are over. */
const waiting = [];
let isOver = false;
const never = () => (isOver ? broken() : new Promise((resolve) => waiting.push(() => resolve(broken()))));
after(() => {
  isOver = true;
  for (const answer of waiting) answer();
});

test("a snapshot is the same reference until something changes", async () => {
  const { checkout } = stubbed(never);
  const first = checkout.getSnapshot();
  assert.equal(first, checkout.getSnapshot());
  checkout.setEmail("a@b.example");
  const second = await until(checkout, ({ order }) => order.email !== null);
  assert.equal(second.order.email.status, "expected");
  assert.equal(second, checkout.getSnapshot());
  assert.ok(second.revision > first.revision);
  assert.equal(first.order.email, null);
  checkout.dispose();
});

test("what is wished before the core is there keeps its order, and is what it was when it was wished", async () => {
  const { checkout } = stubbed(never);
  const address = { name: "Ada", address1: "1 Way", city: "Town", postalCode: "1", country: "SG" };
  const edits = { email: "first@b.example", shipping: address };
  checkout.update(edits);
  edits.email = "changed@b.example";
  address.city = "Elsewhere";
  checkout.setNotes("one");
  checkout.setNotes("two");
  const { order } = await until(checkout, ({ order: { notes } }) => notes?.value === "two");
  assert.equal(order.email.value, "first@b.example");
  assert.equal(order.shipping.value.city, "Town");
  checkout.dispose();
});

test("a later wish replaces an earlier one", async () => {
  const { checkout } = stubbed(never);
  const first = checkout.setNotes("one");
  checkout.setNotes("two");
  assert.equal((await first).status, "replaced");
  checkout.dispose();
});

test("a wish with something missing waits, and says what", async () => {
  const { checkout, requests } = stubbed(never);
  const { status, snapshot } = await checkout.setEmail("a@b.example");
  assert.equal(status, "waiting");
  assert.ok(snapshot.next.blockers.some(({ code }) => code === "cart.empty"));
  assert.equal(snapshot.can.submit, false);
  assert.equal(requests.length, 0);
  checkout.dispose();
});

test("predicting sends nothing and wishes nothing", async () => {
  const { checkout, requests } = stubbed(never);
  checkout.subscribe(() => undefined);
  await until(checkout, ({ status }) => status === "open");
  const before = checkout.getSnapshot();
  const next = checkout.predict({ lines: [{ variant: "2", quantity: 1 }] });
  assert.ok(!next.blockers.some(({ code }) => code === "cart.empty"));
  assert.throws(() => checkout.predict({ email: 7 }), isCheckoutError);
  assert.equal(checkout.getSnapshot(), before);
  assert.equal(requests.length, 0);
  checkout.dispose();
});

test("a subscriber with a selector hears of its part only", async () => {
  const { checkout } = stubbed(never);
  const heard = [];
  checkout.subscribe((email) => heard.push(email?.value), ({ order }) => order.email);
  checkout.setNotes("not this");
  await until(checkout, ({ order }) => order.notes !== null);
  checkout.setEmail("a@b.example");
  await until(checkout, ({ order }) => order.email !== null);
  assert.ok(heard.length > 0 && heard.every((value) => value === "a@b.example"), String(heard));
  checkout.dispose();
});

test("listeners may throw, leave, join and act: nobody else notices", async () => {
  const { checkout } = stubbed(never);
  const heard = [];
  const leave = checkout.subscribe(() => leave());
  checkout.subscribe(() => { throw new Error("mine"); });
  checkout.subscribe(() => checkout.subscribe(() => undefined));
  let acted = false;
  checkout.subscribe(() => {
    if (acted) return;
    acted = true;
    checkout.setNotes("from inside");
    checkout.getSnapshot();
  });
  checkout.subscribe(() => heard.push(checkout.getSnapshot().revision));
  checkout.setEmail("a@b.example");
  await until(checkout, ({ order }) => order.notes?.value === "from inside" && order.email !== null);
  assert.ok(heard.length > 0);
  checkout.dispose();
});

test("a promise nobody awaits raises nothing", async () => {
  const raised = [];
  const hear = (reason) => raised.push(reason);
  process.on("unhandledRejection", hear);
  const { checkout } = stubbed(broken);
  checkout.update(null);
  checkout.setEmail("nonsense");
  checkout.submit({ seen: -1 });
  checkout.countries();
  checkout.setEmail("a@b.example", { signal: AbortSignal.abort() });
  await rejection(checkout.countries());
  checkout.dispose();
  checkout.setEmail("late@b.example");
  await new Promise(setImmediate);
  process.off("unhandledRejection", hear);
  assert.deepEqual(raised, []);
});

test("an aborted action rejects its caller; what was wished stays", async () => {
  const { checkout } = stubbed(never);
  const aborted = await rejection(checkout.setEmail("a@b.example", { signal: AbortSignal.abort() }));
  assert.equal(aborted.code, "aborted");
  assert.equal(aborted.outcome, "not_sent");
  await checkout.setEmail("a@b.example");
  const controller = new AbortController();
  const adding = checkout.setQuantity({ variant: "2" }, 1, { signal: controller.signal });
  controller.abort("a string, which trips gloo-net");
  assert.equal((await rejection(adding)).code, "aborted");
  assert.equal(checkout.getSnapshot().order.lines.length, 1);
  checkout.dispose();
});

test("a typed card of an action that is refused before it begins is wiped", async () => {
  const made = [];
  const { slice } = Uint8Array.prototype;
  Uint8Array.prototype.slice = function (...range) {
    const copy = slice.apply(this, range);
    made.push(copy);
    return copy;
  };
  try {
    const { checkout } = stubbed(never, { rawCard: "i-accept-pci-saq-d" });
    const card = { number: "4111111111111111", month: "12", year: "2030", code: "123", name: "Ada Lovelace" };
    const refused = [checkout.setPayment({ method: "1", card }, { signal: AbortSignal.abort() })];
    refused.push(checkout.setPayment({ method: "1", card }, { signal: {} }));
    checkout.dispose();
    refused.push(checkout.setPayment({ method: "1", card }));
    assert.deepEqual(made.map((bytes) => [bytes.length > 16, bytes.some(Boolean)]), [[true, false], [true, false], [true, false]]);
    const errors = await Promise.all(refused.map(rejection));
    assert.deepEqual(errors.map(({ code }) => code), ["aborted", "invalid_input", "disposed"]);
  } finally {
    delete Uint8Array.prototype.slice;
  }
});

test("disposing ends what is waiting, and takes no more", async () => {
  const { checkout } = stubbed(never);
  let heard = 0;
  checkout.subscribe(() => { heard += 1; });
  const adding = checkout.setQuantity({ variant: "2" }, 1);
  await until(checkout, ({ order }) => order.lines.length === 1);
  checkout.dispose();
  assert.equal((await rejection(adding)).code, "disposed");
  const after = heard;
  const late = await rejection(checkout.setEmail("a@b.example"));
  assert.equal(late.code, "disposed");
  assert.equal(late.outcome, "not_sent");
  assert.equal(checkout.getSnapshot().status, "disposed");
  assert.equal(heard, after);
  checkout.dispose();
  checkout[Symbol.dispose]();
});

test("disposed before the core is there, a checkout never starts", async () => {
  const { checkout, requests } = stubbed(never);
  const adding = checkout.setQuantity({ variant: "2" }, 1);
  checkout.dispose();
  assert.equal((await rejection(adding)).code, "disposed");
  assert.equal(requests.length, 0);
});

test("without unpredictable bytes nothing is placed", async () => {
  const { checkout } = stubbed(never, { random: () => { throw new Error("none"); } });
  await checkout.setEmail("a@b.example");
  const error = await rejection(checkout.submit({ seen: checkout.getSnapshot().revision }));
  assert.equal(error.code, "unsupported");
  assert.equal(error.fields[0].field, "random");
  checkout.dispose();
});
