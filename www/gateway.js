// Stands for the payment provider's own script: it takes the card and gives back a token, so that no card number
// reaches the shop or cashwrap. This one knows the bogus gateway's habits and asks nobody.

const DECLINED = "4000000000000002";

/** A token for a card; one the gateway will decline for the number it is known to decline. */
export async function tokenise({ number, month, year, name }) {
  const digits = number.replaceAll(" ", "");
  const random = Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(16)).join("");
  return {
    token: `${digits === DECLINED ? "FAIL" : "BGS"}-${random}`,
    brand: digits.startsWith("5") ? "master" : "visa",
    lastDigits: digits.slice(-4),
    month,
    year,
    name,
  };
}
