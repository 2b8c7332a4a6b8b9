// What this store sells. A storefront knows its products from its own catalogue; cashwrap begins at the cart.
const PRODUCTS = [
  { variant: "2", name: "T-Shirt, small", price: "19.99", image: "images/shirt.svg" },
  { variant: "5", name: "T-Shirt, medium", price: "19.99", image: "images/shirt.svg" },
  { variant: "6", name: "T-Shirt, large (sold out)", price: "19.99", image: "images/shirt.svg" },
  { variant: "3", name: "Mug", price: "7.00", image: "images/mug.svg" },
  { variant: "4", name: "Sticker", price: "0.00", image: "images/sticker.svg" },
  { variant: "7", name: "Canvas Bag", price: "24.50", image: "images/bag.svg" },
  { variant: "8", name: "Notebook", price: "12.00", image: "images/notebook.svg" },
  { variant: "9", name: "Poster", price: "35.00", image: "images/poster.svg" },
  { variant: "10", name: "Enamel Pin", price: "4.50", image: "images/pin.svg" },
  { variant: "11", name: "Desk Lamp", price: "1299.00", image: "images/lamp.svg" },
];

const SYLIUS_0 = [
  { variant: "1", name: "Book", price: "50.00", image: "images/notebook.svg" },
  { variant: "2", name: "E-Mug", price: "7.00", image: "images/mug.svg" },
  { variant: "3", name: "Free sticker", price: "0.00", image: "images/sticker.svg" },
  { variant: "4", name: "Last one", price: "19.99", image: "images/pin.svg" },
];

const SYLIUS_1 = [
  { variant: "BOOK", name: "Book", price: "7.00", image: "images/notebook.svg" },
  { variant: "MUG", name: "Mug", price: "20.00", image: "images/mug.svg" },
  { variant: "LAST", name: "Last three", price: "30.00", image: "images/pin.svg" },
];

/** What is sold, before each server. */
export const productsOf = (dialect) => ({ sylius_0: SYLIUS_0, sylius_1: SYLIUS_1 })[dialect] ?? PRODUCTS;

/** Ways to pay that are cards, where the shop does not tell: a storefront knows its own. */
export const cardsOf = (dialect) => (["spree_2_0", "spree_2_2"].includes(dialect) ? ["1"] : []);

/** The countries this store sends to, until the shop's own list is there. */
export const COUNTRIES = [
  { code: "US", name: "United States" },
  { code: "DE", name: "Germany" },
  { code: "SG", name: "Singapore" },
];

export const CURRENCY = "USD";
