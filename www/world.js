// What this store sells. A storefront knows its products from its own catalogue; cashwrap begins at the cart.
export const PRODUCTS = [
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

/** The countries this store sends to, until the shop's own list is there. */
export const COUNTRIES = [
  { code: "US", name: "United States" },
  { code: "DE", name: "Germany" },
  { code: "SG", name: "Singapore" },
];

export const CURRENCY = "USD";
