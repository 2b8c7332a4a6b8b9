// Speed of the checks through the package's public functions, beside card-validator: the same in Node and in a browser.

/** What a batch takes at the least, in milliseconds: browsers tell the time in steps of a tenth. */
const BATCH_MS = 3;
const BATCHES = 50;

/** The shortest of many batches, in nanoseconds a run: what the machine does beside only lengthens them. */
function shortest(run) {
  let runs = 100;
  const batch = () => {
    const start = performance.now();
    for (let left = 0; left < runs; left++) run();
    return performance.now() - start;
  };
  // The first ones are slow: what they took says nothing of the others.
  while (Math.min(batch(), batch(), batch()) < BATCH_MS) runs *= 2;
  let best = Infinity;
  for (let left = 0; left < BATCHES; left++) best = Math.min(best, batch() * 1e6 / runs);
  return best;
}

/** A line for each measure: what, how much, and whether it is within its limit. */
export function measure(cashwrap, theirs) {
  const lines = [];
  const say = (name, value, limit, holds) => lines.push({ text: `${name} ${value}, ${limit}`, holds });
  for (const number of ["4111 1111 1111 1111", "6011111111111117", "6"]) {
    const mine = shortest(() => cashwrap.checkCardNumber(number));
    const ratio = shortest(() => theirs.number(number)) / mine;
    say(`number "${number}" ${mine.toFixed(0)} ns, card-validator`, `${ratio.toFixed(1)} times as long`, "at least 20", ratio >= 20);
  }
  const base = { name: "Ada Lovelace", company: "", address1: "12 Analytical Way", address2: "", phone: "5550100" };
  for (const [country, rest] of [
    ["US", { city: "New York", region: "NY", postalCode: "10001" }],
    ["GB", { city: "London", region: "", postalCode: "SW1A 1AA" }],
    ["JP", { city: "千代田区", region: "東京都", postalCode: "100-0001", address1: "千代田1-1" }],
  ]) {
    const fields = { ...base, ...rest };
    const time = shortest(() => cashwrap.checkAddress(country, fields));
    say(`address ${country}`, `${time.toFixed(0)} ns`, "at most 6000", time <= 6_000);
  }
  const keystrokes = {
    number: () => cashwrap.formatCardNumber("4242 4242 42425", 15, { value: "4242 4242 4242", caret: 14 }),
    expiry: () => cashwrap.formatExpiry("12 / 3", 6, { value: "12 / ", caret: 5 }),
    phone: () => cashwrap.formatPhone("+49 1711234", 11, { value: "+49 171123", caret: 10 }),
    "code of US": () => cashwrap.formatPostalCode("US", "10001", 5, { value: "1000", caret: 4 }),
    "code of GB": () => cashwrap.formatPostalCode("GB", "SW1A1AA", 7, { value: "SW1A1A", caret: 6 }),
  };
  for (const [name, run] of Object.entries(keystrokes)) {
    const time = shortest(run);
    say(`formatted keystroke, ${name}`, `${time.toFixed(0)} ns`, "at most 3000", time <= 3_000);
  }
  return lines;
}
